import { type ReactNode, useEffect } from "react";
import type { EntryItem } from "../../src/contract/entry.ts";
import { levelLabel } from "../../src/contract/level.ts";

export interface Crumb {
  title: string;
  href?: string;
}

export function Breadcrumb({ trail }: { trail: readonly Crumb[] }) {
  return (
    <nav aria-label="所在位置" className="breadcrumb">
      <ol>
        {trail.map((crumb) => (
          <li key={crumb.title} aria-current={crumb.href === undefined ? "page" : undefined}>
            {crumb.href === undefined ? crumb.title : <a href={crumb.href}>{crumb.title}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Names the document, so that tabs, history and screen readers tell pages apart. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 公数`;
  }, [title]);
}

export function Section(props: {
  title: ReactNode;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="section" id={props.id}>
      <header>
        <h2>{props.title}</h2>
        {props.note !== undefined && <span className="muted small">{props.note}</span>}
        {props.aside !== undefined && <span className="aside small">{props.aside}</span>}
      </header>
      {props.children}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
  wide?: boolean;
}

export function Facts({ facts, single = false }: { facts: readonly Fact[]; single?: boolean }) {
  return (
    <dl className={single ? "facts single" : "facts"}>
      {facts.map((fact) => (
        <div key={fact.label} className={fact.wide === true ? "wide" : undefined}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Grade in ink only: outline, grey, solid, solid with a ring. */
export function Grade({ grade, importance }: { grade: number | null; importance?: EntryItem["importance"] }) {
  if (grade === null) return <span className="muted">未定</span>;
  if (importance !== undefined) return <span className="grade g4 nowrap">{levelLabel[importance]}</span>;
  return <span className={`grade g${grade}`}>{grade}级</span>;
}

/** A wide thing in its own scrolling frame, which the keyboard must be able to reach. */
export function Scroll(props: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is focused to be scrolled by keys (WCAG 2.1.1)
    <section className="table-scroll" aria-label={props.label} tabIndex={0}>
      {props.children}
    </section>
  );
}

export function Code({ label, children }: { label: string; children: string }) {
  return (
    <Scroll label={label}>
      <pre className="code">{children}</pre>
    </Scroll>
  );
}
