import { z } from "zod";
import { uuid } from "../../contract/common.ts";
import { act, matter } from "../../contract/matter.ts";
import { windowMatter } from "../../contract/window.ts";
import type { Database } from "../../platform/db/index.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Http } from "../../platform/http/create.ts";
import { once } from "../../platform/http/once.ts";
import type { DocumentPorts } from "../documents/issue.ts";
import { get } from "../view.ts";
import { actAtWindow, enter, type WindowParties } from "./entry.ts";
import { issueReceipt } from "./receipt.ts";

const officers = ["data-officer", "section-head", "chief-data-officer"] as const;

/** 窗口代录: matters of people who come with paper, or send somebody. */
export function windowRoutes(
  http: Http,
  { database, ports, parties }: { database: Database; ports: DocumentPorts; parties: WindowParties },
): void {
  const { engine, store } = ports;
  http.post(
    "/api/v1/window/matters",
    {
      config: { access: officers, audit: "matter.entered_at_window", once: true },
      schema: {
        summary: "窗口代录：为持纸质材料的申请人或者代理人开办件，并出具回执",
        body: windowMatter,
        response: { 201: matter },
      },
    },
    async (request, reply) => {
      const officer = callerOf(request);
      const kept: string[] = [];
      try {
        const entered = await once(database, request, matter, async (tx) => {
          const id = await enter(engine, parties, tx, officer, request.body);
          await issueReceipt(ports, tx, officer, id, (file) => kept.push(file));
          return get(engine, tx, officer, id);
        });
        return reply.code(201).send(entered);
      } catch (error) {
        for (const file of kept) await store.remove(file);
        throw error;
      }
    },
  );
  http.post(
    "/api/v1/window/matters/:id/actions/:action",
    {
      config: { access: officers, audit: "matter.step_taken_at_window", once: true },
      schema: {
        summary: "窗口代录：替申请人办理他的下一步",
        params: z.object({ id: uuid, action: z.string().max(64) }),
        body: act,
        response: { 200: matter },
      },
    },
    async (request) => {
      const officer = callerOf(request);
      const { id, action } = request.params;
      return once(database, request, matter, async (tx) => {
        await actAtWindow(engine, tx, officer, id, action, request.body);
        return get(engine, tx, officer, id);
      });
    },
  );
}
