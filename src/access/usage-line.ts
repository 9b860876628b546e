export interface UsageRow {
  readonly id: string;
  readonly wall_at: Date;
  readonly law_at: Date;
  readonly grant_id: string | null;
  readonly grant_version: number | null;
  readonly keyid: string | null;
  readonly client_id: string | null;
  readonly client: string;
  readonly holder_id: string;
  readonly operation: string;
  readonly resource: string;
  readonly columns: readonly string[];
  readonly purpose: string;
  readonly refusal: string | null;
  readonly article: string | null;
  readonly subject: Buffer | null;
  readonly subjects: number;
  readonly file_id: string | null;
  readonly person_id: string | null;
  readonly post_id: string | null;
  readonly bytes: string | null;
  readonly entry_id: string | null;
}

/**
 * The one text form of a usage row that its digest covers: a JSON array of every column but the digest's own id. What
 * concerns files and trials stands at the end, and only where there is some: rows older than that stay as they were digested.
 */
export function usageLine(row: UsageRow): string {
  return JSON.stringify([
    row.id,
    row.wall_at.toISOString(),
    row.law_at.toISOString(),
    row.grant_id,
    row.grant_version,
    row.keyid,
    row.client_id,
    row.client,
    row.holder_id,
    row.operation,
    row.resource,
    row.columns,
    row.purpose,
    row.refusal,
    row.article,
    row.subject?.toString("hex") ?? null,
    row.subjects,
    ...(row.file_id === null && row.person_id === null ? [] : [row.file_id, row.person_id, row.post_id]),
    ...(row.bytes === null ? [] : [row.bytes]),
    ...(row.entry_id === null ? [] : [row.entry_id]),
  ]);
}
