import { z } from "zod";
import { civilDate, datasetCode, instant, partyRef, resourceCode, uuid } from "./common.ts";
import { filedFacts } from "./filed.ts";
import { isIndustry } from "./industry.ts";
import { readIndustry } from "./industry-reading.ts";
import { mountInterface } from "./interface.ts";

export const sharingClass = z.enum(["unconditional", "conditional", "not-shared"]);
export const openingClass = z.enum(["unconditional", "conditional", "not-open"]);
export const sharingMode = z.enum(["query", "verify", "table", "file", "workroom"]);
export type SharingMode = z.infer<typeof sharingMode>;
export const grade = z.int().min(1).max(4);
/** Important and core data (重要数据, 核心数据) beside the four grades of general data; without it, general data. */
export const importance = z.enum(["important", "core"]);
export const itemType = z.enum([
  "text",
  "integer",
  "decimal",
  "date",
  "year-month",
  "datetime",
  "boolean",
  "code",
]);
export const itemStorage = z.enum(["plain", "sealed", "sealed-equality", "sealed-bucket"]);
export const itemRole = z.enum(["none", "subject-key", "business-key", "quasi-identifier"]);
/**
 * Checksummed or coded kinds of values: GB 11643, GB 32100, GB/T 2260; real estate units and the parcels they stand on
 * (GB/T 37346); degrees of longitude and latitude (CGCS2000).
 */
export const itemStandard = z.enum([
  "identity-number",
  "credit-code",
  "division-code",
  "mobile-number",
  "real-estate-unit",
  "land-parcel",
  "longitude",
  "latitude",
]);
export const masking = z.enum([
  "none",
  "name",
  "identity-number",
  "mobile-number",
  "bank-card",
  "address",
  "birth-year",
  "all",
]);
export const updateFrequency = z.enum([
  "realtime",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "half-yearly",
  "yearly",
  "irregular",
  "archived",
]);
export const dataFormat = z.enum(["table", "file", "interface"]);
export type DataFormat = z.infer<typeof dataFormat>;
/** By which modes data of each format can be shared at all. */
export const modesOfFormat: Readonly<Record<DataFormat, readonly SharingMode[]>> = {
  table: sharingMode.options,
  file: ["file", "workroom"],
  interface: ["query", "verify"],
};
export const operationStatus = z.enum(["not-included", "planned", "in-operation"]);

/** A data item: Art. 12 fields ⑰ name and ⑱ format, with what Art. 11 and storage ask of it. */
export const entryItem = z.object({
  name: z.string().trim().min(1, "请填写数据项名称").max(200).meta({ title: "数据项名称" }),
  column: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,47}$/, "字段名须以小写字母开头，只含小写字母、数字和下划线")
    .meta({ title: "字段名" }),
  type: itemType.meta({ title: "类型" }),
  length: z.int().min(1).max(4000).nullable().meta({ title: "长度" }),
  required: z.boolean().meta({ title: "必填" }),
  standard: itemStandard.nullable().meta({ title: "标准" }),
  /** RE2 expression the whole value must match, with the words shown when it does not. */
  pattern: z
    .object({ expression: z.string().max(200), message: z.string().max(200) })
    .nullable()
    .meta({ title: "格式规则" }),
  role: itemRole.meta({ title: "标识角色" }),
  category: z.string().max(100).meta({ title: "类别" }),
  grade: grade.meta({ title: "级别" }),
  importance: importance.optional().meta({ title: "重要程度" }),
  masking: masking.meta({ title: "脱敏方式" }),
  storage: itemStorage.meta({ title: "存储方式" }),
});
export type EntryItem = z.infer<typeof entryItem>;

/** GB/T 4754-2017: a section, or a section with one of its divisions. */
export const industry = z
  .string()
  .regex(/^[A-T](\d{2})?$/, { error: ({ input }) => notStored(String(input)), abort: true })
  .refine(isIndustry, { error: ({ input }) => notStored(String(input)) });

/** What to write instead of a text that is not the code as it is stored. */
function notStored(given: string): string {
  const read = readIndustry(given);
  return read.fault ?? `行业分类须写代码 ${read.code}`;
}

const text = (title: string, max: number) => z.string().trim().max(max).meta({ title });

/** Art. 3, 38: whether state or work secrets are among what is to be listed, by whom it was looked at and when. */
export const secrecyResult = z.enum(["no-secrets", "secrets-removed"]);
export const secrecyReview = z.object({
  reviewer: text("保密审查人", 50),
  date: civilDate.nullable().meta({ title: "保密审查日期" }),
  result: secrecyResult.nullable().meta({ title: "保密审查结论" }),
});

/**
 * The content of a catalogue entry. Drafts may be incomplete, so texts may be empty and choices null;
 * submission checks everything (Art. 12, 24, 25, 37). Field numbers ①-⑱ as in Art. 12;
 * ⑧ and ⑨ (provider's name and code) come from the party.
 */
export const entryContent = z.object({
  name: text("数据资源名称", 200),
  abstract: text("数据资源摘要", 2000),
  format: dataFormat.nullable().meta({ title: "数据格式" }),
  industry: industry.nullable().meta({ title: "行业分类" }),
  timeFrom: civilDate.nullable().meta({ title: "数据覆盖时间起" }),
  timeTo: civilDate.nullable().meta({ title: "数据覆盖时间止" }),
  area: z.array(z.string().max(20)).max(50).meta({ title: "数据覆盖地域" }),
  updateFrequency: updateFrequency.nullable().meta({ title: "更新频率" }),
  sharingClass: sharingClass.nullable().meta({ title: "共享类型" }),
  sharingScope: text("共享范围", 1000),
  sharingPurpose: text("使用用途", 1000),
  sharingBasis: text("共享依据", 1000),
  sharingModes: z.array(sharingMode).meta({ title: "共享方式" }),
  openingClass: openingClass.nullable().meta({ title: "是否向社会开放" }),
  openingConditions: text("开放条件", 1000),
  openingBasis: text("不予开放依据", 1000),
  operationStatus: operationStatus.nullable().meta({ title: "授权运营状态" }),
  operationScenarios: text("授权运营应用场景", 1000),
  /** Drafts, and entries made before this form was introduced, may have none. */
  secrecyReview: secrecyReview.nullable().optional().meta({ title: "保密审查" }),
  items: z.array(entryItem).max(500).meta({ title: "数据项" }),
});
export type EntryContent = z.infer<typeof entryContent>;

/** Where nothing is filled in yet. */
export const emptyEntry: EntryContent = {
  name: "",
  abstract: "",
  format: null,
  industry: null,
  timeFrom: null,
  timeTo: null,
  area: [],
  updateFrequency: null,
  sharingClass: null,
  sharingScope: "",
  sharingPurpose: "",
  sharingBasis: "",
  sharingModes: [],
  openingClass: null,
  openingConditions: "",
  openingBasis: "",
  operationStatus: null,
  operationScenarios: "",
  secrecyReview: null,
  items: [],
};

export const entryStatus = z.enum(["draft", "in-review", "published", "withdrawn"]);

export const resourceRef = z.object({
  id: uuid,
  code: resourceCode,
  kind: dataFormat,
  /** Rows of a table in force, or files, as a string of an int64; "0" for an interface. */
  rows: z.string(),
});

export const entrySummary = z.object({
  id: uuid,
  code: datasetCode,
  /** National catalogue code such as 307019/000031; null until published. */
  catalogueCode: z.string().nullable(),
  name: z.string(),
  provider: partyRef,
  status: entryStatus,
  sharingClass: sharingClass.nullable(),
  openingClass: openingClass.nullable(),
  grade: grade.nullable(),
  publishedVersion: z.number().int().nullable(),
  /** Codes on the platform it came from by filing (存量备案); none where it was compiled here. */
  oldCodes: z.array(z.string()),
  updatedAt: instant,
});
export type EntrySummary = z.infer<typeof entrySummary>;

export const entry = entrySummary.extend({
  /** What it was before it was filed; the day of the original approval starts no limit here. */
  filed: filedFacts.extend({ at: instant }).nullable(),
  providerCode: z.string(),
  /** Optimistic version of the draft, to be sent back on save. */
  draftVersion: z.number().int(),
  draft: entryContent,
  published: entryContent.nullable(),
  publishedAt: instant.nullable(),
  matterId: uuid.nullable(),
  resources: z.array(resourceRef),
  editable: z.boolean(),
  /** What submission would refuse now: JSON pointers into the draft. */
  issues: z.array(
    z.object({
      pointer: z.string(),
      field: z.number().int().nullable(),
      detail: z.string(),
      article: z.string().nullable(),
    }),
  ),
});
export type Entry = z.infer<typeof entry>;

/** The editor's own id, asked before it begins under it; an address may hold anything. */
export const blankQuery = z.object({ id: z.string().max(200).optional() });
/**
 * What the editor begins with, under an id that can be saved: the one asked, else a fresh one. Of what the unit keeps under
 * the one asked it is that draft; version 0: nothing has been saved yet.
 */
export const newEntry = entry.pick({
  id: true,
  provider: true,
  providerCode: true,
  status: true,
  publishedVersion: true,
  matterId: true,
  draftVersion: true,
  draft: true,
  editable: true,
  issues: true,
});
export type NewEntry = z.infer<typeof newEntry>;

export const entryId = z.uuidv7();
/** `id`: chosen by the editor, so that what is sent twice or from two tabs becomes one draft. */
export const createEntry = z.object({ id: entryId.optional(), draft: entryContent });
export const saveEntry = z.object({ draftVersion: z.number().int(), draft: entryContent });
/** What is mounted must be of the format that the entry in force states (field ③). */
export const mountResource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("table") }),
  z.object({ kind: z.literal("file") }),
  mountInterface,
]);
export type MountResource = z.infer<typeof mountResource>;
export const entryQuery = z.object({
  q: z.string().max(200).optional(),
  status: entryStatus.optional(),
  provider: uuid.optional(),
  mine: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** A piece of text in which what was asked is marked. */
const excerptPart = z.object({ text: z.string(), hit: z.boolean() });
export const excerpt = z.object({
  field: z.enum(["name", "abstract", "item", "provider", "code"]),
  parts: z.array(excerptPart),
});
export type Excerpt = z.infer<typeof excerpt>;

/** Art. 16, 19: what identifies the things that the data are about tells the base database that they belong to. */
export const baseDatabase = z.enum(["person", "organisation", "natural-resources", "space"]);
export type BaseDatabase = z.infer<typeof baseDatabase>;
/** Lists of Art. 23 and 38 that an entry in force stands in by its classes. */
export const entryList = z.enum(["sharing-responsibility", "not-shared", "open-responsibility"]);
export type EntryList = z.infer<typeof entryList>;

const facet = z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() }));
export const entryFacets = z.object({
  provider: facet,
  status: facet,
  sharingClass: facet,
  openingClass: facet,
  grade: facet,
  /** Sections; where one of them is chosen, its divisions besides. */
  industry: facet,
  division: facet,
  base: facet,
  list: facet,
});
export type EntryFacets = z.infer<typeof entryFacets>;

export const foundEntry = entrySummary.extend({ excerpts: z.array(excerpt) });
export type FoundEntry = z.infer<typeof foundEntry>;

/** At most 1,000 finds are ranked and counted; `more` says that there are others, to be shown as “1000+”. */
export const entrySearch = z.object({
  items: z.array(foundEntry),
  next: z.string().nullable(),
  count: z.number().int(),
  more: z.boolean(),
  facets: entryFacets,
});
export type EntrySearch = z.infer<typeof entrySearch>;

export const entrySearchQuery = z.object({
  q: z.string().max(200).default(""),
  status: entryStatus.optional(),
  provider: uuid.optional(),
  mine: z.stringbool().optional(),
  sharingClass: sharingClass.optional(),
  openingClass: openingClass.optional(),
  grade: z.coerce.number().int().min(1).max(4).optional(),
  /** A section finds what stands in its divisions too. */
  industry: industry.optional(),
  base: baseDatabase.optional(),
  list: entryList.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type EntrySearchQuery = z.infer<typeof entrySearchQuery>;

export const suggestionQuery = z.object({ q: z.string().min(1).max(100) });
/** Names of entries and units that hold what has been typed so far. */
export const suggestions = z.object({ names: z.array(z.string()) });

export const entryVersionSummary = z.object({
  version: z.number().int(),
  grade,
  /** It came of a filing of existing stock. */
  filed: z.boolean(),
  publishedAt: instant,
  matter: z.object({ id: uuid, number: z.string() }).nullable(),
});
export type EntryVersionSummary = z.infer<typeof entryVersionSummary>;

/** `version` is null for the draft. */
export const entryVersion = z.object({ version: z.number().int().nullable(), content: entryContent });
export type EntryVersion = z.infer<typeof entryVersion>;

export const area = z.object({ code: z.string(), name: z.string() });
