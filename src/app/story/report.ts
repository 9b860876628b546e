import { chineseCitation, isCitation } from "../../law/citation.ts";

/** One line of the story: who did what, under which article, by when, and what came of it. */
export interface Line {
  readonly step: string;
  readonly who: string;
  readonly article: string;
  readonly deadline: string;
  readonly result: string;
}

interface Refusal {
  readonly article: string | undefined;
  readonly detail: string;
}

/** Prints the story while it runs and keeps it for the end. */
export class Report {
  readonly lines: Line[] = [];
  readonly #print: (text: string) => void;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  chapter(title: string): void {
    this.#print(`\n${title}`);
  }

  /** @param article a citation such as `27¶2(2)`, or in words already */
  line(step: string, who: string, cites: string, deadline: string, result: string): void {
    const article = isCitation(cites) ? chineseCitation(cites) : cites;
    this.lines.push({ step, who, article, deadline, result });
    const cited = article === "" ? "" : `〔${article}〕`;
    const due = deadline === "" ? "" : `　时限：${deadline}`;
    this.#print(`  ✓ ${step}　${who}${cited}${due}\n      ${result}`);
  }

  /** What had to be refused, and was. */
  refused(step: string, who: string, { article = "", detail }: Refusal): void {
    this.line(`${step}，被拒`, who, article, "", detail);
  }

  /** The same of a call that a system made: programs go by the code. */
  refusedCall(
    step: string,
    who: string,
    { code, article, detail }: Refusal & { readonly code: string },
  ): void {
    this.refused(step, who, { article, detail: `${code}：${detail}` });
  }

  /** The report as a Markdown table. */
  markdown(): string {
    const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
    const rows = this.lines.map((line) =>
      [line.step, line.who, line.article, line.deadline, line.result].map(cell).join(" | "),
    );
    return [
      "| 步骤 | 谁 | 条文 | 时限 | 结果 |",
      "|---|---|---|---|---|",
      ...rows.map((row) => `| ${row} |`),
    ].join("\n");
  }
}

/** The story stops where something is not as it must be. */
export function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`与预期不符：${what}`);
}
