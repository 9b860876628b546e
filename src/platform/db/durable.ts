import type { Pool } from "pg";
import { OperatorError } from "../operator-error.ts";

/**
 * Refuses a server, database or role that does not write to disk before it answers: usage records and the ledger
 * promise just that.
 */
export async function assertDurable(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from pg_settings
     where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name`,
  );
  if (rows.length === 0) return;
  throw new OperatorError(
    `数据库服务器的 ${rows.map(({ name }) => `${name}=off`).join("、")}：断电会丢失已经答复的记录，平台不在这样的服务器上运行。` +
      `请在 postgresql.conf 及 ALTER DATABASE、ALTER ROLE 的设置里改为 on 后重载。`,
  );
}
