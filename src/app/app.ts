import { fileRoutes } from "../platform/files/index.ts";
import { createHttp, type Http } from "../platform/http/index.ts";
import { observationRoutes } from "./observation.ts";
import { createParts, runWith } from "./parts.ts";
import type { Platform } from "./platform.ts";
import { version } from "./version.ts";

/** The whole platform over HTTP, ready to listen. `publicUrl`: scheme and authority the world sees. */
export async function createApp(platform: Platform, publicUrl: string): Promise<Http> {
  const { config, database, log, metrics } = platform;
  const parts = await createParts(platform);
  const http = await createHttp({
    publicUrl,
    trustProxy: config.trustedProxies,
    log,
    metrics,
    identify: parts.identity.identify,
    version,
  });
  observationRoutes(http, platform, parts);
  await parts.identity.routes(http);
  fileRoutes(http, { database, store: parts.files, mayRead: async () => false });
  runWith(http, parts);
  return http;
}
