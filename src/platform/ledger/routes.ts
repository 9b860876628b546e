import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { consistencyProof, inclusionProof } from "../../contract/ledger.ts";
import type { Db } from "../db/index.ts";
import { Problem } from "../http/problem.ts";
import { latestCheckpoint, proveConsistency, proveInclusion } from "./proofs.ts";

const open = { access: "anonymous", audit: null } as const;

/** The latest checkpoint, or a sentence while nothing is on record yet. */
async function checkpointOf(db: Db) {
  const checkpoint = await latestCheckpoint(db);
  if (!checkpoint) throw new Problem("not_found", "操作存证还没有内容，请稍后再来。");
  return checkpoint;
}

async function inclusionOf(db: Db, receipt: string): Promise<z.infer<typeof inclusionProof>> {
  const inclusion = await proveInclusion(db, receipt);
  if (inclusion.state === "unknown") {
    throw new Problem("receipt_unknown", "没有查到这个存证回执，请核对是否完整（L1. 开头）。");
  }
  if (inclusion.state === "pending") {
    throw new Problem("receipt_pending", "存证已收到，正在编号，请在一秒后再查。");
  }
  return {
    receipt,
    index: String(inclusion.index),
    leafHash: inclusion.leafHash.toString("base64"),
    treeSize: String(inclusion.checkpoint.size),
    hashes: inclusion.hashes.map((hash) => hash.toString("base64")),
    checkpoint: inclusion.checkpoint.text,
  };
}

async function consistencyOf(db: Db, from: number, to: number): Promise<z.infer<typeof consistencyProof>> {
  const hashes = await proveConsistency(db, from, to);
  if (!hashes) throw new Problem("bad_request", "from 不能大于 to，to 不能大于当前存证条数。");
  return { from: String(from), to: String(to), hashes: hashes.map((hash) => hash.toString("base64")) };
}

/** Trust surface, open to everyone: checkpoints, and proofs for receipts that the asker holds; nothing to browse. */
export function ledgerRoutes(http: FastifyInstance, db: Db): void {
  const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

  http.get(
    "/ledger/v1/checkpoint",
    { config: open, schema: { summary: "最新检查点" } },
    async (_request, reply) => {
      const { text } = await checkpointOf(db);
      return reply.type("text/plain; charset=utf-8").send(text);
    },
  );

  http.get(
    "/ledger/v1/proof/inclusion",
    {
      config: open,
      schema: {
        summary: "存证在内的证明",
        querystring: z.object({ receipt: z.string().max(100) }),
        response: { 200: inclusionProof },
      },
    },
    async (request) => inclusionOf(db, z.object({ receipt: z.string() }).parse(request.query).receipt),
  );

  http.get(
    "/ledger/v1/proof/consistency",
    {
      config: open,
      schema: {
        summary: "检查点前后一致的证明",
        querystring: z.object({ from: size, to: size }),
        response: { 200: consistencyProof },
      },
    },
    async (request) => {
      const { from, to } = z.object({ from: size, to: size }).parse(request.query);
      return consistencyOf(db, from, to);
    },
  );
}
