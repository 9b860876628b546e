import { isInside } from "../ch2-parties/index.ts";
import { moveClock, type PlatformInfo, platformInfo } from "../contract/session.ts";
import { lawNow, moveLawClock, toInstant, wallNow } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { callerOf, type Http, Problem } from "../platform/http/index.ts";
import type { Parts } from "./parts.ts";
import type { Platform } from "./platform.ts";
import { version } from "./version.ts";

/** What every page needs to know, and, in demonstration homes only, moving the law's clock forward. */
export function clockRoutes(
  http: Http,
  { database, home, city, config }: Platform,
  { sweep }: Pick<Parts, "sweep">,
): void {
  const info = async (): Promise<PlatformInfo> => ({
    kind: home.kind,
    cityName: city.name,
    platformName: city.platformName,
    measures: city.measures,
    authority: city.authority,
    serviceAgency: city.serviceAgency,
    demonstrationArea: city.identityAreas.demonstration,
    lawTime: toInstant(await lawNow(database.kysely)),
    wallTime: toInstant(wallNow()),
    publicUrl: http.publicUrl,
    externalLogin: config.external?.name ?? null,
    version,
  });
  http.get(
    "/api/v1/platform",
    {
      config: { access: "anonymous", audit: null },
      schema: { summary: "平台名称、法定时钟和版本", response: { 200: platformInfo } },
    },
    info,
  );
  if (home.kind !== "demonstration") return;
  http.post(
    "/api/v1/demo/clock",
    {
      config: { access: "signed-in", audit: "demo.clock_moved" },
      schema: { summary: "拨动演示环境的法定时钟", body: moveClock, response: { 200: platformInfo } },
    },
    async (request) => {
      if (!isInside(callerOf(request)))
        throw new Problem("forbidden", "时钟一拨，各单位的期限都变：请用一个单位的账号登录后再拨。");
      await inTransaction(database.kysely, (tx) => moveLawClock(tx, new Date(request.body.at)));
      await sweep(await lawNow(database.kysely));
      return info();
    },
  );
}
