import { getRouteApi } from "@tanstack/react-router";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { ImportBegin } from "./ImportBegin.tsx";
import { ImportCheck } from "./ImportCheck.tsx";

const route = getRouteApi("/entries/import");

export function ImportPage() {
  const { id } = route.useSearch();
  useTitle("导入数据目录");
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "数据目录", href: "/desk/entries" },
          id === undefined ? { title: "导入" } : { title: "导入", href: "/desk/entries/import" },
          ...(id === undefined ? [] : [{ title: "检查结果" }]),
        ]}
      />
      {id === undefined ? <ImportBegin /> : <ImportCheck key={id} id={id} />}
    </>
  );
}
