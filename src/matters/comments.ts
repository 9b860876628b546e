import { lawNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { worksInOffice } from "./actors.ts";
import { maySee, notFound } from "./visibility.ts";
import "./office-tables.ts";

/** Says something about a matter to the caller's own office; it stays there. */
export async function comment(tx: Tx, caller: Caller, matterId: string, text: string): Promise<void> {
  if (!(await maySee(tx, caller, matterId))) throw notFound();
  if (!worksInOffice(caller)) {
    throw new Problem("forbidden", "内部批注由经办单位的业务人员填写，您的岗位不能填写。");
  }
  await tx
    .insertInto("matters.comment")
    .values({
      id: uuid(),
      matter_id: matterId,
      party_id: caller.party.id,
      text,
      by_person: caller.personId,
      by_name: caller.personName,
      by_post: caller.postId,
      by_unit: caller.unit,
      on_behalf_of: caller.actingFor?.id ?? null,
      on_behalf_of_name: caller.actingFor?.name ?? null,
      at: await lawNow(tx),
    })
    .execute();
}
