import pg from "pg";
import { OperatorError } from "../operator-error.ts";
import { type Home, type HomeKind, kindNames } from "./home.ts";

/** Where the law's clock of a demonstration begins. */
export const demonstrationStart = "2026-09-21T09:00:00+08:00";

async function recordedKind(client: pg.Client, kind: HomeKind): Promise<HomeKind> {
  const inserted = await client.query("insert into platform.home (kind) values ($1) on conflict do nothing", [
    kind,
  ]);
  if (inserted.rowCount === 1 && kind === "demonstration") {
    await client.query("update platform.clock set law_offset = $1::timestamptz - platform.wall_now()", [
      demonstrationStart,
    ]);
  }
  const { rows } = await client.query<{ kind: HomeKind }>("select kind from platform.home");
  return rows[0]?.kind ?? kind;
}

/**
 * Home and database must be of one kind. A database that has none yet takes the home's, in a demonstration with the
 * clock set to its beginning; then the home is established for the city.
 */
export async function agreeOnKind(home: Home, ownerUrl: string, city: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin");
    const kind = await recordedKind(client, home.kind);
    await client.query("commit");
    if (kind !== home.kind) throw new OperatorError(mismatch(home, kind));
  } finally {
    await client.end();
  }
  await home.establish(city);
}

function mismatch(home: Home, kind: HomeKind): string {
  const own = kindNames[home.kind];
  const other = kindNames[kind];
  return (
    `${home.directory} 是${own}环境，而所连的数据库属于${other}环境，两者不能混用，也不能互相转换。` +
    `请把 DATABASE_URL 指向${own}环境的数据库，或把 GONGSHU_HOME 指向${other}环境的目录。`
  );
}
