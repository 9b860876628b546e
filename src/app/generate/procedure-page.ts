import { z } from "zod";
import { chineseCitation, chineseNumber } from "../../law/citation.ts";
import type { Actor, DeadlineRule, Procedure, Step } from "../../law/language.ts";
import { type Parameters, promisedDays } from "../../law/parameters.ts";

const actors: Readonly<Record<Actor, string>> = {
  department: "公共管理和公共服务部门",
  public: "自然人、法人或者非法人组织",
  starter: "发起人",
  provider: "数据提供部门",
  "same-level-authority": "同级公共数据主管部门",
  "municipal-authority": "市公共数据主管部门",
  "service-agency": "市公共数据服务机构",
  "staffing-office": "机构编制部门",
  platform: "平台",
};

const schema = z.object({
  properties: z.record(z.string(), z.object({ title: z.string().optional() })).default({}),
});

/** Titles of the fields of a form, in order. */
function fields(form: z.ZodObject): string {
  const { properties } = schema.parse(z.toJSONSchema(form, { io: "input", unrepresentable: "any" }));
  return Object.entries(properties)
    .map(([name, { title }]) => title ?? name)
    .join("、");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");
}

/** What the declaration calls an actor, else the words of the Measures. */
const actorOf = (procedure: Procedure, actor: Actor): string => procedure.actors?.[actor] ?? actors[actor];

/** A declared procedure as a page: what counsel reads against the Measures. */
export function procedurePage(procedure: Procedure, parameters: Parameters): string {
  const { title, articles, summary, kind, opens, form, states, steps, deadlines, timers } = procedure;
  const stateTitle = (name: string): string => states[name]?.title ?? name;
  const sections = [
    `# ${title}`,
    `由流程声明生成（\`npm run generate\`），请勿手改。事项代码 \`${kind}\`。`,
    `依据：${articles.map((n) => `第${chineseNumber(n)}条`).join("、")}。${summary}`,
    `发起：${actorOf(procedure, opens.by)}（${chineseCitation(opens.cites)}），须写明：${fields(form)}。`,
    `## 状态图\n\n${diagram(procedure)}`,
    `## 环节\n\n${table(
      ["环节", "依据", "由谁办", "从", "到", "须填", "说明理由", "核对"],
      Object.values(steps).map((step) => stepRow(procedure, step, stateTitle)),
    )}`,
    `## 时限\n\n${table(
      ["时限", "何时计算", "法定时限", "承诺时限", "逾期"],
      Object.values(deadlines).map((rule) => deadlineRow(rule, parameters, stateTitle)),
    )}`,
  ];
  const rules = Object.values(timers ?? {});
  if (rules.length > 0) {
    const lines = rules.map((timer) => {
      const days = "days" in timer.after ? timer.after.days : promisedDays(parameters, timer.after.parameter);
      const names = timer.steps.map((name) => steps[name]?.title ?? name).join("；不符合条件的，");
      return `- 在“${stateTitle(timer.in)}”满 ${days} 个工作日，平台办理：${names}。`;
    });
    sections.push(`## 平台自动办理\n\n${lines.join("\n")}`);
  }
  const pairs = procedure.differentPersons ?? [];
  if (pairs.length > 0) {
    const name = (step: string) => (step === "opens" ? "发起" : (steps[step]?.title ?? step));
    const lines = pairs.map(([one, other]) => `- “${name(one)}”与“${name(other)}”须由不同的人办理。`);
    sections.push(`## 不同的人\n\n${lines.join("\n")}`);
  }
  const documents = Object.values(procedure.documents ?? {});
  if (documents.length > 0) {
    const name = (step: string) => (step === "opens" ? "发起" : (steps[step]?.title ?? step));
    const rows = documents.map((rule) => [
      rule.title,
      [...(rule.cites === undefined ? [] : [chineseCitation(rule.cites)]), rule.basis ?? ""].join(""),
      actorOf(procedure, rule.by),
      rule.after.map(name).join("、"),
      rule.in === "any" ? "不限" : rule.in.map(stateTitle).join("、"),
    ]);
    sections.push(`## 文书\n\n${table(["文书", "依据", "由谁制发", "在何环节之后", "办件处于"], rows)}`);
  }
  sections.push(
    `办结结果反馈给：${[procedure.feedbackTo]
      .flat()
      .map((actor) => actorOf(procedure, actor))
      .join("、")}。`,
  );
  return `${sections.join("\n\n")}\n`;
}

function stepRow(procedure: Procedure, step: Step<string>, stateTitle: (name: string) => string): string[] {
  return [
    step.title,
    chineseCitation(step.cites),
    actorOf(procedure, step.by),
    [step.from].flat().map(stateTitle).join("、"),
    stateTitle(step.to),
    step.form === undefined ? "" : fields(step.form),
    step.reasons === "required" ? "必须" : "",
    (step.guards ?? []).map((name) => `\`${name}\``).join(" "),
  ];
}

function deadlineRow(
  rule: DeadlineRule<string>,
  parameters: Parameters,
  stateTitle: (name: string) => string,
): string[] {
  const { statutory, promised, dated, when, over, overdue } = rule;
  const where = over.map(stateTitle).join("、");
  const condition = when === undefined ? "" : `（仅当 \`${when.field}\` 为 ${when.in.join("、")}）`;
  return [
    rule.title,
    `${where}${condition}`,
    "days" in statutory
      ? `${statutory.days} 个工作日（${chineseCitation(statutory.cites)}）`
      : `未规定：${statutory.silent}`,
    promised === undefined
      ? dated === undefined
        ? ""
        : `按发起时填写的日期（\`${dated.field}\`）`
      : `${promisedDays(parameters, promised.parameter)} 个工作日`,
    chineseCitation(overdue),
  ];
}

/** Mermaid state diagram. */
function diagram({ opens, states, steps }: Procedure): string {
  const names = Object.keys(states);
  const id = (name: string): string => `s${names.indexOf(name)}`;
  const lines = [
    "```mermaid",
    "stateDiagram-v2",
    ...names.map((name) => `  ${id(name)} : ${states[name]?.title ?? name}`),
    `  [*] --> ${id(opens.to)} : 发起`,
    ...Object.values(steps).flatMap((step) =>
      [step.from].flat().map((from) => `  ${id(from)} --> ${id(step.to)} : ${step.title}`),
    ),
    ...names.filter((name) => states[name]?.final !== undefined).map((name) => `  ${id(name)} --> [*]`),
    "```",
  ];
  return lines.join("\n");
}
