import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { JsonObject } from "../../contract/json.ts";
import { toInstant } from "../clocks/index.ts";
import type { Db, Tx } from "../db/index.ts";
import { type EvidenceSource, type EvidenceSources, parseRef } from "./evidence.ts";
import type { CheckpointSigner } from "./note.ts";
import { atOneMoment, bodiesOf, type LeafRow, pages } from "./reading.ts";

/*
 * An export is a folder for the standalone verifier: `manifest.json`; `leaves.ndjson`, a line per index with the body
 * read anew from its source; `rows.ndjson`, the rows behind bodies; `checkpoints.ndjson`. The verifier shares no code
 * with this file: what it reads is described in verifier/README.md.
 */
export interface ExportOptions {
  readonly db: Db;
  readonly signer: Pick<CheckpointSigner, "origin" | "verifierKeys">;
  readonly evidence: EvidenceSources;
  /** Created; must not exist yet. */
  readonly directory: string;
}

/** Writes the whole ledger as of one moment. Returns the number of leaves. */
export async function exportLedger({ db, signer, evidence, directory }: ExportOptions): Promise<number> {
  await mkdir(directory);
  const file = (name: string) => createWriteStream(join(directory, name), { mode: 0o600 });
  const [leaves, rows, checkpoints] = [
    file("leaves.ndjson"),
    file("rows.ndjson"),
    file("checkpoints.ndjson"),
  ];
  const size = await atOneMoment(db, async (tx) => {
    let count = 0;
    for await (const page of pages(tx)) {
      const bodies = await bodiesOf(tx, evidence, page);
      const dropped = await droppedOf(tx, evidence, [...bodies.keys()]);
      for (const leaf of page) {
        const { source } = parseRef(leaf.ref ?? "");
        const body = bodies.get(leaf.ref ?? "");
        await line(leaves, exported(leaf, body, evidence[source], dropped.get(leaf.ref ?? "")));
        if (body !== undefined) await writeRows(tx, evidence, leaf, rows);
        count++;
      }
    }
    const notes = await tx.selectFrom("ledger.checkpoint").select(["size", "text"]).orderBy("size").execute();
    for (const { size, text } of notes) await line(checkpoints, { size, text });
    return count;
  });
  for (const stream of [leaves, rows, checkpoints]) {
    stream.end();
    await finished(stream);
  }
  const manifest = {
    format: "gongshu-ledger",
    version: 1,
    origin: signer.origin,
    keys: signer.verifierKeys,
    size,
  };
  await writeFile(join(directory, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return size;
}

/** Of these refs those whose rows went by law, each with the ref of the leaf that says so. */
async function droppedOf(
  tx: Tx,
  evidence: EvidenceSources,
  refs: readonly string[],
): Promise<Map<string, string>> {
  const dropped = new Map<string, string>();
  for (const [source, of] of Map.groupBy(refs.map(parseRef), (ref) => ref.source)) {
    const ids = of.map(({ id }) => id);
    const found = await evidence[source]?.dropped?.(tx, ids);
    for (const [id, by] of found ?? []) dropped.set(`${source}:${id}`, by);
  }
  return dropped;
}

function exported(
  leaf: LeafRow,
  body: JsonObject | undefined,
  of: EvidenceSource | undefined,
  droppedBy: string | undefined,
): JsonObject {
  const content =
    leaf.kind === null || leaf.at === null || leaf.commitment === null
      ? null
      : {
          v: leaf.version,
          kind: leaf.kind,
          at: toInstant(leaf.at),
          commitment: leaf.commitment.toString("base64url"),
        };
  return {
    index: Number(leaf.index),
    leafHash: leaf.entry_hash.toString("base64url"),
    leaf: content,
    ref: leaf.ref,
    salt: leaf.salt?.toString("base64url") ?? null,
    body: body ?? null,
    readable: of !== undefined,
    hasRows: of?.rows !== undefined,
    rowsDropped: droppedBy ?? null,
  };
}

async function writeRows(tx: Tx, evidence: EvidenceSources, leaf: LeafRow, out: WriteStream): Promise<void> {
  const { source, id } = parseRef(leaf.ref ?? "");
  const rows = evidence[source]?.rows?.(tx, id);
  if (!rows) return;
  for await (const row of rows) {
    await line(out, {
      index: Number(leaf.index),
      id: row.id,
      hash: row.hash.toString("hex"),
      line: row.line,
    });
  }
}

async function line(out: WriteStream, value: JsonObject): Promise<void> {
  if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, "drain");
}
