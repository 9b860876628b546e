import { opinionActLabel, reviewStageLabel } from "../../../src/contract/labels.zh.ts";
import type { Draft, ReviewStage } from "../../../src/contract/office.ts";
import { Changes } from "../../shared/Changes.tsx";
import { instantText } from "../../shared/format.ts";

const chipClass: Readonly<Record<ReviewStage, string>> = {
  "section-head": "chip active",
  "chief-data-officer": "chip active",
  returned: "chip attention",
  sent: "chip done",
  withdrawn: "chip later",
  lapsed: "chip later",
};

export function StageChip({ stage }: { stage: ReviewStage }) {
  return <span className={chipClass[stage]}>{reviewStageLabel[stage]}</span>;
}

/** Every hand on the draft, oldest first. */
export function Opinions({ draft, now }: { draft: Draft; now: string | undefined }) {
  return (
    <ol className="history">
      {draft.opinions.map((opinion) => (
        <li key={`${opinion.at} ${opinion.act} ${opinion.stage}`}>
          <time dateTime={opinion.at} className="small muted">
            {instantText(opinion.at, now)}
          </time>
          <div>
            <p>
              <b>{opinion.by?.name ?? "平台"}</b>
              {opinion.onBehalfOf !== null && `（代${opinion.onBehalfOf.name}）`}
              {opinion.unit !== null && <span className="muted">　{opinion.unit}</span>}
              {"　"}
              {opinionActLabel[opinion.act]}
            </p>
            {opinion.opinion !== null && <p className="reasons">{opinion.opinion}</p>}
            <Changes changes={opinion.changes} />
          </div>
        </li>
      ))}
    </ol>
  );
}
