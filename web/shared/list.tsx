import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { List } from "./api.ts";
import { Failure, Loading } from "./States.tsx";

/** A list that loads on: all pages read so far as one array. */
export function useList<T>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<List<T>>,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetchPage(pageParam === "" ? undefined : pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) };
}

/** States of such a list around its drawing, with the button that loads on and the count of what is shown. */
export function ListStates<T>(props: {
  list: ReturnType<typeof useList<T>>;
  empty: ReactNode;
  unit: string;
  children: (items: T[]) => ReactNode;
}) {
  const { query, items } = props.list;
  if (items === undefined) {
    return query.error === null ? <Loading /> : <Failure error={query.error} retry={() => query.refetch()} />;
  }
  if (items.length === 0) return props.empty;
  return (
    <>
      {props.children(items)}
      <p className="list-end muted small">
        已显示 {items.length} {props.unit}
        {query.hasNextPage ? (
          <button
            type="button"
            className="button"
            disabled={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            再显示一些
          </button>
        ) : (
          "，已全部显示。"
        )}
      </p>
      {query.isFetchNextPageError && <Failure error={query.error} retry={() => query.fetchNextPage()} />}
    </>
  );
}
