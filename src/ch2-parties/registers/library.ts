import type { z } from "zod";
import { libraryForm } from "../../contract/registers.ts";
import type { LibraryDocument, libraryQuery } from "../../contract/service.ts";
import { type Refusal, refuse } from "../../law/refusal.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { officeHolder } from "../offices.ts";
import { isInside } from "../units.ts";
import { type Entry, everybody, isAuthority, nobody, register, works } from "./register.ts";
import { currentOf, listStored } from "./store.ts";

type Content = z.infer<typeof libraryForm>;

const levels = ["national", "province", "city", "county"] as const;
const rank = ({ documentLevel }: Pick<Content, "documentLevel">): number => levels.indexOf(documentLevel);
const isStandard = ({ documentKind }: Pick<Content, "documentKind">): boolean =>
  documentKind === "standard" || documentKind === "specification";

/** Art. 8(1), 8(5): policies, standards and specifications that hold here, the higher levels' among them. */
export const library = register({
  name: "library",
  title: "政策标准",
  article: "8",
  summary: "数据局登记公共数据的政策、标准和技术规范，注明层级、版本和施行日期；上级已经制定的从其规定。",
  form: libraryForm,
  columns: ["number", "documentKind", "documentLevel", "documentTopic", "effectiveFrom"],
  titleOf: (document) => document.title,
  mayKeep: (caller) => works(caller) && isAuthority(caller),
  mayRead: (caller) => (isInside(caller) ? everybody : nobody),
  check: async (entry) =>
    (await levelIsOwn(entry)) ?? (await namesOthersRightly(entry)) ?? (await madeWithStandardisation(entry)),
});

/** A county's bureau makes no document of the city; those of higher levels are only entered, not made. */
async function levelIsOwn({ caller, content }: Entry<Content>): Promise<Refusal | undefined> {
  const detail = "县（区）数据局不能登记市级文件，请由市数据局登记";
  if (caller.party.level === "county" && content.documentLevel === "city")
    return refuse("form_invalid", "8(5)", detail, [{ pointer: "/form/documentLevel", detail }]);
}

/** What it supersedes is of its own level, what it implements of a higher one; both are in the library. */
async function namesOthersRightly({ tx, content, record }: Entry<Content>): Promise<Refusal | undefined> {
  const others = (await currentOf(tx, "library")).filter(({ id }) => id !== record).map(contentOf);
  const fault = (field: "number" | "supersedes" | "implements" | "effectiveUntil", detail: string) =>
    refuse("form_invalid", "8(5)", detail, [{ pointer: `/form/${field}`, detail }]);
  const named = (number: string) => others.find((other) => other.number === number);
  if (named(content.number) !== undefined)
    return fault("number", `文号“${content.number}”已经登记，请修改原记录；新版本用新文号，并填写替代的文件`);
  const old = named(content.supersedes);
  if (content.supersedes !== "" && (old === undefined || old.documentLevel !== content.documentLevel))
    return fault("supersedes", `库里没有同一层级、文号为“${content.supersedes}”的文件`);
  const before = new Set<string>();
  for (let one = old; one !== undefined && !before.has(one.number); one = named(one.supersedes))
    before.add(one.number);
  if ([...before].some((number) => named(number)?.supersedes === content.number))
    return fault("supersedes", "两个文件不能互相替代，请核对替代的文号");
  const higher = named(content.implements);
  if (content.implements !== "" && (higher === undefined || rank(higher) >= rank(content)))
    return fault("implements", `库里没有更高层级、文号为“${content.implements}”的文件`);
  if (content.effectiveUntil !== null && content.effectiveUntil < content.effectiveFrom)
    return fault("effectiveUntil", "废止日期须在施行日期之后");
}

/** Art. 8(5): standards of the city and the counties are made together with the standardisation authority. */
async function madeWithStandardisation({
  tx,
  caller,
  content,
}: Entry<Content>): Promise<Refusal | undefined> {
  const own = content.documentLevel === "city" || content.documentLevel === "county";
  if (!own || !isStandard(content)) return undefined;
  const office = await officeHolder(tx, "standardisation", caller.party.region);
  if (office !== undefined && content.jointly.includes(office.name)) return undefined;
  const who = office === undefined ? "标准化行政主管部门（名录里还没有登记）" : `“${office.name}”`;
  const detail = `标准和技术规范由数据局会同标准化行政主管部门制定，会同部门里须有${who}`;
  return refuse("form_invalid", "8(5)", detail, [{ pointer: "/form/jointly", detail }]);
}

const contentOf = (row: { content: unknown }): Content => libraryForm.parse(row.content);

interface Document extends Content {
  readonly id: string;
  readonly ended: boolean;
  readonly keeper: string;
}

const begun = (document: Document, at: string): boolean => !document.ended && document.effectiveFrom <= at;

/** The newest that replaced it by that day. */
const successor = (document: Document, all: readonly Document[], at: string): Document | undefined =>
  all.find((other) => begun(other, at) && other.supersedes === document.number);

function standingAt(document: Document, all: readonly Document[], at: string): LibraryDocument["standing"] {
  if (document.ended) return "withdrawn";
  if (document.effectiveFrom > at) return "not-yet";
  if (successor(document, all, at) !== undefined) return "superseded";
  return document.effectiveUntil !== null && document.effectiveUntil < at ? "expired" : "in-force";
}

/** Art. 8(5): where a higher level has made a standard for the same subject, it prevails. */
function warningsOf(document: Document, all: readonly Document[], at: string): string[] {
  if (!isStandard(document) || standingAt(document, all, at) !== "in-force") return [];
  const implemented = all.find(({ number }) => number === document.implements);
  const words: string[] = [];
  if (implemented !== undefined && standingAt(implemented, all, at) !== "in-force") {
    const next = successor(implemented, all, at);
    const now = next === undefined ? "已不再施行" : `已由${titled(next)}替代`;
    words.push(`所依据的上级文件${titled(implemented)}${now}，请及时修订`);
  }
  const prevailing = all.filter(
    (other) =>
      isStandard(other) &&
      rank(other) < rank(document) &&
      other.documentTopic === document.documentTopic &&
      other.number !== document.implements &&
      standingAt(other, all, at) === "in-force",
  );
  return [...words, ...prevailing.map((other) => `上级已经制定${titled(other)}，不一致的从其规定`)];
}

const titled = ({ title, number }: Content): string => `《${title}》（${number}）`;

/** The library as it stands at a date, the highest level first; `published`: only what the portal may show. */
export async function libraryAt(
  db: Db | Tx,
  at: string,
  query: z.infer<typeof libraryQuery>,
  published = false,
): Promise<LibraryDocument[]> {
  const rows = await listStored(db, { register: "library", readable: everybody });
  const all = rows.map((row) => ({
    ...contentOf(row),
    id: row.id,
    ended: row.ended,
    keeper: row.keeperName,
  }));
  const word = query.q?.trim().toLowerCase() ?? "";
  return all
    .filter((document) => !published || document.published)
    .filter((document) => query.topic === undefined || document.documentTopic === query.topic)
    .filter((document) =>
      [document.title, document.number, document.issuer, document.abstract].some((text) =>
        text.toLowerCase().includes(word),
      ),
    )
    .sort((a, b) => rank(a) - rank(b) || (a.effectiveFrom > b.effectiveFrom ? -1 : 1))
    .map((document) => ({
      id: document.id,
      title: document.title,
      number: document.number,
      documentKind: document.documentKind,
      documentLevel: document.documentLevel,
      documentTopic: document.documentTopic,
      issuer: document.issuer,
      edition: document.edition,
      abstract: document.abstract,
      effectiveFrom: document.effectiveFrom,
      effectiveUntil: document.effectiveUntil,
      keeper: document.keeper,
      standing: standingAt(document, all, at),
      supersededBy: successor(document, all, at)?.number ?? null,
      warnings: warningsOf(document, all, at),
    }));
}

/** What holds in the whole city on a subject at a date, of the highest level that has made one (Art. 8(5)). */
export async function cityDocument(
  db: Db | Tx,
  at: string,
  topic: Content["documentTopic"],
  kinds: readonly Content["documentKind"][],
): Promise<{ title: string; number: string; edition: string } | undefined> {
  const all = await libraryAt(db, at, { topic });
  return all
    .filter(({ documentKind, documentLevel }) => kinds.includes(documentKind) && documentLevel !== "county")
    .filter(({ standing }) => standing === "in-force")
    .map(({ title, number, edition }) => ({ title, number, edition }))
    .at(0);
}
