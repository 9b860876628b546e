import { datasetStateLabel, openingClassLabel } from "../../src/contract/labels.zh.ts";
import type { DatasetSummary } from "../../src/contract/portal.ts";
import { Icon } from "../shared/Icon.tsx";

/** Opening class of a dataset, or that it is suspended or withdrawn. */
export function OpenState({ dataset }: { dataset: DatasetSummary }) {
  if (dataset.state === "open") {
    return <span className="chip">{openingClassLabel[dataset.openingClass]}</span>;
  }
  return (
    <span className="chip refused">
      <Icon name={dataset.state === "suspended" ? "pause" : "close"} />
      {datasetStateLabel[dataset.state]}
    </span>
  );
}
