import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Kysely, PostgresDialect } from "kysely";
import { createGateway, type Gateway, tellEnding, tellExpired, Upstream } from "../access/index.ts";
import {
  areaNames,
  hold,
  mergedInto,
  party,
  personNames,
  resolveActor,
  resolveCaller,
  staff,
} from "../ch2-parties/index.ts";
import {
  type CataloguePorts,
  endWithEntry,
  type ImportParts,
  readImportsBy,
} from "../ch3-catalogue/index.ts";
import {
  type Collection,
  createCollection,
  jointMeasuring,
  liveCheck,
  tellHeldUp,
  tellParticipants,
  UploadFolder,
} from "../ch4-collection/index.ts";
import {
  endWithGrant,
  filedGrants,
  subscribeInterfaceNotices,
  tellHolders,
  tellOfEnding,
  tellOfExpiry,
} from "../ch5-sharing/index.ts";
import { applyAll, localSource, nameProviders } from "../ch6-opening/index.ts";
import { inUseSince } from "../law/parameters.ts";
import { createMatters, type Matters, type Swept, subscribeNotices } from "../matters/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import type { Db, Tables, Tx } from "../platform/db/index.ts";
import { Events, emit, emitAll } from "../platform/events/index.ts";
import { FileStore, takeFiles } from "../platform/files/index.ts";
import { type Cursors, createCursors } from "../platform/http/index.ts";
import { createIdentity, type Identity } from "../platform/identity/index.ts";
import { Jobs } from "../platform/jobs/index.ts";
import type { Keyring } from "../platform/keys/index.ts";
import { append, checkpointSigner, Sequencer } from "../platform/ledger/index.ts";
import { type NewNotice, Notices, smtpChannel } from "../platform/notices/index.ts";
import { Province } from "../province/index.ts";
import { createResource, FileStores, openResource, resealWaiting, rowCount } from "../vault/index.ts";
import { openKeyring } from "./keyring.ts";
import type { Platform } from "./platform.ts";
import { bindProcedures } from "./procedures.ts";
import { provinceSeal, publicationSeal, upstreamKey } from "./publication-seal.ts";
import { needsSecondFactor, sealingBy } from "./second-factor.ts";

/** What the chapters are given to work with, besides the platform itself. */
export interface Parts {
  readonly identity: Identity;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly files: FileStore;
  /** Where the files of resources lie. */
  readonly stores: FileStores;
  readonly cursors: Cursors;
  readonly keyring: Keyring;
  readonly sequencer: Sequencer;
  readonly matters: Matters;
  readonly notices: Notices;
  readonly province: Province;
  readonly catalogue: CataloguePorts;
  readonly imports: ImportParts;
  readonly collection: Collection;
  readonly gateway: Gateway;
  readonly upstream: Upstream;
  /** Does what is due at an instant of the law clock: deadlines, timers, grants whose term is over. */
  sweep(at: Date): Promise<Swept>;
  /** Seals anew what waits for it (Art. 11 ¶3). */
  reseal(signal: AbortSignal): Promise<void>;
  /** Published copies only. */
  readonly portal: Db;
  /** Tells the portal which units provide what is open, after a change of units. */
  tellNames(tx: Tx, units: readonly string[], at: Date): Promise<void>;
  /** Brings the published copies up to the publication log. */
  catchUp(): Promise<void>;
}

const largestUpload = 2 * 1024 ** 3;

export async function createParts(platform: Platform, publicUrl: string): Promise<Parts> {
  const { database, home, city, log, urls } = platform;
  const db = database.kysely;
  const files = new FileStore(join(home.directory, "files"));
  await files.open();
  const stores = await FileStores.open(join(home.directory, "vault"));
  const jobs = new Jobs(urls.app, log);
  const cursors = createCursors(await home.secret("cursors", 32));
  const keyring = await openKeyring(platform);
  const seal = await publicationSeal(keyring);
  const portal = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: platform.portal }) });
  const areas = {
    own: city.identityAreas.own,
    demonstration: home.kind === "demonstration" ? city.identityAreas.demonstration : null,
  };
  const upstream = new Upstream({
    database,
    cryptography: softwareCryptography,
    keyring,
    append,
    hosts: platform.config.upstreamHosts,
    box: sealingBy(keyring),
    creditCode: async (on, id) => (await party(on, id)).uscc,
    check: liveCheck(areas),
    signingKey: await upstreamKey(keyring),
    onError: (err) => log.error({ err }, "interface call failed"),
  });
  const catalogue: CataloguePorts = {
    async createResource(tx, resource, { items }, mounting) {
      await createResource(tx, resource, items);
      if (mounting?.given.kind !== "interface") return;
      const { kind: _, ...settings } = mounting.given;
      const { code } = resource;
      const of = { code, provider: mounting.by.party.id, items };
      await upstream.settle(tx, of, { ...settings, version: null }, mounting.by);
    },
    rowCount,
  };
  const imports: ImportParts = {
    database,
    jobs,
    readFile: (id) => buffer(files.read(id)),
    filing: { inUseSince: inUseSince(city.parameters), grants: filedGrants(append) },
  };
  readImportsBy(imports);
  const reader = (tx: Tx, code: string) => openResource(tx, softwareCryptography, keyring, code);
  const partyName = async (tx: Parameters<typeof party>[0], id: string) => (await party(tx, id)).name;
  const events = new Events(database, log);
  const matters = createMatters({
    db,
    procedures: bindProcedures({
      append,
      opening: { seal, reader, partyName, areaNames },
      measureJoint: (tx, joint) => jobs.send(tx, jointMeasuring, { joint }),
    }),
    parties: { resolve: resolveActor, party, hold, staff, mergedInto },
    ledger: { append },
    events: { emit, emitAll },
    files: { take: takeFiles },
    parameters: city.parameters,
    numbering: city.numbering,
    cursors,
  });
  const notices = new Notices(database, jobs, {
    channels: platform.config.mail === null ? [] : [smtpChannel(platform.config.mail)],
    isActive: async (tx, personId) => (await resolveCaller(tx, personId, null)) !== null,
    publicUrl,
    sender: `${city.name}公共数据平台`,
  });
  const notify = (tx: Tx, notice: NewNotice) => notices.notify(tx, notice);
  subscribeNotices(events, matters.engine, notify);
  tellHolders(events, matters.engine, notify);
  tellOfEnding(events, matters.engine, notify);
  tellOfExpiry(events, matters.engine, notify);
  tellParticipants(events, matters.engine, notify);
  endWithEntry(events, matters);
  endWithGrant(events, matters);
  subscribeInterfaceNotices(events, { staff, notify });
  const province = new Province(database, jobs, events, {
    seal: await provinceSeal(keyring),
    ledger: { append },
    endpoint: platform.config.provinceUrl,
    sender: city.platformName,
  });
  const collection = createCollection({
    database,
    cryptography: softwareCryptography,
    keyring,
    stores,
    folder: await UploadFolder.open(join(home.directory, "uploads"), {
      maxBytes: largestUpload,
      keepHours: 24,
    }),
    areas,
    ledger: { append },
    jobs,
    cursors,
  });
  return {
    identity: createIdentity({
      database,
      resolveCaller: (personId, postId) => resolveCaller(db, personId, postId),
      nameOf: async (personId) => (await personNames(db, [personId])).get(personId) ?? "",
      sealing: sealingBy(keyring),
      needsSecondFactor: needsSecondFactor(platform),
      platformName: city.platformName,
      external: platform.config.external,
    }),
    events,
    jobs,
    files,
    stores,
    cursors,
    keyring,
    sequencer: new Sequencer({
      url: urls.app,
      signer: await checkpointSigner(keyring, city.id),
      onError: (err) => log.error({ err }, "ledger sequencer failed"),
    }),
    matters,
    notices,
    province,
    catalogue,
    imports,
    collection,
    gateway: createGateway({
      database,
      cryptography: softwareCryptography,
      keyring,
      append,
      upstream,
      stores,
    }),
    upstream,
    sweep: async (at) => {
      const swept = await matters.sweep(at);
      // What cannot be told of holds up no deadline of the law.
      const told = await Promise.allSettled([tellEnding(db, at, city.parameters), tellExpired(db, at)]);
      const untold = told.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      return { ...swept, failures: [...swept.failures, ...untold] };
    },
    reseal: (signal) =>
      resealWaiting(
        {
          database,
          cryptography: softwareCryptography,
          keyring,
          stores,
          record: (tx, leaf) => append(tx, { kind: "record", ...leaf }),
          resumed: collection.resumed,
          heldUp: (file) => tellHeldUp({ database, notify }, file),
        },
        signal,
      ),
    portal,
    tellNames: (tx, units, at) => nameProviders(tx, { seal, partyName }, units, at),
    catchUp: () => applyAll(portal, localSource(db, "portal"), seal),
  };
}
