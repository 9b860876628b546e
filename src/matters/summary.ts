import type { Deadline, MatterSummary } from "../contract/matter.ts";
import { chineseCitation } from "../law/citation.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { boundOf, type Engine, stateOf } from "./engine.ts";
import type { partyNames } from "./names.ts";
import type { MatterRow, SupervisionRow } from "./tables.ts";

export async function summarise(
  engine: Engine,
  row: MatterRow,
  deadlines: readonly Deadline[],
  supervised: readonly SupervisionRow[],
  nameOf: ReturnType<typeof partyNames>,
): Promise<MatterSummary> {
  const { procedure } = boundOf(engine, row.kind);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    kindTitle: procedure.title,
    title: row.title,
    article: chineseCitation(procedure.opens.cites),
    state: row.state,
    stateTitle: stateOf(procedure, row.state).title,
    closed: row.outcome !== null,
    version: row.version,
    starter: await nameOf(row.starter_party),
    holder: row.holder_party === null ? null : await nameOf(row.holder_party),
    receivedAt: toInstant(row.received_at),
    deadlines: [...deadlines],
    urged: supervised.filter(({ kind }) => kind === "urge").length,
    ordered: supervised.filter(({ kind }) => kind === "order").length,
  };
}
