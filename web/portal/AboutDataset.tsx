import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Dataset } from "../../src/contract/portal.ts";
import { api } from "../shared/api.ts";
import { ApiError } from "../shared/http.ts";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { WithdrawnPage } from "./WithdrawnPage.tsx";

/** A page about an open dataset; where it was withdrawn, or never was, that stands in its place. */
export function AboutDataset(props: {
  code: string;
  children: (dataset: UseQueryResult<Dataset>) => ReactNode;
}) {
  const { code, children } = props;
  const dataset = useQuery({ queryKey: ["dataset", code], queryFn: () => api.dataset(code) });
  const status = dataset.error instanceof ApiError ? dataset.error.status : null;
  if (status === 404) return <NotFoundPage />;
  if (status === 410) return <WithdrawnPage code={code} />;
  return children(dataset);
}
