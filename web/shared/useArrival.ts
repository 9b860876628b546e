import { type RefObject, useEffect, useRef } from "react";

/** Takes the focus to what has just appeared, and again with every new `what`: the button that had it is gone. */
export function useArrival<E extends HTMLElement>(what: unknown): RefObject<E | null> {
  const ref = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new outcome arrives in the same place
  useEffect(() => ref.current?.focus(), [what]);
  return ref;
}
