import type { ChapterCoverage } from "../../../src/contract/coverage.ts";
import { standing as standings } from "../../../src/contract/coverage.ts";
import { standingOfObligationLabel as label } from "../../../src/contract/labels.zh.ts";

type Counts = ChapterCoverage["counts"];

const totalOf = (counts: Counts): number => standings.options.reduce((sum, one) => sum + counts[one], 0);

const inWords = (counts: Counts): string =>
  standings.options
    .filter((one) => counts[one] > 0)
    .map((one) => `${label[one]} ${counts[one]} 项`)
    .join("，");

/** The parts of a whole beside each other; the words beside it say the same. */
function Bar({ counts }: { counts: Counts }) {
  return (
    <span className="standing-bar" aria-hidden="true">
      {standings.options.map((one) => (
        <span key={one} className={one} style={{ flexGrow: counts[one] }} />
      ))}
    </span>
  );
}

/** How far each chapter is proven; its title narrows the rows to it. */
export function Chapters(props: {
  chapters: readonly ChapterCoverage[];
  hrefOf: (chapter: number) => string;
}) {
  const whole = { proven: 0, named: 0, people: 0, open: 0 };
  for (const { counts } of props.chapters) for (const one of standings.options) whole[one] += counts[one];
  return (
    <>
      <p>
        共 {totalOf(whole)} 项：{inWords(whole)}。
      </p>
      <ul className="standing-legend small">
        {standings.options.map((one) => (
          <li key={one}>
            <span className={`standing-mark ${one}`} aria-hidden="true" />
            {label[one]}
          </li>
        ))}
      </ul>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">章</th>
            <th scope="col" className="bar-cell">
              已证明
            </th>
            <th scope="col">其余</th>
          </tr>
        </thead>
        <tbody>
          {props.chapters.map(({ number, title, counts }) => (
            <tr key={number}>
              <td className="main-cell">
                <a href={props.hrefOf(number)}>
                  第 {number} 章 {title}
                </a>
              </td>
              <td className="bar-cell">
                <Bar counts={counts} />
                <span className="nowrap">
                  {counts.proven}／{totalOf(counts)} 项
                </span>
              </td>
              <td className="small">{inWords({ ...counts, proven: 0 }) || "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
