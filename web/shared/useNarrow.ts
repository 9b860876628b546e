import { useSyncExternalStore } from "react";

/** Below this width the styles draw pages for a phone. */
const query = "(max-width: 719px)";

const subscribe = (changed: () => void) => {
  const list = matchMedia(query);
  list.addEventListener("change", changed);
  return () => list.removeEventListener("change", changed);
};

/** Whether the page is drawn for a phone. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches);
