import { useQuery } from "@tanstack/react-query";
import type { EntryItem } from "../../../src/contract/entry.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";

/** Items of the entry that the matter is about; empty while unknown or when it is about something else. */
export function useEntryItems(matter: Matter): readonly EntryItem[] {
  const id = matter.subject?.type === "entry" ? matter.subject.id : null;
  const { data } = useQuery({
    queryKey: ["entry", id],
    queryFn: () => api.entry(id ?? ""),
    enabled: id !== null,
  });
  return (data?.published ?? data?.draft)?.items ?? [];
}
