import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MatterDocuments } from "../../src/contract/document.ts";
import type { Matter } from "../../src/contract/matter.ts";

export const documentsKey = (matter: Matter) => ["documents", matter.id, matter.version] as const;

/** Keeps what the platform answers after a change. */
export function useDocumentChange<Input>(matter: Matter, change: (input: Input) => Promise<MatterDocuments>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (documents) => queries.setQueryData(documentsKey(matter), documents),
  });
}
