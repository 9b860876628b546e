import type { InHand } from "../contract/person.ts";
import { inHandOf, mayActIn } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { party } from "./directory.ts";
import { staff } from "./staff.ts";
import "./tables.ts";

/** Who goes on in an office with what lay with whoever leaves it. */
export interface Successor {
  readonly id: string;
  readonly name: string;
  readonly unit: string | null;
}

/** Whom an office has left to go on with its business, without the one who leaves; each person once. */
async function candidates(db: Db | Tx, office: string, leaving: string): Promise<Successor[]> {
  const { kind } = await party(db, office);
  const posts = (await staff(db, office)).filter(
    ({ personId, roles }) => personId !== leaving && mayActIn(kind, roles),
  );
  return [
    ...new Map(
      posts.map(({ personId, personName, unit }) => [personId, { id: personId, name: personName, unit }]),
    ).values(),
  ];
}

/** @throws Problem `successor_unfit` where they hold no post there that may go on with the business, or are leaving */
export async function successorIn(
  tx: Tx,
  office: string,
  leaving: string,
  chosen: string | undefined,
): Promise<Successor | null> {
  if (chosen === undefined) return null;
  // Who is to go on does not leave at the same time.
  await tx.selectFrom("parties.person").select("id").where("id", "=", chosen).forShare().execute();
  const found = (await candidates(tx, office, leaving)).find(({ id }) => id === chosen);
  if (found !== undefined) return found;
  const { name } = await party(tx, office);
  throw new Problem(
    "successor_unfit",
    `接手的人须是${name}现任的其他经办人，请重新选择；没有合适的人就留空，由单位重新分办。`,
  );
}

/** What lies with a person in each office, and who could go on with it there. */
export async function inHand(db: Db, person: string): Promise<InHand[]> {
  const posts = await db
    .selectFrom("parties.post as post")
    .innerJoin("parties.party as office", "office.id", "post.party_id")
    .select(["office.id", "office.name"])
    .select((eb) => eb.fn.countAll<string>().as("posts"))
    .where("post.person_id", "=", person)
    .where("post.held_until", "is", null)
    .groupBy(["office.id", "office.name"])
    .orderBy("office.name")
    .execute();
  const offices: InHand[] = [];
  for (const { id, name, posts: held } of posts) {
    const { keys } = await db
      .selectFrom("parties.client_key as key")
      .innerJoin("parties.client as client", "client.id", "key.client_id")
      .select((eb) => eb.fn.countAll<string>().as("keys"))
      .where("key.issued_by", "=", person)
      .where("key.revoked_at", "is", null)
      .where("client.party_id", "=", id)
      .executeTakeFirstOrThrow();
    offices.push({
      office: { id, name },
      posts: Number(held),
      ...(await inHandOf(db, id, person)),
      keys: Number(keys),
      candidates: await candidates(db, id, person),
    });
  }
  return offices;
}
