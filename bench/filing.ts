import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../src/app/app.ts";
import { readConfig } from "../src/app/config.ts";
import { seedCity } from "../src/app/demo/seed.ts";
import { type Api, signIn } from "../src/app/story/api.ts";
import type { CatalogueImport } from "../src/contract/entry-import.ts";
import { inTransaction, openPool, urlsOfLogins } from "../src/platform/db/index.ts";
import { openHome } from "../src/platform/home/index.ts";
import { createAccount } from "../src/platform/identity/index.ts";
import { createLog } from "../src/platform/logging/log.ts";
import { createMetrics } from "../src/platform/metrics/metrics.ts";
import { act, start } from "../test/support/business.ts";
import { epidemicEntry, registerEntry, shuangyashan } from "../test/support/city.ts";
import { checkFiling } from "../test/support/imports.ts";
import { ownCluster } from "../test/support/own-cluster.ts";
import { freePort } from "../test/support/server.ts";
import { type Old, oldGrant, stockWorkbook, unitNames } from "../test/support/stock.ts";
import type { Row } from "./support/measure.ts";

const ENTRIES = Number(process.env.GONGSHU_BENCH_FILED ?? 20_000);
const GRANTS = Number(process.env.GONGSHU_BENCH_FILED_GRANTS ?? 2_000);
const ITEMS = 4;

/** Existing stock filed over HTTP, new and then changed in every entry: the largest batch that one file may hold. */
export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const directory = await mkdtemp(join(tmpdir(), "gongshu-filing-"));
  const urls = urlsOfLogins((role) => cluster.url.replace("gongshu_app", role));
  const portal = openPool(urls.portal, { max: 4 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const db = cluster.database.kysely;
  const city = await inTransaction(db, (tx) => seedCity(tx, shuangyashan));
  const http = await createApp(
    {
      config: readConfig({}),
      home: await openHome(directory, "demonstration"),
      city: shuangyashan,
      database: cluster.database,
      portal,
      urls,
      log: createLog({ level: "silent" }),
      metrics: createMetrics(),
      notices: [],
      close: async () => undefined,
    },
    url,
  );
  await http.listen({ port, host: "127.0.0.1" });
  const password = "one for all of them";
  const as = async (username: string): Promise<Api> => {
    const personId = city.persons.get(username) ?? "";
    await inTransaction(db, (tx) => createAccount(tx, { username, password, personId }));
    return signIn(url, username, password);
  };
  try {
    const officers = { files: await as("sjj"), decides: await as("sjj2") };
    const first = await stockWorkbook(stock(""), grants("2027-06-30"));
    const rows = await filing(officers, first, "new");
    const again = await stockWorkbook(stock("，改"), grants("2027-12-31"));
    return [...rows, ...(await filing(officers, again, "changed"))];
  } finally {
    await http.close();
    await portal.end();
    await rm(directory, { recursive: true });
    await cluster.remove();
  }
}

const stock = (changed: string): Old[] =>
  Array.from({ length: ENTRIES }, (_, n) => {
    const register = n < GRANTS;
    const content = register ? registerEntry : epidemicEntry;
    return {
      code: `OLD-${String(n).padStart(6, "0")}`,
      provider: register ? unitNames.gaj : unitNames.wjw,
      content: {
        ...content,
        name: `存量目录第${n}种`,
        abstract: `${content.abstract}${changed}`,
        items: content.items.slice(0, ITEMS),
      },
    };
  });

const grants = (until: string) =>
  Array.from({ length: GRANTS }, (_, n) =>
    oldGrant(`SQ-${n}`, `OLD-${String(n).padStart(6, "0")}`, { until }),
  );

async function filing(
  { files, decides }: { files: Api; decides: Api },
  workbook: Uint8Array,
  what: string,
): Promise<Row[]> {
  globalThis.gc?.();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const name = `filing of ${ENTRIES.toLocaleString("en")} ${what} entries and ${GRANTS.toLocaleString("en")} grants`;
  const alone = { peer: null, peerName: null, ratio: null };
  const begun = performance.now();
  const batch: CatalogueImport = await checkFiling(files, workbook);
  const checked = performance.now();
  if (batch.state !== "ready")
    throw new Error(`${batch.state} ${batch.refusal?.detail} ${batch.counts?.errors}`);
  const { id } = await start(files, {
    kind: "catalogue-filing",
    form: { filing: batch.id, source: "旧平台" },
  });
  const proposed = performance.now();
  await act(decides, id, "file");
  const decided = performance.now();
  clearInterval(watch);
  return [
    { name: `${name}, checked`, unit: "s", ours: (checked - begun) / 1000, ...alone },
    { name: `${name}, decided`, unit: "s", ours: (decided - proposed) / 1000, ...alone },
    { name: `${name}, memory`, unit: "MB resident, at most", ours: peak / 1e6, ...alone },
  ];
}
