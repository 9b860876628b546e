import type { ColumnType, Selectable } from "kysely";
import type { SignatureAlgorithm } from "../contract/client.ts";
import type { Channel, Responsibility } from "../contract/duty.ts";
import type { JsonObject } from "../contract/json.ts";
import type { PersonAct } from "../contract/person.ts";
import type { RegisterName } from "../contract/record.ts";
import type { PartyKind, PartyLevel, Role } from "../contract/roles.ts";

interface RegionTable {
  code: string;
  name: string;
  level: "province" | "city" | "county";
  parent: string | null;
}

interface PartyTable {
  id: string;
  uscc: string | null;
  name: string;
  short_name: string;
  kind: PartyKind;
  level: PartyLevel;
  region: string;
  active_from: Date;
  active_until: Date | null;
}

interface FormerNameTable {
  party_id: string;
  name: string;
  until: Date;
}

interface SuccessionTable {
  predecessor_id: string;
  successor_id: string;
  kind: "merger" | "split";
  at: Date;
}

interface PersonTable {
  id: string;
  name: string;
  suspended_at: Date | null;
}

interface PostTable {
  id: string;
  person_id: string;
  party_id: string;
  unit: string | null;
  roles: Role[];
  held_from: Date;
  held_until: Date | null;
}

interface ClientTable {
  id: string;
  party_id: string;
  name: string;
  created_by: string;
  created_at: Date;
}

interface ClientKeyTable {
  id: string;
  client_id: string;
  keyid: string;
  algorithm: ColumnType<SignatureAlgorithm, SignatureAlgorithm, never>;
  sealed_secret: Buffer | null;
  public_key: string | null;
  issued_by: string;
  issued_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

/** A task issued to several units is one matter for each. */
interface TaskMatterTable {
  matter_id: string;
  task_id: string;
  issuer_id: string;
  addressee_id: string;
}

type Json = ColumnType<JsonObject, string, never>;

interface RecordTable {
  id: string;
  register: RegisterName;
  keeper_id: string;
  version: number;
  ended: boolean;
}

interface RecordVersionTable {
  record_id: string;
  version: number;
  content: Json;
  ended: boolean;
  reason: string | null;
  person_id: string;
  person_name: string;
  at: Date;
  wall_at: Date;
  receipt: string;
}

interface RecordFileTable {
  record_id: string;
  version: number;
  file_id: string;
  name: string;
  bytes: string;
  media_type: string;
  sm3: string;
}

interface OfficeTable {
  office: "standardisation" | "staffing";
  region: string;
  party_id: string;
  since: Date;
  until: Date | null;
}

interface ResponsibilityTable {
  id: string;
  region: string;
  category: string;
  data_kind: Responsibility["dataKind"];
  department_id: string;
  basis: string;
  scope: string;
  matter_id: string;
  since: string;
  until: string | null;
}

interface ChannelTable {
  id: string;
  name: string;
  purpose: Channel["purpose"];
  state: Channel["state"];
  owner_id: string | null;
  matter_id: string | null;
  merge_by: string | null;
  merged_on: string | null;
}

interface PersonActTable {
  id: string;
  person_id: string;
  act: PersonAct;
  detail: string;
  reason: string | null;
  by_person: string;
  by_name: string;
  at: Date;
  wall_at: Date;
  receipt: string;
}

/** Asked for by one administrator, settled once by another. */
interface PersonRequestTable {
  id: string;
  person_id: string;
  act: "activation" | "external-link";
  issuer: string | null;
  subject: string | null;
  reason: string;
  asked_by: string;
  asked_by_name: string;
  asked_at: ColumnType<Date, Date, never>;
  settled_by: ColumnType<string | null, never, string>;
  settled_at: ColumnType<Date | null, never, Date>;
  confirmed: ColumnType<boolean | null, never, boolean>;
  /** Since when it gave way to a new one, never having been settled. */
  lapsed_at: ColumnType<Date | null, never, Date>;
}
export type PersonRequestRow = Selectable<PersonRequestTable>;

declare module "../platform/db/tables.ts" {
  interface Tables {
    "parties.region": RegionTable;
    "parties.party": PartyTable;
    "parties.former_name": FormerNameTable;
    "parties.succession": SuccessionTable;
    "parties.person": PersonTable;
    "parties.post": PostTable;
    "parties.client": ClientTable;
    "parties.client_key": ClientKeyTable;
    "parties.task_matter": TaskMatterTable;
    "parties.record": RecordTable;
    "parties.record_version": RecordVersionTable;
    "parties.record_file": RecordFileTable;
    "parties.record_matter": { record_id: string; matter_id: string };
    "parties.office": OfficeTable;
    "parties.responsibility": ResponsibilityTable;
    "parties.channel": ChannelTable;
    "parties.person_act": PersonActTable;
    "parties.person_request": PersonRequestTable;
  }
}
