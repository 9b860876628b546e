import type { z } from "zod";
import type { Client, SignatureAlgorithm } from "../../src/contract/client.ts";
import type { Channel, Responsibility } from "../../src/contract/duty.ts";
import type {
  askForPerson,
  grantPost,
  InHand,
  IssuedActivation,
  leave,
  openPerson,
  Person,
  RecordedAct,
} from "../../src/contract/person.ts";
import type { RecordDetail, RegisterInfo, RegisterRecord } from "../../src/contract/record.ts";
import type { ChangeDone, ChangePreview, UnitChange } from "../../src/contract/reorganisation.ts";
import type { LibraryDocument } from "../../src/contract/service.ts";
import type { IssueTask, Task } from "../../src/contract/task.ts";
import type { RegisteredUnit, Unit } from "../../src/contract/unit.ts";
import type { UnitImport } from "../../src/contract/unit-import.ts";
import { at, type Form, get, type List, send } from "./http.ts";

/** A secret comes back for HMAC algorithms only, this one time. */
export interface IssuedKey {
  keyid: string;
  secret: string | null;
}

/** What the pages ask of units, persons, registers, tasks and client systems. */
export const partiesApi = {
  units: () => get<{ items: Unit[] }>(at("units")),
  unitRegister: () => get<{ items: RegisteredUnit[] }>(at("unit-register")),
  previewUnitChange: (change: UnitChange) =>
    send<ChangePreview>("POST", at("reorganisations", "preview"), change),
  changeUnits: (given: { change: UnitChange; digest: string; attachments: string[] }, key: string) =>
    send<ChangeDone>("POST", at("reorganisations"), given, key),
  importUnits: (file: string, apply: boolean) =>
    send<UnitImport>("POST", at("unit-imports"), { file, apply }),
  registers: () => get<{ items: RegisterInfo[] }>(at("registers")),
  records: (query: { register: string; matter?: string; cursor?: string }) =>
    get<List<RegisterRecord>>(at("records"), query),
  record: (id: string) => get<RecordDetail>(at("records", id)),
  enterRecord: (body: { register: string; form: Form; attachments: string[] }, key: string) =>
    send<RecordDetail>("POST", at("records"), body, key),
  changeRecord: (id: string, body: { version: number; form: Form; attachments: string[]; reason: string }) =>
    send<RecordDetail>("POST", at("records", id, "versions"), body),
  endRecord: (id: string, body: { version: number; reason: string }) =>
    send<RecordDetail>("POST", at("records", id, "end"), body),
  library: (query: { at?: string | undefined; q?: string | undefined; topic?: string | undefined }) =>
    get<{ at: string; items: LibraryDocument[] }>(at("library"), query),
  publishedLibrary: () => get<{ at: string; items: LibraryDocument[] }>(at("portal", "library")),
  responsibilities: (q: string) => get<{ items: Responsibility[] }>(at("responsibilities"), { q }),
  channels: () => get<{ items: Channel[] }>(at("channels")),

  tasks: (query: { cursor?: string }) => get<List<Task>>(at("tasks"), query),
  task: (id: string) => get<Task>(at("tasks", id)),
  issueTask: (body: IssueTask, key: string) => send<Task>("POST", at("tasks"), body, key),

  persons: (query: { q: string; cursor?: string | undefined }) =>
    get<List<Person>>(at("administration", "persons"), query),
  personActs: (query: { person?: string; cursor?: string | undefined }) =>
    get<List<RecordedAct>>(at("administration", "acts"), query),
  openPerson: (body: z.input<typeof openPerson>) =>
    send<IssuedActivation>("POST", at("administration", "persons"), body),
  inHand: (id: string) => get<{ items: InHand[] }>(at("administration", "persons", id, "in-hand")),
  suspendPerson: (id: string, body: z.input<typeof leave>) =>
    send<null>("POST", at("administration", "persons", id, "suspend"), body),
  restorePerson: (id: string, reason: string) =>
    send<null>("POST", at("administration", "persons", id, "restore"), { reason }),
  askForPerson: (id: string, body: z.input<typeof askForPerson>) =>
    send<null>("POST", at("administration", "persons", id, "requests"), body),
  confirmActivation: (id: string, reason: string) =>
    send<IssuedActivation>("POST", at("administration", "persons", id, "activation"), { reason }),
  confirmLink: (id: string, subject: string) =>
    send<null>("POST", at("administration", "persons", id, "external-login"), { subject }),
  declinePersonRequest: (id: string, request: string, reason: string) =>
    send<null>("POST", at("administration", "persons", id, "requests", request, "decline"), { reason }),
  resetSecondFactor: (id: string, reason: string) =>
    send<null>("POST", at("administration", "persons", id, "second-factor", "reset"), { reason }),
  grantPost: (id: string, body: z.input<typeof grantPost>) =>
    send<null>("POST", at("administration", "persons", id, "posts"), body),
  endPost: (id: string, post: string, body: z.input<typeof leave>) =>
    send<null>("POST", at("administration", "persons", id, "posts", post, "end"), body),

  clients: () => get<List<Client>>(at("clients")),
  createClient: (name: string) => send<{ id: string }>("POST", at("clients"), { name }),
  issueKey: (client: string, body: { algorithm: SignatureAlgorithm; publicKey?: string }) =>
    send<IssuedKey>("POST", at("clients", client, "keys"), body),
  revokeKey: (client: string, keyid: string) =>
    send<List<Client>>("POST", at("clients", client, "keys", keyid, "revoke"), {}),
};
