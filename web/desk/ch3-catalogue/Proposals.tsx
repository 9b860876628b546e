import { Button } from "antd";
import type { ReactNode } from "react";
import { LawTag } from "../../shared/LawTag.tsx";

export interface Proposal {
  readonly index: number;
  readonly name: string;
  readonly proposed: ReactNode;
  readonly reason: string;
}

/** What is proposed for items; the officer takes them one by one, all, or none. */
export function Proposals(props: {
  called: string;
  article: string;
  proposals: readonly Proposal[];
  onTake: (indices: readonly number[]) => void;
}) {
  const { called, article, proposals, onTake } = props;
  if (proposals.length === 0) return null;
  return (
    <details className="callout">
      <summary>
        有 {proposals.length} 项{called}，由您确认后采用
      </summary>
      <LawTag citation={article} />
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">数据项</th>
            <th scope="col">建议</th>
            <th scope="col">理由</th>
            <th scope="col">
              <Button size="small" onClick={() => onTake(proposals.map(({ index }) => index))}>
                全部采用
              </Button>
            </th>
          </tr>
        </thead>
        <tbody>
          {proposals.map(({ index, name, proposed, reason }) => (
            <tr key={`${index}${name}`}>
              <td className="main-cell">{name}</td>
              <td className="nowrap">{proposed}</td>
              <td>{reason}</td>
              <td>
                <Button size="small" aria-label={`采用“${name}”的${called}`} onClick={() => onTake([index])}>
                  采用
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
