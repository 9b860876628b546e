import type { z } from "zod";
import type { Batch, BatchProblem, ProblemSettlement, ProblemStanding } from "../../src/contract/batch.ts";
import type { CalendarDay, CalendarPreview, CalendarYear, YearNotice } from "../../src/contract/calendar.ts";
import type { Coverage, CoverageRow, Proof } from "../../src/contract/coverage.ts";
import type { GatewayFileList, KeptFile } from "../../src/contract/data-file.ts";
import type { DecisionsOutcome, decideMany } from "../../src/contract/decisions.ts";
import type { CheckedDocument, DocumentAct, MatterDocuments } from "../../src/contract/document.ts";
import type { Grant, Usage } from "../../src/contract/grant.ts";
import type { inclusionProof, ledgerLeaf } from "../../src/contract/ledger.ts";
import type {
  Article,
  Attachment,
  Matter,
  MatterSummary,
  ParameterInfo,
  ProcedureInfo,
  SavedView,
} from "../../src/contract/matter.ts";
import type { ChannelState, Notice, NoticeChannel, readNotices } from "../../src/contract/notice.ts";
import type {
  Delegation,
  Draft,
  DraftSummary,
  Office,
  OfficeRule,
  returnDraft,
} from "../../src/contract/office.ts";
import type {
  OpenCatalogueRow,
  OpenCatalogueVersions,
  OpeningIndicators,
} from "../../src/contract/open-catalogue.ts";
import type {
  Dataset,
  DatasetSummary,
  openRows,
  portalFigures,
  WithdrawnDataset,
} from "../../src/contract/portal.ts";
import type { Progress } from "../../src/contract/progress.ts";
import type { LoggedMessage, ProvinceStatus } from "../../src/contract/province.ts";
import type { ServiceStatus, Validity } from "../../src/contract/service.ts";
import type {
  activate,
  beginSecondFactor,
  enterExternally,
  Me,
  PendingFactor,
  PlatformInfo,
  PostChoice,
  signedIn,
} from "../../src/contract/session.ts";
import type { supervise } from "../../src/contract/supervision.ts";
import type { SystemResult } from "../../src/contract/system.ts";
import type { WindowMatter } from "../../src/contract/window.ts";
import { catalogueApi } from "./catalogue-api.ts";
import { at, type Form, get, getText, type List, type Query, queryString, send, sendFile } from "./http.ts";
import { partiesApi } from "./parties-api.ts";

export type { Form, List } from "./http.ts";

type Inferred<T extends { _output: unknown }> = T["_output"];
/** Size and root of the ledger as signed, with the signed note itself (C2SP tlog-checkpoint). */
export interface Checkpoint {
  size: string;
  root: string;
  text: string;
}
export type InclusionProof = Inferred<typeof inclusionProof>;
export type LedgerLeaf = Inferred<typeof ledgerLeaf>;
export type OpenRows = Inferred<typeof openRows>;
export type PortalFigures = Inferred<typeof portalFigures>;
/** A draft as it is passed on or sent anew; what is left out stays as it is. */
interface Mended {
  version: number;
  opinion?: string;
  reasons?: string;
  form?: Form;
}

export const api = {
  ...catalogueApi,
  ...partiesApi,
  progress: () => get<{ at: string; items: Progress[] }>(at("progress")),
  systems: (query: { cursor: string | undefined }) => get<List<SystemResult>>(at("systems"), query),
  coverage: (query: Query) => get<Coverage>(at("coverage"), query),
  proofOf: (obligation: string) => get<CoverageRow & { proof: Proof }>(at("coverage", obligation)),
  province: () => get<ProvinceStatus>(at("province")),
  provinceMessages: (cursor?: string) => get<List<LoggedMessage>>(at("province", "messages"), { cursor }),
  retryProvince: (key: string) => send<ProvinceStatus>("POST", at("province", "retry"), {}, key),
  serviceStatus: () => get<ServiceStatus>(at("service-status")),
  validity: () => get<Validity>(at("validity")),

  platform: () => get<PlatformInfo>(at("platform")),
  moveClock: (instant: string) => send<PlatformInfo>("POST", at("demo", "clock"), { at: instant }),
  calendar: (from: string, to: string) => get<List<CalendarDay>>(at("calendar"), { from, to }),

  session: () => get<Me | null>(at("session")),
  signIn: (username: string, password: string, code?: string) =>
    send<Inferred<typeof signedIn>>("POST", at("session"), { username, password, code }),
  activate: (body: z.input<typeof activate>) => send<null>("POST", at("session", "activation"), body),
  enterExternally: (body: z.input<typeof enterExternally>) =>
    send<Inferred<typeof signedIn>>("POST", at("session", "external", "enter"), body),
  beginSecondFactor: (body: z.input<typeof beginSecondFactor>) =>
    send<PendingFactor>("POST", at("session", "second-factor"), body),
  confirmSecondFactor: (code: string) =>
    send<{ codes: string[] }>("POST", at("session", "second-factor", "confirm"), { code }),

  signOut: () => send<null>("DELETE", at("session")),

  procedures: () => get<List<ProcedureInfo>>(at("procedures")),
  articles: () => get<List<Article>>(at("articles")),
  parameters: () => get<List<ParameterInfo>>(at("parameters")),
  article: (number: number) => get<Article>(at("articles", String(number))),
  matters: (query: {
    box: string;
    scope?: string | undefined;
    q?: string | undefined;
    kind?: string | undefined;
    light?: string | undefined;
    cursor?: string;
    limit?: number;
  }) => get<List<MatterSummary>>(at("matters"), query),
  exportAddress: (query: Query & { format: "csv" | "xlsx" }) => at("matters", "export") + queryString(query),
  decideMany: (body: z.input<typeof decideMany>, key: string) =>
    send<DecisionsOutcome>("POST", at("matters", "decisions"), body, key),
  views: () => get<{ items: SavedView[] }>(at("matters", "views")),
  saveView: (name: string, query: object) =>
    send<{ items: SavedView[] }>("POST", at("matters", "views"), { name, query }),
  dropView: (id: string) => send<{ items: SavedView[] }>("DELETE", at("matters", "views", id)),
  supervise: (id: string, body: z.input<typeof supervise>, key: string) =>
    send<Matter>("POST", at("matters", id, "supervisions"), body, key),
  answerSupervision: (id: string, supervision: string, answer: string, key: string) =>
    send<Matter>("POST", at("matters", id, "supervisions", supervision, "answer"), { answer }, key),

  notices: (cursor?: string) => get<List<Notice>>(at("notices"), { cursor }),
  unreadNotices: () => get<{ unread: number }>(at("notices", "unread")),
  readNotices: (body: z.input<typeof readNotices>) =>
    send<{ unread: number }>("POST", at("notices", "read"), body),
  noticeChannels: () => get<{ items: NoticeChannel[] }>(at("notices", "channels")),
  setNoticeAddress: (channel: string, address: string) =>
    send<{ items: NoticeChannel[] }>("PUT", at("notices", "channels", channel), { address }),
  deliveries: () => get<{ items: ChannelState[] }>(at("notices", "deliveries")),

  calendarYears: () => get<{ items: CalendarYear[] }>(at("calendar", "years")),
  previewCalendar: (notice: YearNotice) =>
    send<CalendarPreview>("POST", at("calendar", "years", "preview"), notice),
  loadCalendar: (confirmed: YearNotice & { digest: string }) =>
    send<{ moved: number }>("POST", at("calendar", "years"), confirmed),

  matter: (id: string) => get<Matter>(at("matters", id)),
  start: (body: { kind: string; subject?: string; form: Form; attachments: string[] }, key: string) =>
    send<Matter>("POST", at("matters"), body, key),
  submit: (body: { kind: string; subject?: string; form: Form; attachments: string[] }, key: string) =>
    send<Matter | { draft: Draft }>("POST", at("matters"), body, key),
  enterAtWindow: (body: WindowMatter, key: string) =>
    send<Matter>("POST", at("window", "matters"), body, key),
  signFor: (id: string) => send<Matter>("POST", at("matters", id, "sign-for"), {}),
  assign: (
    id: string,
    body: { version: number; current: string | null; person: string | null; unit: string | null },
  ) => send<Matter>("POST", at("matters", id, "assign"), body),
  comment: (id: string, text: string) => send<Matter>("POST", at("matters", id, "comments"), { text }),

  office: () => get<Office>(at("office")),
  setOfficeRule: (rule: OfficeRule) => send<Office>("PUT", at("office", "rule"), rule),
  drafts: (box: string) => get<{ items: DraftSummary[] }>(at("drafts"), { box }),
  draft: (id: string) => get<Draft>(at("drafts", id)),
  passDraft: (id: string, body: Mended) =>
    send<{ draft: Draft; matter: string | null }>("POST", at("drafts", id, "pass"), body),
  redraft: (id: string, body: Mended) => send<Draft>("POST", at("drafts", id, "redraft"), body),
  returnDraft: (id: string, body: z.input<typeof returnDraft>) =>
    send<Draft>("POST", at("drafts", id, "return"), body),
  withdrawDraft: (id: string, version: number) =>
    send<Draft>("POST", at("drafts", id, "withdraw"), { version }),
  delegations: () => get<{ items: Delegation[] }>(at("delegations")),
  delegate: (body: { post: string; to: string; startsOn: string; endsOn: string }) =>
    send<{ items: Delegation[] }>("POST", at("delegations"), body),
  revokeDelegation: (id: string) =>
    send<{ items: Delegation[] }>("POST", at("delegations", id, "revoke"), {}),
  posts: () => get<{ items: PostChoice[] }>(at("session", "posts")),
  choosePost: (post: string) => send<Me>("PUT", at("session", "post"), { post }),

  act: (
    id: string,
    action: string,
    body: { version: number; form: Form; reasons?: string; attachments: string[] },
    key: string,
  ) => send<Matter>("POST", at("matters", id, "actions", action), body, key),
  attach: (file: File) => sendFile<Attachment>(at("files"), file),

  batches: (query: { resource?: string; cursor?: string }) => get<List<Batch>>(at("batches"), query),
  batch: (id: string) => get<Batch>(at("batches", id)),
  problems: (id: string, query: { rule?: string; column?: string; cursor?: string; limit?: number }) =>
    get<List<BatchProblem>>(at("batches", id, "problems"), query),
  problemStanding: (id: string) => get<ProblemStanding>(at("batches", id, "settlements")),
  settleProblems: (id: string, settled: { rows: string[]; reason: string }, key: string) =>
    send<ProblemSettlement>("POST", at("batches", id, "settlements"), settled, key),

  grants: (query: { side: string; entry?: string; limit?: number; cursor?: string }) =>
    get<List<Grant>>(at("grants"), query),
  grant: (id: string) => get<Grant>(at("grants", id)),
  usage: (id: string, cursor?: string) => get<List<Usage>>(at("grants", id, "usage"), { cursor }),

  grantFiles: (id: string, after?: string) => get<GatewayFileList>(at("grants", id, "files"), { after }),
  keptFiles: (resource: string, cursor?: string) =>
    get<List<KeptFile>>(at("resources", resource, "files"), { cursor }),
  removeFile: (resource: string, id: string, reason: string, key: string) =>
    send<KeptFile>("POST", at("resources", resource, "files", id, "removal"), { reason }, key),

  documents: (matter: string) => get<MatterDocuments>(at("matters", matter, "documents")),
  issueDocument: (matter: string, name: string, form: Form, key: string) =>
    send<MatterDocuments>("POST", at("matters", matter, "documents"), { name, form }, key),
  attachScan: (matter: string, document: string, file: string) =>
    send<MatterDocuments>("POST", at("matters", matter, "documents", document, "scans"), { file }),
  revokeDocument: (matter: string, document: string, act: DocumentAct, reason: string, key: string) =>
    send<MatterDocuments>(
      "POST",
      at("matters", matter, "documents", document, "revocation"),
      { act, reason },
      key,
    ),
  check: (code: string) => get<CheckedDocument>(at("check", code)),

  checkpoint: async (): Promise<Checkpoint> => {
    const text = await getText("/ledger/v1/checkpoint");
    const [, size = "", root = ""] = text.split("\n");
    return { size, root, text };
  },
  proof: (receipt: string) => get<InclusionProof>("/ledger/v1/proof/inclusion", { receipt }),
  leaves: (cursor?: string) => get<List<LedgerLeaf>>(at("ledger", "leaves"), { cursor }),

  figures: () => get<PortalFigures>(at("portal", "figures")),
  datasets: (query: {
    q?: string;
    provider?: string;
    industry?: string;
    region?: string;
    sort?: "priority" | "newest";
    cursor?: string;
    limit?: number;
  }) => get<List<DatasetSummary>>(at("portal", "datasets"), query),
  dataset: (code: string) => get<Dataset>(at("portal", "datasets", code)),
  withdrawnDataset: (code: string) => get<WithdrawnDataset>(at("portal", "datasets", code, "withdrawal")),
  openCatalogue: (query: Query) =>
    get<List<OpenCatalogueRow>>(at("opening", "catalogue"), { limit: 50, ...query }),
  openCatalogueVersions: (region: string | undefined) =>
    get<OpenCatalogueVersions>(at("opening", "catalogue", "versions"), { region }),
  openingIndicators: () => get<{ items: OpeningIndicators[] }>(at("opening", "indicators")),
  openRows: (code: string, limit: number) =>
    get<OpenRows>(`/open/v1/${encodeURIComponent(code)}/rows`, { limit }),
};

/** Addresses that the browser itself follows. */
export const links = {
  attachment: (id: string) => at("files", id),
  archive: (matter: string) => at("matters", matter, "archive.zip"),
  stepReceipt: (matter: string, seq: number) => at("matters", matter, "receipts", String(seq)),
  unitTemplate: at("unit-register", "template.xlsx"),
  template: at("entries", "template.xlsx"),
  dashboard: at("catalogue", "dashboard.xlsx"),
  jointCollections: at("joint-collections.xlsx"),
  filingTemplate: at("filings", "template.xlsx"),
  importReport: (id: string) => at("imports", id, "report.xlsx"),
  recordsCsv: (register: string) => `${at("records.csv")}?register=${encodeURIComponent(register)}`,
  systems: at("systems.xlsx"),
  registrationsCsv: at("registrations.csv"),
  openCatalogue: (format: string, region: string | undefined) =>
    at("opening", `catalogue.${format}`) + queryString({ region }),
  publishedCatalogue: (format: string, region: string) =>
    at("portal", `catalogue.${format}`) + queryString({ region }),
  openingIndicators: at("opening", "indicators.xlsx"),
  coverageCsv: (query: Query) => at("coverage.csv") + queryString(query),
  problemsCsv: (batch: string) => at("batches", batch, "problems.csv"),
  download: (code: string, format: "csv" | "json") => `/open/v1/${code}/download.${format}`,
  rows: (code: string) => `/open/v1/${code}/rows`,
  uploads: at("uploads"),
  grantFile: (grant: string, file: string) => at("grants", grant, "files", file),
};
