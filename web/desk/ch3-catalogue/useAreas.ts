import { useQuery } from "@tanstack/react-query";
import { api } from "../../shared/api.ts";

/** Names of the areas that an entry may cover, by their codes; empty while they are being read. */
export function useAreas(): ReadonlyMap<string, string> {
  const { data } = useQuery({ queryKey: ["areas"], queryFn: api.areas, staleTime: 600_000 });
  return new Map(data?.items.map(({ code, name }) => [code, name]));
}
