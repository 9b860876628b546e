import { useBlocker } from "@tanstack/react-router";
import { Button } from "antd";
import type { EntryContent } from "../../../src/contract/entry.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { hasUnnamedItem, type SaveState } from "./useDraft.ts";

/** Why what was typed cannot be saved on leaving; null where it is saved, or will be. */
function hindrance(state: SaveState, content: EntryContent): string | null {
  if (state === "saved" || state === "blank") return null;
  if (state === "conflict") return "本目录刚被他人保存过，留哪一份还没有定。";
  if (state === "failed") return "本页的改动没有保存成功。";
  return hasUnnamedItem(content) ? "有数据项还没有填名称或者字段名，填好后才能保存。" : null;
}

/** Asks before anything typed is lost by leaving the page, and warns before the tab is closed on it. */
export function LeaveGuard(props: { state: SaveState; content: EntryContent; giveUp: () => void }) {
  const { state, content, giveUp } = props;
  const why = hindrance(state, content);
  const leaving = useBlocker({
    // Places within the page are reached by addresses, too.
    shouldBlockFn: ({ current, next }) => why !== null && next.pathname !== current.pathname,
    enableBeforeUnload: () => state !== "saved" && state !== "blank",
    withResolver: true,
  });
  if (leaving.status !== "blocked") return null;
  return (
    <Dialog title="离开本页？" onClose={leaving.reset}>
      <p>{why}现在离开，没有保存的改动就没有了。</p>
      <p className="acts">
        <Button type="primary" autoFocus onClick={leaving.reset}>
          留在本页
        </Button>
        <Button
          danger
          onClick={() => {
            giveUp();
            leaving.proceed();
          }}
        >
          不保存，离开
        </Button>
      </p>
    </Dialog>
  );
}
