import type {
  ChapterCoverage,
  Coverage,
  CoverageQuery,
  CoverageRow,
  Proof,
} from "../../contract/coverage.ts";
import { articleOf } from "../../law/articles.ts";
import { chapterOf, chapters } from "../../law/chapters.ts";
import { dutiesOfPeople } from "../../law/duties-of-people.ts";
import type { Procedure } from "../../law/language.ts";
import { type Obligation, obligations } from "../../law/obligations.ts";
import type { Proofs } from "./proofs.ts";

const nothing: Proof = { tests: [], mutations: [] };
export const proofOf = (proofs: Proofs, id: string): Proof => proofs[id] ?? nothing;

/** A guard that was taken out unnoticed leaves the obligation unproven, however many others were noticed. */
function standingOf(id: string, { tests, mutations }: Proof): CoverageRow["standing"] {
  if (mutations.length > 0 && mutations.every(({ outcome }) => outcome === "killed")) return "proven";
  if (tests.length > 0) return "named";
  return id in dutiesOfPeople ? "people" : "open";
}

/** Every obligation of the Measures, in their order, with what carries and what proves it. */
export function coverageRows(procedures: readonly Procedure[], proofs: Proofs): CoverageRow[] {
  return obligations.map(({ id, article, title }: Obligation) => {
    const found = proofOf(proofs, id);
    return {
      id,
      article,
      chapter: chapterOf(article),
      title,
      deadline: articleOf(article)?.deadline ?? null,
      procedures: procedures
        .filter(({ articles }) => articles.includes(article))
        .map((one) => ({ kind: one.kind, title: one.title })),
      standing: standingOf(id, found),
      offer: dutiesOfPeople[id]?.zh ?? null,
      tests: found.tests.length,
      mutations: found.mutations.length,
    };
  });
}

export function countsOf(rows: readonly CoverageRow[]): ChapterCoverage["counts"] {
  const counts = { proven: 0, named: 0, people: 0, open: 0 };
  for (const { standing } of rows) counts[standing] += 1;
  return counts;
}

const says = ({ id, title, procedures, offer }: CoverageRow): string =>
  [id, title, offer, ...procedures.map((one) => one.title)].join(" ").toLowerCase();

/** The rows asked for, beside the chapters as a whole. */
export function chosen(rows: readonly CoverageRow[], query: CoverageQuery): Coverage {
  const word = query.q.toLowerCase();
  return {
    chapters: chapters.map(({ number, title }) => ({
      number,
      title,
      counts: countsOf(rows.filter(({ chapter }) => chapter === number)),
    })),
    items: rows.filter(
      (row) =>
        (query.chapter === undefined || row.chapter === query.chapter) &&
        (query.standing === undefined || row.standing === query.standing) &&
        says(row).includes(word),
    ),
  };
}
