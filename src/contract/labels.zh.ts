import {
  changeKindLabel,
  classSideLabel,
  collectedAboutLabel,
  conversionGroundLabel,
  evaluationResultLabel,
  gradeLabel,
  gradingTriggerLabel,
  listNameLabel,
  projectKindLabel,
} from "./labels/catalogue.zh.ts";
import {
  columnTreatmentLabel,
  objectionGroundLabel,
  openingFormLabel,
  openingPriorityLabel,
} from "./labels/data.zh.ts";
import {
  channelPurposeLabel,
  channelStatusLabel,
  dataKindLabel,
  documentLevelLabel,
  documentTopicLabel,
  fundPurposeLabel,
  libraryKindLabel,
  riskLabel,
  urgencyLabel,
} from "./labels/duties.zh.ts";
import {
  importanceLabel,
  openingClassLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "./labels/entry.zh.ts";

export * from "./labels/catalogue.zh.ts";
export * from "./labels/data.zh.ts";
export * from "./labels/duties.zh.ts";
/** Chinese labels of the codes that travel on the wire, by subject. Texts of the law stand beside their declarations. */
export * from "./labels/entry.zh.ts";
export * from "./labels/industry.zh.ts";
export * from "./labels/office.zh.ts";
export * from "./labels/parties.zh.ts";

/** Label of a code, or the code itself where a later version of the platform sends one we do not know. */
export function labelOf(labels: Readonly<Record<string, string>>, code: string | null): string {
  if (code === null) return "未填";
  return (Object.hasOwn(labels, code) ? labels[code] : undefined) ?? code;
}

/** Dictionaries of the coded fields of declared forms (`contract/forms.ts`), by name of the field. */
export const fieldLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mode: sharingModeLabel,
  modes: sharingModeLabel,
  class: openingClassLabel,
  forms: openingFormLabel,
  ground: objectionGroundLabel,
  documentKind: libraryKindLabel,
  documentLevel: documentLevelLabel,
  documentTopic: documentTopicLabel,
  risk: riskLabel,
  urgency: urgencyLabel,
  fundPurpose: fundPurposeLabel,
  dataKind: dataKindLabel,
  channelPurpose: channelPurposeLabel,
  channelStatus: channelStatusLabel,
  treatment: columnTreatmentLabel,
  updateFrequency: updateFrequencyLabel,
  changeKind: changeKindLabel,
  sharingClass: sharingClassLabel,
  openingClass: openingClassLabel,
  sharingModes: sharingModeLabel,
  conversion: conversionGroundLabel,
  side: classSideLabel,
  list: listNameLabel,
  about: collectedAboutLabel,
  frequency: updateFrequencyLabel,
  projectKind: projectKindLabel,
  result: evaluationResultLabel,
  gradingTrigger: gradingTriggerLabel,
  grade: gradeLabel,
  importance: importanceLabel,
  priority: openingPriorityLabel,
};
