import { sql } from "kysely";
import { z } from "zod";
import { cityDocument } from "../ch2-parties/index.ts";
import type { registrationForm } from "../contract/registration.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Opening } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { resourceRegistration } from "./article-68-registration.ts";
import { openMatter } from "./chain.ts";
import { keep, recordOfMatter } from "./records.ts";
import { type PublishedEntry, publishedEntry, resourcesOf } from "./store.ts";
import "./tables.ts";

type Form = z.infer<typeof registrationForm>;

/** Art. 68 ¶1: the bureau's rules by which resources are registered. */
export const registrationRules = (db: Db | Tx, at: Date) =>
  cityDocument(db, civilDate(at), "registration", ["policy", "rule", "standard", "specification"]);

/** Art. 68 running: one line of the register for each mounted resource, the number of its matter as its own. */
export function bindRegistration(): BoundProcedure {
  return bind(resourceRegistration, {
    title: async (opening) => `登记数据资源“${(await ownEntry(opening))?.content.name ?? ""}”`,
    provider: async (opening) => (await ownEntry(opening))?.providerId ?? null,
    subjectTitle: async (opening) => (await ownEntry(opening))?.content.name ?? null,
    guards: { rulesInForce, resourceIsMounted, registrationIsDue, noneIsUnderWay },
    effects: { enterRegister },
    facts: async (db, matter) => {
      const kept = await recordOfMatter(db, matter.id);
      if (kept === undefined) return [];
      const { resource, entry } = keptBody.parse(kept.body);
      return [
        { label: "数据资源", value: `${entry.name}（${entry.catalogueCode}）`, article: "68¶2" },
        { label: "登记号", value: matter.number, article: "68¶1" },
        { label: "资源编码", value: resource, article: "68¶2" },
        { label: "存证回执", value: kept.receipt, article: null },
      ];
    },
  });
}

const keptBody = z.object({
  resource: z.string(),
  entry: z.object({ name: z.string(), catalogueCode: z.string() }),
});

async function ownEntry({ tx, caller, subject }: Opening<Form>): Promise<PublishedEntry | undefined> {
  const entry = subject === null ? undefined : await publishedEntry(tx, subject);
  return entry?.providerId === caller.party.id ? entry : undefined;
}

const rulesInForce: Guard<Form> = async ({ tx, at }) => {
  if ((await registrationRules(tx, at)) === undefined)
    return refuse(
      "registration_rules_missing",
      "68¶1",
      "还没有建立登记制度：请市数据局先在“政策标准”里登记现行的登记制度（规定的事项选“登记”）",
    );
};

/** The entry in force and the resource mounted on it, if there is one. */
async function mounted({ tx, matter }: Pick<Context<Form>, "tx" | "matter">) {
  const entry = await publishedEntry(tx, matter.subject?.id ?? "");
  const [resource] = entry === undefined ? [] : await resourcesOf(tx, entry.id);
  return entry && resource && { entry, resource };
}

const resourceIsMounted: Guard<Form> = async (context) => {
  if ((await mounted(context)) === undefined)
    return refuse("nothing_mounted", "68¶2", "本目录还没有挂载数据资源，请先挂载再登记");
};

const registrationIsDue: Guard<Form> = async (context) => {
  const found = await mounted(context);
  if (found === undefined) return undefined;
  await sql`select pg_advisory_xact_lock(hashtextextended(${found.resource.id}, 68))`.execute(context.tx);
  const registered = await context.tx
    .selectFrom("catalogue.registration")
    .select("number")
    .where("resource_id", "=", found.resource.id)
    .where("entry_version", "=", found.entry.version)
    .executeTakeFirst();
  if (registered !== undefined)
    return refuse(
      "registered_already",
      "68¶2",
      `本资源已经登记（${registered.number}），目录没有新版本，不需要变更登记`,
    );
};

/** What is registered once its version is, is asked for once at a time; the lock of `registrationIsDue` is held. */
const noneIsUnderWay: Guard<Form> = async ({ tx, matter }) => {
  const other = matter.subject && (await openMatter(tx, matter.kind, matter.subject.id, matter.id));
  if (other)
    return refuse("registration_under_way", "68¶2", `本资源正在登记（${other}），请等它办结，或者先撤回它`);
};

async function enterRegister(context: Context<Form>): Promise<void> {
  const { tx, matter, at } = context;
  const found = await mounted(context);
  if (found === undefined) throw new Error(`nothing is mounted on ${matter.subject?.id}`);
  const { entry, resource } = found;
  const columns = { number: matter.number, entry_version: entry.version, matter_id: matter.id, at };
  await tx
    .insertInto("catalogue.registration")
    .values({ resource_id: resource.id, ...columns })
    .onConflict((conflict) => conflict.column("resource_id").doUpdateSet(columns))
    .execute();
  const rules = (await registrationRules(tx, at)) ?? null;
  const { code, catalogueCode, version, providerId } = entry;
  await keep(context, `registration:${resource.id}`, {
    resource: resource.code,
    entry: { code, catalogueCode, version, name: entry.content.name },
    unit: providerId,
    rules,
    ...matter.form,
  });
}
