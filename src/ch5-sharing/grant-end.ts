import { z } from "zod";
import { type AppendLeaf, endGrant, grantById, resumeGrant, suspendGrant } from "../access/index.ts";
import { lastPublished } from "../ch3-catalogue/index.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Matters, type Opening } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/index.ts";
import type { Events } from "../platform/events/index.ts";
import { grantReturn, grantStop } from "./article-31-grant-end.ts";
import { mayReadGrant } from "./policy.ts";

/** The grant and the name of what it gives, if the caller's party has to do with it. */
async function known(opening: Opening<unknown>): Promise<string | null> {
  const { subject, caller, tx } = opening;
  const grant = subject === null ? undefined : await grantById(tx, subject);
  return grant !== undefined && mayReadGrant(caller, grant) ? nameOf(tx, grant.resource) : null;
}

async function nameOf(db: Db | Tx, resource: string): Promise<string> {
  return (await lastPublished(db, resource))?.content.name ?? resource;
}

async function grantOf({ tx, matter }: Pick<Context<unknown>, "tx" | "matter">) {
  const grant = matter.subject && (await grantById(tx, matter.subject.id));
  if (!grant) throw new Error(`matter ${matter.number} has lost its grant`);
  return grant;
}

export function bindGrantReturn(append: AppendLeaf): BoundProcedure {
  type Form = z.infer<(typeof grantReturn)["form"]>;
  return bind(grantReturn, {
    title: async (opening) => `退回“${(await known(opening)) ?? ""}”使用权限`,
    provider: providerOf,
    subjectTitle: known,
    guards: {
      grantIsHeld: async (step) => {
        if ((await grantOf(step)).holder_id !== step.matter.starter)
          return refuse("grant_not_found", "31", "只能退回本单位持有的使用权限");
      },
    },
    effects: {
      endGrant: async ({ tx, matter, at }: Context<Form>) => {
        await endGrant(tx, append, matter.subject?.id ?? "", {
          reason: `使用单位退回：${matter.form.why}`,
          article: "31",
          at,
        });
      },
    },
  });
}

export function bindGrantStop(append: AppendLeaf): BoundProcedure {
  return bind(grantStop, {
    title: async (opening) => `紧急停用“${(await known(opening)) ?? ""}”使用权限`,
    provider: providerOf,
    subjectTitle: known,
    guards: {
      starterMayStop: async (step) => {
        const { provider_id } = await grantOf(step);
        const bureau = step.caller?.party.kind === "authority" && step.caller.party.level === "city";
        if (provider_id !== step.matter.starter && !bureau)
          return refuse("not_provider", "31", "只有数据提供部门和市数据局可以停用使用权限");
      },
    },
    effects: {
      suspendGrant: async ({ tx, matter, at }) => {
        await suspendGrant(tx, append, matter.subject?.id ?? "", {
          reason: matter.form.risk,
          article: "61¶2",
          at,
        });
      },
      resumeGrant: async ({ tx, matter, at, reasons }) => {
        await resumeGrant(tx, append, matter.subject?.id ?? "", { reason: reasons ?? "", article: "31", at });
      },
      endGrant: async (step) => {
        const { id, state } = await grantOf(step);
        // Given back meanwhile, or its term is over: there is nothing left to end, and the matter can be closed.
        if (state === "ended" || state === "expired") return;
        await endGrant(step.tx, append, id, { reason: step.reasons ?? "", article: "31", at: step.at });
      },
    },
  });
}

const over = z.object({ grant: z.uuid() });

/** A stop has nothing left to resume or to end once its grant is over otherwise: whoever stopped it learns how. */
export function endWithGrant(events: Events, { endWithSubject }: Pick<Matters, "endWithSubject">): void {
  for (const how of ["ended", "expired"])
    events.subscribe(`access.grant.${how}`, "sharing.stops", async ({ body }, tx) => {
      const { grant } = over.parse(body);
      const { ended_reason } = (await grantById(tx, grant)) ?? {};
      const reasons = how === "expired" ? "使用权限的期限已满" : `使用权限已经终止：${ended_reason}`;
      await endWithSubject(tx, { type: "grant", id: grant }, `${reasons}，本件终止`);
    });
}

async function providerOf({ tx, subject }: Opening<unknown>): Promise<string | null> {
  return (subject && (await grantById(tx, subject))?.provider_id) || null;
}
