import type { JsonObject } from "../contract/json.ts";
import type { Attachment } from "../contract/matter.ts";
import type { Remark } from "../contract/remark.ts";
import type { Refusal } from "../law/refusal.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { EventsPort, LedgerPort } from "./ports.ts";

/** A matter as guards, effects and facts see it. `form` is what its opening stated, typed by the declaration. */
export interface MatterView<Form = JsonObject> {
  readonly id: string;
  /** Number of the year, such as 某数享〔2026〕117号. */
  readonly number: string;
  readonly kind: string;
  readonly title: string;
  /** In guards the state before the step, in effects the state after it. */
  readonly state: string;
  readonly version: number;
  /** Party ids. */
  readonly starter: string;
  readonly provider: string | null;
  readonly holder: string | null;
  readonly startedBy: string;
  readonly subject: { readonly type: string; readonly id: string; readonly title: string } | null;
  readonly form: Form;
  /** Law clock. */
  readonly receivedAt: Date;
}

/** What a matter is opened with, before it has a number. */
export interface Opening<Form = JsonObject> {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly subject: string | null;
  readonly form: Form;
}

/** One step being taken, in its transaction. */
export interface Context<Form = JsonObject> {
  readonly tx: Tx;
  readonly matter: MatterView<Form>;
  /** Id of the row in `matters.step` and the name of the step (`opens` for the opening). */
  readonly step: { readonly id: string; readonly action: string };
  /** The step's own form, checked against its schema; for the opening the same as `matter.form`. */
  readonly form: JsonObject;
  readonly reasons: string | null;
  /** Null where the platform acts by timer. */
  readonly caller: Caller | null;
  /** Law clock and wall clock. */
  readonly at: Date;
  readonly wallAt: Date;
  readonly attachments: readonly Attachment[];
  readonly emit: EventsPort["emit"];
  readonly ledger: LedgerPort;
}

/** A draft sent back inside the office that wrote it, with what was said of single places of its subject. */
export interface InternalReturn {
  readonly tx: Tx;
  readonly subject: string | null;
  readonly remarks: readonly Remark[];
  readonly caller: Caller;
  readonly at: Date;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Citation such as `27¶2`. */
  readonly article: string | null;
}

export type Guard<Form = JsonObject> = (context: Context<Form>) => Promise<Refusal | undefined>;
export type Effect<Form = JsonObject> = (context: Context<Form>) => Promise<void>;
export type Facts<Form = JsonObject> = (
  db: Db | Tx,
  matter: MatterView<Form>,
  caller: Caller,
) => Promise<readonly Fact[]>;
