import type { z } from "zod";
import type { SourceItem, StatutorySource } from "../../src/contract/collection-forms.ts";
import type { Dashboard } from "../../src/contract/dashboard.ts";
import type { DataUpdate, OwnUpdates } from "../../src/contract/data-due.ts";
import type { decideLikeness, Likenesses } from "../../src/contract/duplicates.ts";
import type {
  Entry,
  EntryContent,
  EntrySearch,
  EntrySummary,
  EntryVersion,
  EntryVersionSummary,
  MountResource,
  NewEntry,
} from "../../src/contract/entry.ts";
import type { EntryClasses } from "../../src/contract/entry-classes.ts";
import type { CatalogueImport, ImportNote } from "../../src/contract/entry-import.ts";
import type { FilingEntryLine, FilingGrantLine, startFiling } from "../../src/contract/filing.ts";
import type { EntryGrading, GradingProgress, gradingInspection } from "../../src/contract/grading.ts";
import type {
  Confirmation,
  Confirmed,
  ConfirmSuggestions,
  Sampling,
  Worksheet,
} from "../../src/contract/grading-worksheet.ts";
import type {
  changeInterface,
  InterfaceIdentity,
  InterfaceState,
  InterfaceTrial,
  mountInterface,
  tryInterface,
} from "../../src/contract/interface.ts";
import type { JointQuality } from "../../src/contract/joint-quality.ts";
import type { ListName, ListRow, ListStatus, ListVersion } from "../../src/contract/lists.ts";
import type { RegisteredResource, RegistrationStanding } from "../../src/contract/registration.ts";
import type { answerRemark, EntryRemark } from "../../src/contract/remark.ts";
import type { StartedTogether, Submissions } from "../../src/contract/submission.ts";
import type { WithdrawnEntry } from "../../src/contract/withdrawn-entry.ts";
import type { Zone } from "../../src/contract/zone.ts";
import { at, type Form, get, type List, type Query, send, sendForFile } from "./http.ts";

/** What the pages ask of the catalogue. */
export const catalogueApi = {
  entries: (query: { q?: string; status?: string; mine?: boolean; cursor?: string; limit?: number }) =>
    get<List<EntrySummary>>(at("entries"), query),
  searchEntries: (query: Readonly<Record<string, string | undefined>>) =>
    get<EntrySearch>(at("entries", "search"), query),
  suggestions: (q: string) => get<{ names: string[] }>(at("entries", "suggestions"), { q }),
  areas: () => get<List<{ code: string; name: string }>>(at("entries", "areas")),
  versions: (id: string) => get<List<EntryVersionSummary>>(at("entries", id, "versions")),
  version: (id: string, version: string) => get<EntryVersion>(at("entries", id, "versions", version)),
  exportEntries: (body: Readonly<Record<string, string | boolean | readonly string[] | undefined>>) =>
    sendForFile(at("entries", "exports"), body),
  imports: () => get<List<CatalogueImport>>(at("imports"), { limit: 10 }),
  import: (id: string) => get<CatalogueImport>(at("imports", id)),
  importNotes: (id: string, cursor?: string) => get<List<ImportNote>>(at("imports", id, "notes"), { cursor }),
  startImport: (file: string, key: string) => send<CatalogueImport>("POST", at("imports"), { file }, key),
  likenesses: (matter: string) => get<Likenesses>(at("matters", matter, "likenesses")),
  decideLikeness: (matter: string, body: z.input<typeof decideLikeness>, key: string) =>
    send<Likenesses>("POST", at("matters", matter, "likenesses"), body, key),
  updates: (ids: readonly string[]) =>
    get<{ items: DataUpdate[] }>(at("catalogue", "updates"), { ids: ids.join(",") }),
  ownUpdates: () => get<OwnUpdates>(at("catalogue", "updates", "own")),
  dashboard: () => get<Dashboard>(at("catalogue", "dashboard")),
  filings: () => get<List<CatalogueImport>>(at("filings"), { limit: 20 }),
  startFiling: (body: z.input<typeof startFiling>, key: string) =>
    send<CatalogueImport>("POST", at("filings"), body, key),
  filingEntries: (id: string, cursor?: string) =>
    get<List<FilingEntryLine>>(at("filings", id, "entries"), { cursor }),
  filingGrants: (id: string, cursor?: string) =>
    get<List<FilingGrantLine>>(at("filings", id, "grants"), { cursor }),
  applyImport: (id: string, key: string) =>
    send<CatalogueImport>("POST", at("imports", id, "apply"), {}, key),
  entry: (id: string) => get<Entry>(at("entries", id)),
  withdrawal: (id: string) => get<WithdrawnEntry>(at("entries", id, "withdrawal")),
  entryClasses: (id: string) => get<EntryClasses>(at("entries", id, "classes")),
  gradingWorksheet: () => get<Worksheet>(at("grading", "worksheet")),
  gradingConfirmations: () => get<{ items: Confirmation[] }>(at("grading", "confirmations")),
  confirmSuggestions: (body: ConfirmSuggestions, key: string) =>
    send<Confirmed>("POST", at("grading", "worksheet"), body, key),
  sample: (entry: string, key: string) =>
    send<{ items: Sampling[] }>("POST", at("entries", entry, "samplings"), {}, key),
  confirmGrades: (entry: string, version: number, key: string) =>
    send<EntryGrading>("POST", at("entries", entry, "grading", "confirmations"), { version }, key),
  zone: () => get<Zone>(at("zone")),
  entryGrading: (id: string) => get<EntryGrading>(at("entries", id, "grading")),
  gradingInspection: (filter: Query, cursor?: string) =>
    get<z.infer<typeof gradingInspection>>(at("grading", "inspection"), { ...filter, cursor }),
  gradingProgress: () => get<{ items: GradingProgress[] }>(at("grading", "progress")),
  list: (list: ListName, cursor?: string) => get<List<ListRow>>(at("lists", list), { cursor }),
  listStatus: (list: ListName) => get<{ items: ListStatus[] }>(at("lists", list, "status")),
  listVersions: (list: ListName) => get<{ items: ListVersion[] }>(at("lists", list, "versions")),
  registrations: (query: Query) =>
    get<List<RegisteredResource>>(at("registrations"), { limit: 50, ...query }),
  registrationStanding: () => get<RegistrationStanding>(at("registrations", "progress")),
  sources: (q: string, cursor?: string) =>
    get<List<SourceItem>>(at("sources"), { ...(q === "" ? {} : { q }), cursor }),
  jointCollections: (cursor?: string) => get<List<JointQuality>>(at("joint-collections"), { cursor }),
  statutorySources: () => get<{ items: StatutorySource[] }>(at("sources", "statutory")),
  blankEntry: (id: string) => get<NewEntry>(at("entries", "blank"), { id }),
  createEntry: (id: string, draft: EntryContent) => send<Entry>("POST", at("entries"), { id, draft }),
  saveEntry: (id: string, draftVersion: number, draft: EntryContent) =>
    send<Entry>("PUT", at("entries", id), { draftVersion, draft }),
  submissions: (id: string) => get<Submissions>(at("matters", id, "submissions")),
  entryRemarks: (id: string) => get<{ items: EntryRemark[] }>(at("entries", id, "remarks")),
  answerRemark: (id: string, remark: string, body: z.input<typeof answerRemark>) =>
    send<{ items: EntryRemark[] }>("PUT", at("entries", id, "remarks", remark), body),
  submitEntries: (body: Form & { entries: readonly string[] }, key: string) =>
    send<StartedTogether>("POST", at("catalogue", "submissions"), body, key),
  declareChanges: (body: Form & { entries: readonly string[] }, key: string) =>
    send<StartedTogether>("POST", at("catalogue", "changes"), body, key),
  dropEntry: (id: string) => send<null>("DELETE", at("entries", id)),
  mountInterface: (id: string, body: z.input<typeof mountInterface>, key: string) =>
    send<Entry>("POST", at("entries", id, "resources"), body, key),
  interfaceState: (id: string) => get<InterfaceState>(at("entries", id, "interface")),
  interfaceIdentity: () => get<InterfaceIdentity>(at("interface-identity")),
  changeInterface: (id: string, body: z.input<typeof changeInterface>, key: string) =>
    send<InterfaceState>("PUT", at("entries", id, "interface"), body, key),
  tryInterface: (id: string, body: z.input<typeof tryInterface>) =>
    send<InterfaceTrial>("POST", at("entries", id, "interface", "trial"), body),
  mount: (id: string, resource: MountResource) =>
    send<Entry>("POST", at("entries", id, "resources"), resource),
};
