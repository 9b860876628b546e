import type { JsonObject } from "../../contract/json.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import type { DocumentRow, RevocationRow, ScanRow } from "./tables.ts";
import "./tables.ts";

/** What the ledger commits to of a document: number, office, code, the digest of its PDF, and which one it replaces. */
export const documentBody = ({
  at,
  wall_at,
  replaces,
  ...row
}: Omit<DocumentRow, "receipt">): JsonObject => ({
  ...row,
  // Left out where there is none, as leaves of documents issued before there were replacements do.
  ...(replaces === null ? {} : { replaces }),
  at: at.toISOString(),
  wall_at: wall_at.toISOString(),
});

export const revocationBody = ({ at, wall_at, ...row }: Omit<RevocationRow, "receipt">): JsonObject => ({
  ...row,
  at: at.toISOString(),
  wall_at: wall_at.toISOString(),
});

export const scanBody = ({ at, ...row }: Omit<ScanRow, "receipt">): JsonObject => ({
  ...row,
  at: at.toISOString(),
});

/** Documents read anew, for refs `matters.document:<id>`. */
export const documentEvidence: EvidenceSource = {
  async read(tx, ids) {
    if (ids.length === 0) return new Map();
    const rows = await tx.selectFrom("matters.document").selectAll().where("id", "in", ids).execute();
    return new Map(rows.map(({ receipt, ...row }) => [row.id, documentBody(row)]));
  },
};

/** Stamped scans read anew, for refs `matters.document_scan:<id>`. */
export const scanEvidence: EvidenceSource = {
  async read(tx, ids) {
    if (ids.length === 0) return new Map();
    const rows = await tx.selectFrom("matters.document_scan").selectAll().where("id", "in", ids).execute();
    return new Map(rows.map(({ receipt, ...row }) => [row.id, scanBody(row)]));
  },
};

/** Revocations read anew, for refs `matters.document_revocation:<id>`. */
export const revocationEvidence: EvidenceSource = {
  async read(tx, ids) {
    if (ids.length === 0) return new Map();
    const rows = await tx
      .selectFrom("matters.document_revocation")
      .selectAll()
      .where("id", "in", ids)
      .execute();
    return new Map(rows.map(({ receipt, ...row }) => [row.id, revocationBody(row)]));
  },
};
