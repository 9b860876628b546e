import type { CoverageRow } from "../../contract/coverage.ts";
import { standingOfObligationLabel } from "../../contract/labels.zh.ts";
import { chineseCitation } from "../../law/citation.ts";
import { csvText } from "../../platform/sheets/index.ts";
import { proofOf } from "./coverage.ts";
import type { Proofs } from "./proofs.ts";

const head = ["编号", "条款", "章", "义务", "本条时限", "办理事项", "状态", "平台提供", "测试", "撤去的守卫"];

/** The rows for a spreadsheet; proofs in the words of the source code. */
export function coverageCsv(rows: readonly CoverageRow[], proofs: Proofs): string {
  const lines = rows.map((row) => {
    const { tests, mutations } = proofOf(proofs, row.id);
    return [
      row.id,
      chineseCitation(`${row.article}`),
      String(row.chapter),
      row.title,
      row.deadline ?? "未规定",
      row.procedures.map(({ title }) => title).join("；"),
      standingOfObligationLabel[row.standing],
      row.offer ?? "",
      tests.map(({ file, title }) => `${file}: ${title}`).join("\n"),
      mutations.map(({ file, guard, outcome }) => `${file}: ${guard} (${outcome})`).join("\n"),
    ];
  });
  return csvText([head, ...lines]);
}
