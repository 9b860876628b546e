import { useSyncExternalStore } from "react";

/** The portal has nine addresses; the History API serves them without a router library (see ADR 0060). */
/** The portal has eight addresses; the History API serves them without a router library (see ADR 0060). */

const moved = "gongshu:moved";

/** Goes to an address of the portal without a reload. */
export function navigate(path: string): void {
  history.pushState(null, "", path);
  window.scrollTo(0, 0);
  window.dispatchEvent(new Event(moved));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(moved, listener);
  window.addEventListener("popstate", listener);
  return () => {
    window.removeEventListener(moved, listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Where the browser is, as it moves; `search` has its question mark. */
export function useAddress(): { pathname: string; search: string } {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const { pathname, search } = new URL(address, location.origin);
  return { pathname, search };
}
