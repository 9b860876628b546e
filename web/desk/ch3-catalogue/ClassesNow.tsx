import type { Entry } from "../../../src/contract/entry.ts";
import {
  labelOf,
  openingClassLabel,
  sharingClassLabel,
  sharingModeLabel,
} from "../../../src/contract/labels.zh.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Facts, Section } from "../../shared/Page.tsx";

const said = (label: string, value: string) => (value === "" ? [] : [{ label, value }]);

/** The classes and conditions in force, for whoever is about to change or to evaluate them. */
export function ClassesNow({ entry: { published } }: { entry: Entry }) {
  if (published === null) return null;
  const modes = published.sharingModes.map((mode) => sharingModeLabel[mode]).join("、");
  return (
    <Section title="现行属性和条件" aside={<LawTag citation="24" />}>
      <Facts
        facts={[
          { label: "共享类型", value: labelOf(sharingClassLabel, published.sharingClass) },
          ...said("共享方式", modes),
          ...said("共享范围", published.sharingScope),
          ...said("使用用途", published.sharingPurpose),
          ...said("共享依据", published.sharingBasis),
          { label: "开放类型", value: labelOf(openingClassLabel, published.openingClass) },
          ...said("开放条件", published.openingConditions),
          ...said("不予开放依据", published.openingBasis),
        ]}
      />
    </Section>
  );
}
