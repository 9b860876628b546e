import { sql } from "kysely";
import { plain, searchedEntry } from "../../src/ch3-catalogue/search-text.ts";
import type { EntryContent, EntryItem } from "../../src/contract/entry.ts";
import { industryCodes } from "../../src/contract/industry.ts";
import type { Db } from "../../src/platform/db/index.ts";
import { code, uuid } from "../../src/platform/ids/index.ts";
import { epidemicEntry } from "../../test/support/city.ts";

export const itemsOfEach = 10;
const atOnce = 500;
/** Of ten entries eight are in force. */
const inForce = (n: number) => n % 10 < 8;

const subjects = [
  ..."人口户籍医疗保险社会救助低保就业养老教育学籍不动产登记车辆驾驶企业信用税务气象水利林草农田",
];
const nouns = [..."登记 统计 名录 明细 申请 审批 变更 注销 处罚 许可 台账 年报".split(" ")];
const rare = [..."㼆𬭸䶮𠮷龘靐"];
const frequencies = ["daily", "weekly", "monthly", "quarterly", "yearly"] as const;
const sharing = ["unconditional", "conditional", "not-shared"] as const;
const opening = ["unconditional", "conditional", "not-open"] as const;

/** Names and texts out of a fixed sequence: a few words everywhere, most of them in some, rare characters in a few. */
export function generated(n: number): EntryContent {
  const pick = <T>(from: readonly T[], salt: number): T => {
    const found = from[(Math.imul(n + 1, 2_654_435_761 + salt * 40_503) >>> 8) % from.length];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const topic = `${pick(subjects, 1)}${pick(subjects, 2)}${pick(subjects, 3)}${pick(nouns, 4)}`;
  return {
    ...epidemicEntry,
    name: `${topic}信息${n}${n % 997 === 0 ? pick(rare, 5) : ""}`,
    abstract: `${topic}数据，由${pick(subjects, 6)}${pick(subjects, 7)}部门按${pick(nouns, 8)}产生，每日更新。`,
    industry: pick(industryCodes, 9),
    updateFrequency: pick(frequencies, 10),
    sharingClass: pick(sharing, 11),
    openingClass: pick(opening, 12),
    items: Array.from({ length: itemsOfEach }, (_, at) => ({
      ...sampleItem(),
      name: `${pick(subjects, 20 + at)}${pick(subjects, 40 + at)}${pick(nouns, 60 + at)}${at}`,
      column: `c${at}`,
    })),
  };
}

function sampleItem(): EntryItem {
  const [sample] = epidemicEntry.items;
  if (sample === undefined) throw new Error("the figures have items");
  return sample;
}

/** What is asked for: words that stand everywhere, in many, in few and nowhere. */
export const words = [
  "人口",
  "信息",
  "㼆",
  "𬭸",
  "登记信息",
  "户籍",
  "救助",
  "低保",
  "统计",
  "水利林",
  "9970",
  "年报",
  "驾驶",
  "龘",
  "医疗保",
  "登记 统计",
  "查无此词",
  "卫生健康",
  // In the names of many parties.
  "公司",
  "局 双鸭山 健康",
];

/** Units that compile nothing, and companies and citizens, so that words stand in the names of many. */
export async function fillParties(db: Db): Promise<void> {
  await sql`
    insert into parties.party (id, uscc, name, short_name, kind, level, region, active_from)
    select gen_random_uuid(), '9123' || lpad(n::text, 14, '0'), '双鸭山' || n || called, called || n, kind, 'none', '230500', platform.law_now()
    from (values ('department', '局', 1, 300), ('company', '健康有限公司', 1001, 6000), ('citizen', '公民', 10001, 11000))
      as kinds(kind, called, first, last), generate_series(first, last) as n`.execute(db);
}

/** `count` entries of the units in turn: drafts, and versions in force with their items, as the chain leaves them. */
export async function fillCatalogue(
  db: Db,
  count: number,
  { units, person, at }: { units: readonly string[]; person: string; at: Date },
): Promise<void> {
  for (let from = 0; from < count; from += atOnce) {
    const rows = Array.from({ length: Math.min(atOnce, count - from) }, (_, n) => {
      const content = generated(from + n);
      const { text, tokens } = searchedEntry(content);
      const keys = [...new Set(content.items.map(({ name }) => plain(name)))];
      const unit = units[(from + n) % units.length];
      return { id: uuid(), code: code("d"), unit, inForce: inForce(from + n), content, text, tokens, keys };
    });
    await sql`
      with given as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, code text, unit uuid, "inForce" boolean, content jsonb, text text, tokens text[], keys text[])
      ), entries as (
        insert into catalogue.entry
          (id, code, provider_id, status, draft, published_version, published_name, created_by, updated_at)
        select id, code, unit, case when "inForce" then 'published' else 'draft' end, content,
          case when "inForce" then 1 end, case when "inForce" then content ->> 'name' end, ${person},
          ${at}::timestamptz - make_interval(mins => ${from}) from given
        returning id
      ), versions as (
        insert into catalogue.entry_version (entry_id, version, content, grade, matter_id, published_at)
        select given.id, 1, content, 1, given.id, ${at}::timestamptz - make_interval(hours => ${from} / 50)
        from given join entries on entries.id = given.id where "inForce"
      ), items as (
        insert into catalogue.published_item (key, entry_id)
        select key, given.id from given join entries on entries.id = given.id, unnest(keys) as key where "inForce"
      )
      insert into catalogue.search
      select given.id, of_draft, unit, content ->> 'name', content ->> 'sharingClass', content ->> 'openingClass', 1,
        content ->> 'industry', text, tokens
      from given join entries on entries.id = given.id, (values (true), (false)) as kinds(of_draft)
      where of_draft or "inForce"`.execute(db);
  }
}
