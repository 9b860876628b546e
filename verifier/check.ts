import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { jcs } from "./jcs.ts";
import { type Checkpoint, parseKey, readCheckpoint } from "./note.ts";
import { Retention } from "./retention.ts";
import { sm3 } from "./sm3.ts";
import { Tree } from "./tree.ts";

/** What is not as it was put on record. `index` names the leaf, `ref` its record, `row` one of its rows. */
export interface Finding {
  readonly kind:
    | "leaf-changed"
    | "leaf-missing"
    | "record-changed"
    | "record-missing"
    | "row-changed"
    | "rows-differ"
    | "root-differs"
    | "signature-broken"
    | "tail-missing";
  readonly index?: number;
  readonly ref?: string;
  readonly row?: string;
  readonly detail: string;
}

export interface Report {
  readonly size: number;
  readonly findings: readonly Finding[];
  /** Leaves whose record the export could not read, by source: not checked beyond the leaf. */
  readonly unread: Readonly<Record<string, number>>;
  /** Index by leaf hash (base64url), to look receipts up. */
  readonly leaves: ReadonlyMap<string, number>;
}

export interface CheckOptions {
  readonly directory: string;
  /** Verifier keys got elsewhere; without them those of the export, which only shows that it fits itself. */
  readonly keys?: readonly string[];
  /** Text of a checkpoint that was kept outside: only it shows a deleted tail. */
  readonly kept?: string;
}

export interface Leaf {
  readonly index: number;
  readonly leafHash: string;
  readonly leaf: { readonly [name: string]: unknown } | null;
  readonly ref: string | null;
  readonly salt: string | null;
  readonly body: { readonly [name: string]: unknown } | null;
  readonly readable: boolean;
  readonly hasRows: boolean;
  /** Ref of the leaf that says by which law the rows went; null where they did not. */
  readonly rowsDropped: string | null;
}

interface Row {
  readonly index: number;
  readonly id: string;
  readonly hash: string;
  readonly line: string;
}

async function* lines<T>(file: string): AsyncGenerator<T> {
  const input = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of input) yield JSON.parse(line);
}

/** Checks a whole export: every leaf, record, row, root and signature. */
export async function checkExport({ directory, keys, kept }: CheckOptions): Promise<Report> {
  const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8"));
  const trusted = (keys ?? [...manifest.keys]).map(parseKey);
  const findings: Finding[] = [];
  const checkpoints = new Map<number, Checkpoint>();
  for await (const { text } of lines<{ text: string }>(join(directory, "checkpoints.ndjson"))) {
    const checkpoint = readCheckpoint(text, trusted, true);
    checkpoints.set(checkpoint.size, checkpoint);
    findings.push(...signatureFindings(checkpoint, 1));
  }
  const outside = kept === undefined ? undefined : readCheckpoint(kept, trusted);
  if (outside) findings.push(...signatureFindings(outside, 2));

  const rows = lines<Row>(join(directory, "rows.ndjson"));
  let row = await rows.next();
  const tree = new Tree();
  const leaves = new Map<string, number>();
  const unread: Record<string, number> = {};
  const retention = new Retention();
  let rootFound = false;
  for await (const leaf of lines<Leaf>(join(directory, "leaves.ndjson"))) {
    if (leaf.index !== tree.size) {
      const detail = `缺少第 ${tree.size} 至 ${leaf.index - 1} 条`;
      findings.push({ kind: "leaf-missing", index: tree.size, detail });
    }
    leaves.set(leaf.leafHash, leaf.index);
    const own: Row[] = [];
    for (; !row.done && row.value.index === leaf.index; row = await rows.next()) own.push(row.value);
    const faults = leafFindings(leaf, own, retention);
    if (faults.length === 0) retention.read(leaf);
    findings.push(...faults);
    if (leaf.leaf && leaf.body === null && !leaf.readable) {
      const source = (leaf.ref ?? "?").split(":", 1).join("");
      unread[source] = (unread[source] ?? 0) + 1;
    }
    // The tree is built from what the leaf says, not from its stored hash: a changed leaf changes the root.
    tree.add(
      leaf.leaf ? sm3(Buffer.of(0), Buffer.from(jcs(leaf.leaf))) : Buffer.from(leaf.leafHash, "base64url"),
    );
    for (const known of [checkpoints.get(tree.size), outside?.size === tree.size ? outside : undefined]) {
      if (!known || known.root.equals(tree.root()) || rootFound) continue;
      rootFound = true;
      findings.push({
        kind: "root-differs",
        detail: `前 ${known.size} 条的树根与${known === outside ? "留存的" : "已签名的"}检查点不符：其中有条目被改动、增删或调换`,
      });
    }
  }
  findings.push(...retention.findings());
  findings.push(...tailFindings(tree.size, [...checkpoints.keys()].at(-1) ?? 0, outside));
  return { size: tree.size, findings, unread, leaves };
}

function signatureFindings(checkpoint: Checkpoint, wanted: number): Finding[] {
  if (checkpoint.broken.length === 0 && checkpoint.signedBy.length >= wanted) return [];
  const detail = `${checkpoint.size} 条的检查点签名无效或不是所给公钥签的`;
  return [{ kind: "signature-broken", detail }];
}

function tailFindings(size: number, own: number, outside: Checkpoint | undefined): Finding[] {
  if (outside && outside.size > size) {
    const detail = `留存的检查点有 ${outside.size} 条，导出只有 ${size} 条：第 ${size} 至 ${outside.size - 1} 条被删除`;
    return [{ kind: "tail-missing", index: size, detail }];
  }
  if (own === size) return [];
  return [{ kind: "tail-missing", index: size, detail: `最新检查点有 ${own} 条，导出有 ${size} 条` }];
}

function leafFindings(leaf: Leaf, rows: readonly Row[], retention: Retention): Finding[] {
  const at = { index: leaf.index, ...(leaf.ref === null ? {} : { ref: leaf.ref }) };
  if (!leaf.leaf) return [{ ...at, kind: "leaf-missing", detail: "存证条目的内容被删除" }];
  const hash = sm3(Buffer.of(0), Buffer.from(jcs(leaf.leaf))).toString("base64url");
  if (hash !== leaf.leafHash) {
    return [{ ...at, kind: "leaf-changed", detail: "存证条目被改动：内容与其摘要不符" }];
  }
  if (leaf.salt === null)
    return [{ ...at, kind: "record-missing", detail: "记录与存证的关联（盐值）被删除" }];
  if (leaf.body === null) {
    if (!leaf.readable) return [];
    return [{ ...at, kind: "record-missing", detail: "存证所记的记录已不存在" }];
  }
  const commitment = sm3(Buffer.from(leaf.salt, "base64url"), Buffer.from(jcs(leaf.body)));
  if (commitment.toString("base64url") !== leaf.leaf.commitment) {
    return [{ ...at, kind: "record-changed", detail: "记录被改动：与存证的承诺值不符" }];
  }
  if (rows.length === 0 && retention.excuses(leaf)) return [];
  return leaf.hasRows ? rowFindings(at, leaf.body, rows) : [];
}

function rowFindings(
  at: { index: number; ref?: string },
  body: { readonly [name: string]: unknown },
  rows: readonly Row[],
): Finding[] {
  const findings: Finding[] = rows
    .filter(({ line, hash }) => sm3(Buffer.from(line)).toString("hex") !== hash)
    .map(({ id }) => ({ ...at, kind: "row-changed", row: id, detail: `明细 ${id} 被改动` }));
  const digest = sm3(...rows.map(({ hash }) => Buffer.from(hash, "hex"))).toString("hex");
  if (rows.length !== body.rows || digest !== body.sm3) {
    const detail = `明细应有 ${body.rows} 行，现有 ${rows.length} 行，或其摘要与存证不符`;
    findings.push({ ...at, kind: "rows-differ", detail });
  }
  return findings;
}
