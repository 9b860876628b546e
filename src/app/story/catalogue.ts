import { type Entry, type EntryContent, entry as entrySchema } from "../../contract/entry.ts";
import { type Api, Refused } from "./api.ts";
import type { Cast } from "./cast.ts";
import { act, start } from "./matters.ts";
import { expect, type Report } from "./report.ts";

/** Act 1: an entry is compiled, returned once with reasons, resubmitted, verified, re-reviewed and published. */
export async function publishEpidemicEntry(report: Report, cast: Cast, draft: EntryContent): Promise<Entry> {
  const compiled = await compile(report, cast.wjw, { ...draft, abstract: "" });
  const early = await refusal(() =>
    start(report, cast.wjw, { kind: "catalogue-publication", subject: compiled.id }),
  );
  expect(early.code === "entry_incomplete", "摘要为空的目录不能报送");
  report.refused("报送不完整的目录", cast.wjw.name, early);

  const rough = { ...draft, abstract: `${draft.abstract}（初稿）` };
  await save(cast.wjw, compiled, rough);
  const opened = await start(report, cast.wjw, { kind: "catalogue-publication", subject: compiled.id });
  const silent = await refusal(() => act(report, cast.sjj, opened.id, "returnFromReview"));
  expect(silent.code === "reasons_missing", "退回须说明理由");
  await act(report, cast.sjj, opened.id, "returnFromReview", {
    reasons: "摘要中“初稿”字样请删去，并核对时间范围。",
  });

  await save(cast.wjw, await read(cast.wjw, compiled.id), draft);
  await act(report, cast.wjw, opened.id, "resubmit");
  return finish(report, cast, cast.wjw, opened.id, compiled.id);
}

/** Act 1: the register passes the same chain without a return. */
export async function publishRegisterEntry(report: Report, cast: Cast, draft: EntryContent): Promise<Entry> {
  const compiled = await compile(report, cast.gaj, draft);
  const opened = await start(report, cast.gaj, { kind: "catalogue-publication", subject: compiled.id });
  return finish(report, cast, cast.gaj, opened.id, compiled.id);
}

async function finish(
  report: Report,
  cast: Cast,
  keeper: Api,
  matterId: string,
  entryId: string,
): Promise<Entry> {
  await act(report, cast.sjj, matterId, "approve", { form: { opinion: "要件齐全，同意。" } });
  await act(report, cast.dsj, matterId, "verify");
  const same = await refusal(() => act(report, cast.sjj, matterId, "publish"));
  expect(same.code === "same_person_twice", "审核和复核不能是同一人");
  report.refused("同一人复核", cast.sjj.name, same);
  await act(report, cast.sjj2, matterId, "publish");
  const published = await read(keeper, entryId);
  expect(published.status === "published", "目录已发布");
  report.line(
    "目录发布",
    "平台",
    "12¶4",
    "",
    `目录代码 ${published.catalogueCode}，数据编码 ${published.code}`,
  );
  return published;
}

async function compile(report: Report, api: Api, draft: EntryContent): Promise<Entry> {
  const made = await api.post("/api/v1/entries", { draft }, entrySchema);
  report.line(
    `编制目录“${draft.name}”`,
    api.name,
    "12¶3",
    "",
    `${draft.items.length} 个数据项，${made.grade ?? 1}级`,
  );
  return made;
}

const save = (api: Api, entry: Entry, draft: EntryContent): Promise<Entry> =>
  api.put(`/api/v1/entries/${entry.id}`, { draftVersion: entry.draftVersion, draft }, entrySchema);

export const read = (api: Api, id: string): Promise<Entry> => api.get(`/api/v1/entries/${id}`, entrySchema);

/** What a request that must be refused is refused with. */
export async function refusal(attempt: () => Promise<unknown>): Promise<Refused> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error("与预期不符：应当被拒绝的请求办成了");
}
