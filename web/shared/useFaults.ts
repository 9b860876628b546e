import { useState } from "react";
import type { FieldError } from "../../src/contract/problem.ts";
import { ApiError } from "./http.ts";

/**
 * What is to be mended in a form: what was found here before it was sent, else what the platform found. `keep` keeps what
 * was found here, and says whether that is nothing, so that the form may go.
 */
export function useFaults(error: Error | null) {
  const [found, setFound] = useState<FieldError[]>([]);
  const refused = error instanceof ApiError ? error : null;
  return {
    refused,
    errors: found.length > 0 ? found : (refused?.errors ?? []),
    /** The refusal, where nothing was found here since. */
    standing: found.length > 0 ? null : refused,
    keep: (problems: FieldError[]): boolean => {
      setFound(problems);
      return problems.length === 0;
    },
  };
}
