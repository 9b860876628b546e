import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry, EntryContent } from "../../../src/contract/entry.ts";
import { api } from "../../shared/api.ts";
import { ApiError } from "../../shared/http.ts";

const pause = 1_500;

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed";

const toSave = (content: EntryContent): EntryContent => ({
  ...content,
  area: content.area.map((part) => part.trim()).filter((part) => part !== ""),
});

/** Whether a row of the items still lacks its name or column, which the platform does not take. */
export const hasUnnamedItem = (content: EntryContent): boolean =>
  content.items.some((item) => item.name.trim() === "" || item.column === "");

/**
 * A draft that saves itself after a pause in typing. On a version conflict nothing typed is lost: saving stops
 * until the person either writes over the other's version or takes it.
 */
export function useDraft(entry: Entry) {
  const [content, setContent] = useState(entry.draft);
  const [state, setState] = useState<SaveState>("saved");
  const [failure, setFailure] = useState<Error | null>(null);
  const [saved, setSaved] = useState(entry);
  const version = useRef(entry.draftVersion);
  const latest = useRef(content);
  const queries = useQueryClient();

  const save = useCallback(async (): Promise<boolean> => {
    setState("saving");
    const sent = latest.current;
    try {
      const answer = await api.saveEntry(entry.id, version.current, toSave(sent));
      version.current = answer.draftVersion;
      setSaved(answer);
      setFailure(null);
      queries.setQueryData(["entry", entry.id], answer);
      setState(latest.current === sent ? "saved" : "waiting");
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error("保存失败"));
      setState(error instanceof ApiError && error.code === "draft_conflict" ? "conflict" : "failed");
      return false;
    }
  }, [entry.id, queries]);

  useEffect(() => {
    if (state !== "waiting" || hasUnnamedItem(content)) return;
    const timer = setTimeout(save, pause);
    return () => clearTimeout(timer);
  }, [state, content, save]);

  const change = useCallback((next: EntryContent) => {
    latest.current = next;
    setContent(next);
    setState((before) => (before === "conflict" || before === "saving" ? before : "waiting"));
  }, []);

  const resolve = async (keep: "mine" | "theirs") => {
    const current = await api.entry(entry.id);
    version.current = current.draftVersion;
    if (keep === "mine") return save();
    latest.current = current.draft;
    setContent(current.draft);
    setSaved(current);
    setFailure(null);
    setState("saved");
    return true;
  };

  return { content, change, state, failure, saved, save, resolve };
}
