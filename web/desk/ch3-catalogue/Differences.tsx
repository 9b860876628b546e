import type { Difference } from "../../../src/contract/entry-comparison.ts";
import { Scroll } from "../../shared/Page.tsx";

const kinds = { added: "增加", removed: "删去", changed: "改动" } as const;

/** Two states of an entry side by side, only what differs. */
export function Differences(props: { differences: readonly Difference[]; before: string; after: string }) {
  if (props.differences.length === 0) return <p className="muted">两边内容相同。</p>;
  return (
    <Scroll label={`${props.before}与${props.after}的差别`}>
      <table className="ruled stacked differences">
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">差别</th>
            <th scope="col">{props.before}</th>
            <th scope="col">{props.after}</th>
          </tr>
        </thead>
        <tbody>
          {props.differences.map((one) => (
            <tr key={one.title}>
              <th scope="row">{one.title}</th>
              <td className="nowrap" data-label="差别">
                {kinds[one.kind]}
              </td>
              <td data-label={props.before}>
                {one.before === "" ? <span className="muted">无</span> : <del>{one.before}</del>}
              </td>
              <td data-label={props.after}>
                {one.after === "" ? <span className="muted">无</span> : <ins>{one.after}</ins>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
