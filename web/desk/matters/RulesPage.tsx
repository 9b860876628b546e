import { useParams } from "@tanstack/react-router";
import type { ProcedureInfo } from "../../../src/contract/matter.ts";
import { kinds } from "../../shared/kinds.ts";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { Rules } from "../../shared/Rules.tsx";

const aboutEntries: readonly string[] = [kinds.publishEntry, kinds.applyForSharing, kinds.publishDataset];

function StartLink({ info }: { info: ProcedureInfo }) {
  if (!info.startable) return <span className="muted">您的岗位不能发起</span>;
  if (aboutEntries.includes(info.kind)) return <a href="/desk/entries">选择数据目录发起</a>;
  return <a href={`/desk/start/${encodeURIComponent(info.kind)}`}>发起</a>;
}

/** The rules of the platform, with what this person may start. */
export function RulesPage() {
  useTitle("平台规则");
  const { article } = useParams({ strict: false });
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "平台规则", href: "/desk/rules" }]} />
      <Rules
        base="/desk/rules"
        article={article === undefined ? null : Number(article)}
        beside={(info) => <StartLink info={info} />}
      />
    </>
  );
}
