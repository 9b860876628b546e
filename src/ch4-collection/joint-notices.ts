import { z } from "zod";
import { chineseCitation } from "../law/citation.ts";
import { handlersOf, type Matters } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { NewNotice } from "../platform/notices/index.ts";
import { keyOf } from "./source-store.ts";

/** What fell to a unit, by the names of the items. */
export interface Share {
  readonly unit: string;
  readonly items: readonly string[];
}

/** What a registration says to one unit: what it collects from now on, and what it did before, if anything. */
const change = z.object({
  unit: z.uuid(),
  items: z.array(z.string()),
  before: z.array(z.string()),
});
export type ShareChange = z.infer<typeof change>;

const registered = z.object({
  matter: z.uuid(),
  number: z.string(),
  subject: z.string(),
  quality: z.string(),
  changes: z.array(change),
});

/** Units for which a registration changes what they have to do; with another demand on quality that is every one. */
export function changesOf(
  before: readonly Share[],
  now: readonly Share[],
  otherQuality: boolean,
): ShareChange[] {
  const itemsOf = (shares: readonly Share[], unit: string) => [
    ...(shares.find((share) => share.unit === unit)?.items ?? []),
  ];
  const units = [...new Set([...now, ...before].map(({ unit }) => unit))];
  return units
    .map((unit) => ({ unit, items: itemsOf(now, unit), before: itemsOf(before, unit) }))
    .filter(({ items, before: was }) => otherQuality || !isSame(items, was));
}

const isSame = (items: readonly string[], others: readonly string[]): boolean =>
  items.map(keyOf).toSorted().join() === others.map(keyOf).toSorted().join();

/** Art. 15 ¶3: every unit among which the work is divided learns what it has to do, and when that changes. */
export function tellParticipants(
  events: Events,
  engine: Matters["engine"],
  notify: (tx: Tx, notice: NewNotice) => Promise<void>,
): void {
  events.subscribe("collection.joint.registered", "notices.joint", async ({ body }, tx) => {
    const { matter, number, subject, quality, changes } = registered.parse(body);
    for (const { unit, ...share } of changes)
      await notify(tx, {
        to: await handlersOf(engine, tx, unit),
        key: `joint:${matter}:${unit}`,
        about: "joint",
        title: titleOf(subject, share),
        detail: `${number}。${wordsOf(share, quality)}（${chineseCitation("15¶3")}）`,
        path: "/desk/joint",
        dueOn: null,
      });
  });
}

type Told = Omit<ShareChange, "unit">;

function titleOf(subject: string, { items, before }: Told): string {
  if (items.length === 0) return `不再承担协同采集：“${subject}”`;
  if (before.length === 0) return `承担协同采集：“${subject}”`;
  return isSame(items, before) ? `协同采集质量要求有调整：“${subject}”` : `协同采集分工有调整：“${subject}”`;
}

function wordsOf({ items, before }: Told, quality: string): string {
  const [now, was] = [items.join("、"), before.join("、")];
  if (items.length === 0) return `本单位原来负责采集${was}，已由其他单位负责或者不再协同采集`;
  const duty = `请编入目录、按更新频率汇聚，并达到登记的质量要求：${quality}`;
  if (before.length === 0 || isSame(items, before)) return `本单位负责采集${now}，${duty}`;
  return `本单位现在负责采集${now}（原来是${was}），${duty}`;
}
