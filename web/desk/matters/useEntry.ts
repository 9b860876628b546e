import { useQuery } from "@tanstack/react-query";
import type { Entry, EntryItem } from "../../../src/contract/entry.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";

/** The entry that the matter is about; undefined while unknown, not readable, or when it is about something else. */
export function useEntry(matter: Matter): Entry | undefined {
  const id = matter.subject?.type === "entry" ? matter.subject.id : null;
  return useQuery({
    queryKey: ["entry", id],
    queryFn: () => api.entry(id ?? ""),
    enabled: id !== null,
  }).data;
}

export function useEntryItems(matter: Matter): readonly EntryItem[] {
  const entry = useEntry(matter);
  return (entry?.published ?? entry?.draft)?.items ?? [];
}
