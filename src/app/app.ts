import { prepareMonths } from "../access/index.ts";
import {
  dutyRoutes,
  mayReadRecordFile,
  partiesRoutes,
  personRoutes,
  postsOf,
  registerRoutes,
  reorganisationRoutes,
  resolveCaller,
  taskRoutes,
  unitRoutes,
  verificationKey,
} from "../ch2-parties/index.ts";
import {
  catalogueRoutes,
  chainRoutes,
  dashboardRoutes,
  duplicatesRoutes,
  filingRoutes,
  gradingRoutes,
  listRoutes,
  registrationRoutes,
  remarkRoutes,
  submissionRoutes,
  worksheetRoutes,
} from "../ch3-catalogue/index.ts";
import {
  collectionLines,
  jointRoutes,
  lastArrivals,
  otherSources,
  sourceRoutes,
  zoneRoutes,
} from "../ch4-collection/index.ts";
import { gatewayRoutes, grantFileRoutes, grantRoutes, interfaceRoutes } from "../ch5-sharing/index.ts";
import { openCatalogueRoutes, portalRoutes } from "../ch6-opening/index.ts";
import { daysOf } from "../law/parameters.ts";
import { documentRoutes, mattersRoutes, mayReadAttachment, windowRoutes } from "../matters/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { fileRoutes } from "../platform/files/index.ts";
import { createHttp, type Http } from "../platform/http/index.ts";
import { postRoutes } from "../platform/identity/index.ts";
import { append, ledgerRoutes } from "../platform/ledger/index.ts";
import { noticeRoutes } from "../platform/notices/index.ts";
import { provinceRoutes } from "../province/index.ts";
import { sampleResource } from "../vault/index.ts";
import { clockRoutes } from "./clock-routes.ts";
import { projectRoot } from "./config.ts";
import { readProofs } from "./coverage/proofs.ts";
import { coverageRoutes } from "./coverage/routes.ts";
import { runDaily } from "./daily.ts";
import { holdingsOf } from "./holdings.ts";
import { rotationParts, runKeyRotation } from "./key-rotation.ts";
import { leavesRoutes } from "./leaves-routes.ts";
import { observationRoutes } from "./observation.ts";
import { pageRoutes } from "./pages.ts";
import { createParts } from "./parts.ts";
import type { Platform } from "./platform.ts";
import { procedures } from "./procedures.ts";
import { progressRoutes } from "./progress.ts";
import { runWith } from "./running.ts";
import { needsSecondFactor, sealingBy } from "./second-factor.ts";
import { systemRoutes } from "./systems/routes.ts";
import { version } from "./version.ts";
import { windowParties } from "./window-parties.ts";

/** The whole platform over HTTP, ready to listen. `publicUrl`: scheme and authority the world sees. */
export async function createApp(platform: Platform, publicUrl: string): Promise<Http> {
  const { config, city, database, log, metrics } = platform;
  const db = database.kysely;
  await prepareMonths(db);
  const parts = await createParts(platform, publicUrl);
  const { cursors, keyring, gateway, matters } = parts;
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
  postRoutes(http, database, {
    resolveCaller: (person, post) => resolveCaller(db, person, post),
    needsSecondFactor: needsSecondFactor(platform),
    postsOf: (person) => postsOf(db, person),
  });
  clockRoutes(http, platform, parts);
  fileRoutes(http, {
    database,
    store: parts.files,
    mayRead: async (caller, id) =>
      (await mayReadAttachment(db, caller, id)) || mayReadRecordFile(db, caller, id),
  });
  noticeRoutes(http, { notices: parts.notices, database, cursors });
  mattersRoutes(http, { matters, database });
  const paper = {
    engine: matters.engine,
    store: parts.files,
    publicUrl,
    measures: city.measures.title,
    officeSign: (office: string) => city.officeSigns[office] ?? office,
    letterhead: (office: string) => city.letterheads[office] ?? office,
  };
  documentRoutes(http, { database, ports: paper });
  windowRoutes(http, { database, ports: paper, parties: windowParties });
  const box = sealingBy(keyring);
  partiesRoutes(http, { db: database, box });
  personRoutes(http, {
    db: database,
    ledger: { append },
    cursors,
    requestDays: daysOf(city.parameters, "account-request"),
    issuer: config.external?.issuer ?? null,
  });
  unitRoutes(http, { db: database, readFile: parts.imports.readFile });
  reorganisationRoutes(http, {
    db: database,
    ledger: { append },
    holdings: holdingsOf(matters, append),
    tellNames: parts.tellNames,
  });
  taskRoutes(http, { db: database, matters, cursors });
  registerRoutes(http, { db: database, ledger: { append }, cursors });
  dutyRoutes(http, { db: database, measures: city.measures, parameters: city.parameters });
  progressRoutes(http, database);
  systemRoutes(http, { db: database, cursors });
  coverageRoutes(http, { procedures, proofs: await readProofs(projectRoot) });
  catalogueRoutes(http, { db: database, ports: parts.catalogue, cursors, imports: parts.imports });
  dashboardRoutes(http, { db: database, collection: collectionLines, arrivals: lastArrivals });
  filingRoutes(http, { ...parts.imports, cursors });
  registrationRoutes(http, { db: database, cursors });
  listRoutes(http, { db: database, cursors, collection: collectionLines });
  gradingRoutes(http, { db: database, cursors });
  sourceRoutes(http, { db: database, cursors });
  jointRoutes(http, { db: database, cursors });
  zoneRoutes(http, { db: database });
  chainRoutes(http, { db: database, matters });
  duplicatesRoutes(http, { db: database, matters, otherSources });
  worksheetRoutes(http, {
    db: database,
    matters,
    arrivals: lastArrivals,
    sampler: (tx, code) => sampleResource(tx, softwareCryptography, keyring, code),
  });
  remarkRoutes(http, { db: database });
  submissionRoutes(http, { db: database });
  parts.collection.routes(http);
  gatewayRoutes(http, { gateway, verificationKey: (keyid) => verificationKey(database.pool, box, keyid) });
  grantRoutes(http, { database, cursors });
  interfaceRoutes(http, { database, upstream: parts.upstream });
  grantFileRoutes(http, { database, gateway });
  openCatalogueRoutes(http, { db: database, cursors, arrivals: lastArrivals });
  portalRoutes(http, { portal: parts.portal, cursors, catchUp: parts.catchUp });
  provinceRoutes(http, { province: parts.province, cursors });
  ledgerRoutes(http, db);
  leavesRoutes(http, { database, cursors });
  await pageRoutes(http);
  runDaily(parts.jobs, { db, files: parts.files });
  runKeyRotation(parts.jobs, rotationParts(db, parts.keyring), platform.city.parameters);
  runWith(http, platform, parts);
  return http;
}
