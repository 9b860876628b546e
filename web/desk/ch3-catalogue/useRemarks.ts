import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { z } from "zod";
import type { Entry, EntryContent } from "../../../src/contract/entry.ts";
import type { answerRemark, EntryRemark } from "../../../src/contract/remark.ts";
import { api } from "../../shared/api.ts";
import { fieldId } from "./fields.ts";

/** What was said of the entry; read again with every saved draft, since that is what remarks are compared with. */
export function useRemarks(entry: Pick<Entry, "id" | "draftVersion" | "status">): readonly EntryRemark[] {
  const read = useQuery({
    queryKey: ["entry-remarks", entry.id, entry.draftVersion, entry.status],
    queryFn: () => api.entryRemarks(entry.id),
    enabled: entry.draftVersion > 0,
    placeholderData: keepPreviousData,
  });
  return read.data?.items ?? [];
}

export const isOpen = (remark: EntryRemark) => remark.settledAt === null;
/** Neither changed nor answered: what would keep the entry from being sent in again. */
export const isLeft = (remark: EntryRemark) => isOpen(remark) && remark.answer === null && !remark.changed;

export function useAnswer(entryId: string, remarkId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof answerRemark>) => api.answerRemark(entryId, remarkId, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["entry-remarks", entryId] }),
  });
}

interface OnEntry {
  entryId: string;
  remarks: readonly EntryRemark[];
}

/** Remarks of the entry being edited, for the fields they stand at. */
export const RemarksOfEntry = createContext<OnEntry>({ entryId: "", remarks: [] });

/** Open remarks at a place such as `/abstract` or `/items/xm`. */
export function useRemarksAt(place: string): OnEntry {
  const { entryId, remarks } = useContext(RemarksOfEntry);
  return { entryId, remarks: remarks.filter((remark) => isOpen(remark) && remark.place === place) };
}

/** Id of the control that a remark is about; null where the item it names is no longer there. */
export function controlAt(content: EntryContent, place: string): string | null {
  if (place === "/secrecyReview") return fieldId("/secrecyReview/reviewer");
  const [, list, column] = place.split("/");
  if (list !== "items") return fieldId(place);
  const index = content.items.findIndex((item) => item.column === column);
  return index < 0 ? null : fieldId(`/items/${index}/name`);
}
