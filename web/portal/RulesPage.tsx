import { Breadcrumb, useTitle } from "../shared/Page.tsx";
import { Rules } from "../shared/Rules.tsx";

/** The rules of the platform for everybody, whole or one article. */
export function RulesPage({ article }: { article: string | null }) {
  useTitle("平台规则");
  return (
    <>
      <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "平台规则" }]} />
      <Rules base="/rules" article={article === null ? null : Number(article)} />
    </>
  );
}
