import type { Matter } from "../../../src/contract/matter.ts";

/** Leads from a need that is met to the entry or the application that meets it. */
export function NeedOutcome({ matter }: { matter: Matter }) {
  const met = matter.history.find(({ action }) => action === "meet")?.form;
  if (met === undefined) return null;
  const { entry, application } = met;
  return (
    <p className="acts">
      {typeof entry === "string" && entry !== "" && (
        <a href={`/desk/entries?q=${encodeURIComponent(entry)}`}>打开可以申请的目录</a>
      )}
      {typeof application === "string" && application !== "" && (
        <a href={`/desk/?box=all&q=${encodeURIComponent(application)}`}>打开已提出的申请</a>
      )}
    </p>
  );
}
