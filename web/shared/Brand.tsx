/** Brackets of a law tag around lines of a record. `note` says which part of the platform this is. */
export function Brand({ href, note }: { href: string; note: React.ReactNode }) {
  return (
    <a className="brand" href={href}>
      <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" fill="none" strokeWidth="3">
        <path d="M2 11V3.5h8M26 17v7.5h-8" stroke="#1b1f24" />
        <path d="M9 10h8M9 14.5h11M13 19h7" stroke="#0958d9" />
      </svg>
      <b>公数</b>
      <span>{note}</span>
    </a>
  );
}
