import { useQueryClient } from "@tanstack/react-query";
import canonicalize from "canonicalize";
import { useCallback, useEffect, useRef, useState } from "react";
import type { EntryContent } from "../../../src/contract/entry.ts";
import { api } from "../../shared/api.ts";
import { ApiError } from "../../shared/http.ts";
import type { EditedEntry } from "./editorFields.tsx";

const pause = 1_500;

/** `blank`: nothing typed, nothing kept. */
export type SaveState = "blank" | "saved" | "waiting" | "saving" | "conflict" | "failed";

const toSave = (content: EntryContent): EntryContent => ({
  ...content,
  area: content.area.map((part) => part.trim()).filter((part) => part !== ""),
});

/** Whether a row of the items still lacks its name or column, which the platform does not take. */
export const hasUnnamedItem = (content: EntryContent): boolean =>
  content.items.some((item) => item.name.trim() === "" || item.column === "");

/** The last save of each entry: one follows the other, and who reads an entry to edit it waits for it. */
const lastSaves = new Map<string, Promise<boolean>>();
export const savesDone = async (id: string): Promise<void> => {
  await lastSaves.get(id);
};

/** Whether the platform may have saved what it gave no answer to. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500);
const isConflict = (error: unknown): boolean => error instanceof ApiError && error.code === "draft_conflict";

/**
 * A draft that saves itself after a pause in typing, and comes into being with the first thing saved. On a version
 * conflict nothing typed is lost: saving stops until the person either writes over the other's version or takes it.
 */
export function useDraft(entry: EditedEntry) {
  const [content, setContent] = useState(entry.draft);
  const [state, setState] = useState<SaveState>(entry.draftVersion === 0 ? "blank" : "saved");
  const [failure, setFailure] = useState<Error | null>(null);
  const [saved, setSaved] = useState(entry);
  const version = useRef(entry.draftVersion);
  const latest = useRef(content);
  const kept = useRef(content);
  const blank = useRef(JSON.stringify(entry.draft));
  const unanswered = useRef<EntryContent[]>([]);
  const queries = useQueryClient();

  /** Nothing is kept yet, and what was typed has been taken back. */
  const isBlank = useCallback(
    (now: EntryContent) =>
      version.current === 0 && unanswered.current.length === 0 && JSON.stringify(now) === blank.current,
    [],
  );

  /** What stands there instead may be what was sent from here before, and is no other person's work then. */
  const send = useCallback(
    async (draft: EntryContent) => {
      const attempt = () =>
        version.current === 0
          ? api.createEntry(entry.id, draft)
          : api.saveEntry(entry.id, version.current, draft);
      try {
        return await attempt();
      } catch (error) {
        if (isUnanswered(error)) unanswered.current.push(draft);
        if (!isConflict(error) || unanswered.current.length === 0) throw error;
        const there = await api.entry(entry.id);
        const text = canonicalize(there.draft);
        if (!unanswered.current.some((one) => canonicalize(one) === text)) throw error;
        version.current = there.draftVersion;
        return attempt();
      }
    },
    [entry.id],
  );

  const store = useCallback(async (): Promise<boolean> => {
    const sent = latest.current;
    if (sent === kept.current || isBlank(sent)) return true;
    setState("saving");
    try {
      const answer = await send(toSave(sent));
      version.current = answer.draftVersion;
      unanswered.current = [];
      kept.current = sent;
      setSaved(answer);
      setFailure(null);
      // What is being read meanwhile is older than this.
      await queries.cancelQueries({ queryKey: ["entry", entry.id], exact: true });
      queries.setQueryData(["entry", entry.id], answer);
      queries.invalidateQueries({ queryKey: ["entry-search"] });
      setState(latest.current === sent ? "saved" : "waiting");
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error("保存失败"));
      setState(isConflict(error) ? "conflict" : "failed");
      return false;
    }
  }, [entry.id, queries, isBlank, send]);

  // One after the other: a second save sent meanwhile would be in conflict with the first.
  const save = useCallback((): Promise<boolean> => {
    const next = savesDone(entry.id).then(store);
    lastSaves.set(entry.id, next);
    return next;
  }, [entry.id, store]);

  useEffect(() => {
    if (state !== "waiting" || hasUnnamedItem(content)) return;
    const timer = setTimeout(save, pause);
    return () => clearTimeout(timer);
  }, [state, content, save]);

  // Whoever leaves the page within the pause keeps what they typed.
  useEffect(
    () => () => {
      if (!hasUnnamedItem(latest.current)) void save();
    },
    [save],
  );

  const change = useCallback(
    (next: EntryContent) => {
      latest.current = next;
      setContent(next);
      const calm = isBlank(next) ? "blank" : "waiting";
      if (calm === "blank") setFailure(null);
      setState((before) => (before === "conflict" || before === "saving" ? before : calm));
    },
    [isBlank],
  );

  /** Whoever leaves now does so without what is not saved. */
  const giveUp = () => {
    latest.current = kept.current;
  };

  const resolve = async (keep: "mine" | "theirs") => {
    const current = await api.entry(entry.id);
    version.current = current.draftVersion;
    if (keep === "mine") return save();
    latest.current = current.draft;
    kept.current = current.draft;
    setContent(current.draft);
    setSaved(current);
    setFailure(null);
    setState("saved");
    return true;
  };

  return { content, change, state, failure, saved, save, giveUp, resolve };
}
