import { placesOf } from "../../../src/contract/remark.ts";
import type { Widget, WidgetProps } from "../../shared/ActionPanel.tsx";
import { checkRemarks, RemarksInput, reasonsFromRemarks } from "../ch3-catalogue/RemarksInput.tsx";
import { useEntry } from "./useEntry.ts";

function EntryRemarks({ matter, form, errors, onChange }: WidgetProps) {
  const entry = useEntry(matter);
  if (entry === undefined) return null;
  return <RemarksInput places={placesOf(entry.draft)} form={form} errors={errors} onChange={onChange} />;
}

/** A step that sends an entry back says what is wrong with which of its fields and items. */
export const entryRemarks: Widget = {
  fields: ["remarks", "duplicate"],
  Component: EntryRemarks,
  check: checkRemarks,
  reasons: reasonsFromRemarks,
};
