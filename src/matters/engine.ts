import type { Procedure, State } from "../law/language.ts";
import type { Parameters } from "../law/parameters.ts";
import type { Db } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import type { BoundProcedure } from "./bind.ts";
import type { MatterView } from "./context.ts";
import type { EventsPort, FilesPort, LedgerPort, PartiesPort } from "./ports.ts";
import type { MatterRow } from "./tables.ts";

/** What every part of the engine works with. */
export interface Engine {
  readonly db: Db;
  readonly procedures: ReadonlyMap<string, BoundProcedure>;
  readonly parties: PartiesPort;
  readonly ledger: LedgerPort;
  readonly events: EventsPort;
  /** Where there is none, attachments are refused. */
  readonly files: FilesPort | null;
  readonly parameters: Parameters;
  /** The city's prefix in the number of every matter. */
  readonly numbering: string;
}

export function boundOf(engine: Engine, kind: string): BoundProcedure {
  const bound = engine.procedures.get(kind);
  if (bound === undefined) throw new Problem("unknown_procedure", "没有这种事项，请从事项清单中选择。");
  return bound;
}

export function stateOf(procedure: Procedure, name: string): State {
  const state = procedure.states[name];
  if (state === undefined) throw new Error(`procedure ${procedure.kind}: no state ${name}`);
  return state;
}

export function viewOf(row: MatterRow): MatterView {
  const { subject_type: type, subject_id: id, subject_title: title } = row;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: row.title,
    state: row.state,
    version: row.version,
    starter: row.starter_party,
    provider: row.provider_party,
    holder: row.holder_party,
    startedBy: row.started_by,
    subject: type === null || id === null ? null : { type, id, title: title ?? "" },
    form: row.form,
    receivedAt: row.received_at,
  };
}
