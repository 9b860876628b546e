import { Breadcrumb } from "../shared/Page.tsx";

/** Where a page of one dataset stands, whether it is open or was withdrawn. */
export function DatasetTrail({ title }: { title: string }) {
  return (
    <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "开放数据", href: "/datasets" }, { title }]} />
  );
}
