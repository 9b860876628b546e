import { type EntryContent, type EntryItem, modesOfFormat, type SharingMode } from "../contract/entry.ts";
import { dataFormatLabel, sharingModeLabel } from "../contract/labels.zh.ts";
import type { Citation } from "../law/language.ts";
import { wholeMatch } from "../platform/expression.ts";

/** What submission refuses in a draft: where (JSON pointer, field number of Art. 12), why, and by which article. */
export interface Issue {
  readonly pointer: string;
  readonly field: number | null;
  readonly detail: string;
  readonly article: Citation;
}

/** The highest grade of the items is the grade of the entry (就高从严). */
export function gradeOf(content: Pick<EntryContent, "items">): number {
  return Math.max(1, ...content.items.map((item) => item.grade));
}

/** The same as it is shown: without items there is none yet. */
export const statedGrade = (content: Pick<EntryContent, "items">): number | null =>
  content.items.length === 0 ? null : gradeOf(content);

/** Whether the entry is about identifiable natural persons. */
export function isPersonal(content: Pick<EntryContent, "items">): boolean {
  return content.items.some(
    (item) => item.standard === "identity-number" || item.standard === "mobile-number",
  );
}

/** Everything that keeps a draft from being submitted, in the order of the form (Art. 3, 11, 12, 24, 25, 37). */
export function issuesOf(content: EntryContent): Issue[] {
  return [
    ...basicIssues(content),
    ...sharingIssues(content),
    ...openingIssues(content),
    ...importanceIssues(content),
    ...itemsIssues(content),
    ...secrecyIssues(content),
  ];
}

const issue = (pointer: string, field: number | null, detail: string, article: Citation): Issue => ({
  pointer,
  field,
  detail,
  article,
});

function basicIssues(content: EntryContent): Issue[] {
  const found: Issue[] = [];
  const missing = (empty: boolean, pointer: string, field: number, name: string) => {
    if (empty) found.push(issue(pointer, field, `请填写${name}`, "12¶5"));
  };
  missing(content.name === "", "/name", 1, "数据资源名称");
  missing(content.abstract === "", "/abstract", 2, "数据资源摘要");
  missing(content.format === null, "/format", 3, "数据格式");
  missing(content.industry === null, "/industry", 4, "行业分类");
  missing(content.timeFrom === null, "/timeFrom", 5, "数据覆盖时间的起始日期");
  missing(content.area.length === 0, "/area", 6, "数据覆盖地域");
  missing(content.updateFrequency === null, "/updateFrequency", 7, "更新频率");
  if (content.timeFrom !== null && content.timeTo !== null && content.timeTo < content.timeFrom)
    found.push(issue("/timeTo", 5, "截止日期早于起始日期，请核对", "12¶5"));
  return found;
}

function sharingIssues(content: EntryContent): Issue[] {
  const found: Issue[] = [];
  if (content.sharingClass === null && (isPersonal(content) || gradeOf(content) >= 3))
    found.push(issue("/sharingClass", 10, "含个人信息或者3级以上数据项，须明确共享类型，不能留空", "25¶2"));
  if (content.sharingClass !== "not-shared" && content.sharingModes.length === 0)
    found.push(issue("/sharingModes", 12, "请至少选择一种共享方式", "12¶5"));
  const format = content.format ?? "table";
  const unfit = content.sharingModes.filter((mode) => !modesOfFormat[format].includes(mode));
  if (unfit.length > 0) {
    const named = (modes: readonly SharingMode[]) => modes.map((mode) => sharingModeLabel[mode]).join("、");
    found.push(
      issue(
        "/sharingModes",
        12,
        `${dataFormatLabel[format]}不能以${named(unfit)}方式共享，可选的是${named(modesOfFormat[format])}`,
        "12¶5",
      ),
    );
  }
  if (content.sharingClass === null || content.sharingClass === "unconditional") return found;
  if (content.sharingBasis === "")
    found.push(
      issue("/sharingBasis", 11, "有条件共享和不予共享须写明法律、行政法规或者有关规定依据，写到条", "25¶3"),
    );
  if (content.sharingClass === "conditional") {
    if (content.sharingScope === "")
      found.push(issue("/sharingScope", 11, "有条件共享须写明共享范围：可以提供给哪些单位", "25¶3"));
    if (content.sharingPurpose === "")
      found.push(issue("/sharingPurpose", 11, "有条件共享须写明使用用途：用于办理哪些事项", "25¶3"));
  }
  return found;
}

function openingIssues(content: EntryContent): Issue[] {
  const found: Issue[] = [];
  if (content.openingClass === null) found.push(issue("/openingClass", 13, "请选择是否向社会开放", "37¶1"));
  if (content.openingClass === "unconditional" && (isPersonal(content) || gradeOf(content) >= 3))
    found.push(
      issue(
        "/openingClass",
        13,
        "含个人信息或者3级以上数据项，不能无条件开放；脱敏后另行编目可以开放",
        "37¶1(1)",
      ),
    );
  if (content.openingClass === "conditional" && content.openingConditions === "")
    found.push(issue("/openingConditions", 14, "有条件开放须写明对象、用途和使用范围", "37¶1(2)"));
  if (content.openingClass === "not-open" && content.openingBasis === "")
    found.push(issue("/openingBasis", 14, "不予开放须写明理由和依据", "37¶1(1)"));
  if (content.operationStatus === null)
    found.push(issue("/operationStatus", 15, "请选择授权运营状态", "12¶5"));
  if (
    content.operationStatus !== null &&
    content.operationStatus !== "not-included" &&
    content.operationScenarios === ""
  )
    found.push(issue("/operationScenarios", 16, "已列入授权运营的，须写明应用场景", "12¶5"));
  return found;
}

/** Art. 11 ¶3: important data are held in a zone of their own, only verified and never opened; core data not shared. */
function importanceIssues(content: EntryContent): Issue[] {
  const found: Issue[] = [];
  const held = content.items.flatMap(({ importance }) => importance ?? []);
  if (held.length === 0) return found;
  if (content.openingClass !== "not-open")
    found.push(issue("/openingClass", 13, "含重要数据或者核心数据，不得向社会开放", "11¶3"));
  if (content.sharingClass !== "not-shared" && content.sharingModes.some((mode) => mode !== "verify"))
    found.push(issue("/sharingModes", 12, "含重要数据的目录只能以核验方式共享", "11¶3"));
  if (held.includes("core") && content.sharingClass !== "not-shared")
    found.push(issue("/sharingClass", 10, "含核心数据，须定为不予共享", "11¶3"));
  return found;
}

function itemsIssues(content: EntryContent): Issue[] {
  if (content.items.length === 0) return [issue("/items", 17, "请至少填写一个数据项", "12¶5")];
  const found = content.items.flatMap((item, index) => itemIssues(item, `/items/${index}`));
  for (const key of ["name", "column"] as const) {
    const first = new Map<string, number>();
    for (const [index, item] of content.items.entries()) {
      const earlier = first.get(item[key]);
      if (earlier === undefined) first.set(item[key], index);
      else
        found.push(issue(`/items/${index}/${key}`, 17, `与第 ${earlier + 1} 项重复：${item[key]}`, "12¶5"));
    }
  }
  if (content.items.filter((item) => item.role === "subject-key").length > 1)
    found.push(issue("/items", 17, "标识主体的数据项只能有一个", "16¶1"));
  return found;
}

/** State and work secrets never come onto the platform, so somebody has looked before anything is listed (Art. 3). */
function secrecyIssues({ secrecyReview }: EntryContent): Issue[] {
  const found: Issue[] = [];
  const missing = (empty: boolean, name: string, detail: string) => {
    if (empty) found.push(issue(`/secrecyReview/${name}`, null, detail, "3"));
  };
  missing((secrecyReview?.reviewer ?? "") === "", "reviewer", "请填写保密审查人，编目之前须经保密审查");
  missing((secrecyReview?.date ?? null) === null, "date", "请填写保密审查日期");
  missing((secrecyReview?.result ?? null) === null, "result", "请选择保密审查结论");
  return found;
}

/** Every value would be refused by a rule that cannot be read, and with them every file. */
export const unusableRule = "格式规则不是可用的正则表达式，请改正或者清空（RE2 语法，不支持回溯引用和环视）";

/** Standards of what is neither a person nor an organisation: rows by them lie under no subject's key. */
const ofThings = ["real-estate-unit", "land-parcel", "longitude", "latitude"] as const;

/** Parameters of `/open/v1/{code}/rows`, beside which columns filter by their names. */
const reserved = ["limit", "cursor"];

/** An empty expression matches the empty value only: as a rule it would refuse every other. */
const ruleIssue = (expression: string): string | null =>
  expression.trim() === ""
    ? "格式规则是空的，只有不符时的提示：请填写规则，或者把提示也清空"
    : wholeMatch(expression) === undefined
      ? unusableRule
      : null;

function itemIssues(item: EntryItem, pointer: string): Issue[] {
  const found: Issue[] = [];
  const named = `数据项“${item.name}”`;
  if (reserved.includes(item.column))
    found.push(
      issue(
        `${pointer}/column`,
        17,
        `${named}的字段名 ${item.column} 与开放接口的参数同名，请换一个`,
        "12¶5",
      ),
    );
  if ((item.type === "text" || item.type === "code") && item.length === null)
    found.push(issue(`${pointer}/length`, 18, `${named}须填写长度`, "12¶5"));
  const rule = item.pattern === null ? null : ruleIssue(item.pattern.expression);
  if (rule !== null) found.push(issue(`${pointer}/pattern/expression`, 18, `${named}的${rule}`, "12¶5"));
  if (item.category === "") found.push(issue(`${pointer}/category`, 17, `${named}须填写类别`, "11¶4"));
  if (item.standard === "identity-number" && item.grade < 3)
    found.push(issue(`${pointer}/grade`, 17, `${named}是公民身份号码，至少为3级`, "11¶4"));
  if (item.importance !== undefined && item.grade < 4)
    found.push(issue(`${pointer}/grade`, 17, `${named}是重要数据或者核心数据，须定为4级`, "11¶3"));
  if (item.grade >= 3 && item.storage === "plain")
    found.push(issue(`${pointer}/storage`, 17, `${named}为${item.grade}级，须加密存储`, "11¶3"));
  if (item.grade >= 3 && item.masking === "none")
    found.push(issue(`${pointer}/masking`, 17, `${named}为${item.grade}级，须选择脱敏方式`, "11¶3"));
  if (item.role === "subject-key" && ofThings.some((standard) => standard === item.standard))
    found.push(
      issue(
        `${pointer}/role`,
        17,
        `${named}标识的是物，不是人或者单位，标识角色请改选业务标识或者无`,
        "16¶1",
      ),
    );
  if (item.role === "subject-key" && item.storage === "sealed")
    found.push(issue(`${pointer}/storage`, 17, `${named}是主体标识，须选择可等值查询的加密存储`, "16¶1"));
  if (item.storage.startsWith("sealed-") && item.grade >= 3 && item.type === "boolean")
    found.push(issue(`${pointer}/storage`, 17, `${named}取值太少，加密后不能建等值索引`, "11¶3"));
  return found;
}
