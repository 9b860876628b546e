import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { api } from "./api.ts";
import { articleOf, citationText } from "./format.ts";
import { Icon } from "./Icon.tsx";

/** Puts the note under its tag, kept inside the window; above it where the room below is too small. */
function place(note: HTMLElement, tag: HTMLElement): void {
  const anchor = tag.getBoundingClientRect();
  const left = Math.max(16, Math.min(anchor.left, window.innerWidth - note.offsetWidth - 16));
  const below = anchor.bottom + 6;
  const fits = below + note.offsetHeight < window.innerHeight;
  note.style.left = `${left}px`;
  note.style.top = `${fits ? below : Math.max(8, anchor.top - note.offsetHeight - 6)}px`;
}

function Summary({ citation }: { citation: string }) {
  const number = articleOf(citation);
  const { data, isError } = useQuery({
    queryKey: ["article", number],
    queryFn: () => api.article(number),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isError) return <p>没有读到本条说明，请关闭后再打开。</p>;
  if (data === undefined) return <p className="muted">正在读取本条说明</p>;
  return (
    <>
      <p>
        <b>{data.title}</b>
      </p>
      <p>{data.summary}</p>
      <p>
        <b>时限</b>　{data.deadline ?? "未规定"}
      </p>
    </>
  );
}

/** 「第二十七条」, opening our summary of the article. `citation` is such as `27` or `27¶2(2)`. */
export function LawTag({ citation }: { citation: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const tag = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const label = citationText(citation);
  return (
    <>
      <button
        ref={tag}
        type="button"
        className="law-tag"
        aria-expanded={open}
        aria-label={`查看${label}说明`}
        popoverTarget={id}
      >
        {label}
      </button>
      <div
        ref={note}
        id={id}
        popover="auto"
        role="note"
        className="law-note"
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          if (opened && note.current !== null && tag.current !== null) place(note.current, tag.current);
        }}
      >
        <header>
          {label}
          <button
            type="button"
            className="link-button"
            popoverTarget={id}
            popoverTargetAction="hide"
            aria-label="关闭"
          >
            <Icon name="close" />
          </button>
        </header>
        {open && <Summary citation={citation} />}
        <p className="plain">本平台的通俗说明，以办法原文为准。</p>
      </div>
    </>
  );
}
