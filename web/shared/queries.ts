import { QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./api.ts";
import { civilDateOf } from "./format.ts";
import { ApiError, rememberSession } from "./http.ts";

/** A refusal stays a refusal however often it is asked; only a lost connection is tried again. */
const worthRetrying = (failures: number, error: Error) =>
  error instanceof ApiError && error.status === 0 && failures < 2;

export function createQueries(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: worthRetrying, staleTime: 5_000 } } });
}

export const platformQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: api.platform,
  staleTime: 30_000,
  refetchInterval: 60_000,
});

/** The signed-in person, or null. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    // A proxy before the platform may send a token of its own along, which is not one of ours.
    const me = await api.session().catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    });
    rememberSession(me);
    return me;
  },
  staleTime: 60_000,
});

/** The platform that answers, for what the city is called; undefined while that is not known. */
export const usePlatform = () => useQuery(platformQuery).data;

/** Instant of the platform's clock, or undefined while it is not known; `today` is its civil date. */
export function useLawTime(): { now: string | undefined; today: string | undefined } {
  const now = useQuery(platformQuery).data?.lawTime;
  return { now, today: now === undefined ? undefined : civilDateOf(now) };
}
