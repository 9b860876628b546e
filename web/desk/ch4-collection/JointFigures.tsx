import type { ReactNode } from "react";
import type { Comparison, JointQuality, SupplyQuality } from "../../../src/contract/joint-quality.ts";
import { updateFrequencyLabel } from "../../../src/contract/labels.zh.ts";
import { count, dateText } from "../../shared/format.ts";
import { useLawTime } from "../../shared/queries.ts";

type Format = SupplyQuality["format"];
type Participant = JointQuality["participants"][number];

/** The share without fault, rounded down: what has a fault never reads 100 %. */
const rate = (faults: number, of: number): string =>
  faults === 0 ? "100%" : `${(Math.floor(((of - faults) / of) * 1000) / 10).toFixed(1)}%`;

/** `toMend` where not everything that is missing is a fault. */
function Rate(props: { faults: number; of: number; toMend?: number; format?: Format; children: ReactNode }) {
  if (props.format === "file" || props.format === "interface")
    return <span className="muted">不逐行统计</span>;
  if (props.of === 0) return <span className="muted">还没有数据</span>;
  return (
    <>
      <b className={(props.toMend ?? props.faults) > 0 ? "late" : undefined}>
        {rate(props.faults, props.of)}
      </b>
      <span className="small block">{props.children}</span>
    </>
  );
}

function Items({ supply, comparisons }: { supply: SupplyQuality; comparisons: readonly Comparison[] }) {
  return supply.items.map(({ name, missing, blank, wrong, of }) => (
    <tr key={name}>
      <td className="joint-item">{name}</td>
      <td data-label="完整性">
        <Rate faults={missing + (blank ?? 0)} toMend={missing} of={of} format={supply.format}>
          {count(of)} 行，应填未填 {count(missing)}，
          {blank === null ? "空值正在统计" : `选填空着 ${count(blank)}`}
        </Rate>
      </td>
      <td data-label="准确性">
        <Rate faults={wrong} of={of} format={supply.format}>
          {count(of)} 行，不合规则 {count(wrong)}
        </Rate>
      </td>
      <td data-label="一致性">
        <Agreement entry={supply.entry.id} item={name} comparisons={comparisons} />
      </td>
      <td className="wide-only" />
    </tr>
  ));
}

function Agreement(props: { entry: string; item: string; comparisons: readonly Comparison[] }) {
  const own = props.comparisons.filter(
    ({ item, sides }) => item === props.item && sides.some(({ entry }) => entry.id === props.entry),
  );
  if (own.length === 0) return <span className="muted">没有别的单位提供</span>;
  return own.map(({ sides, subjects, differing, why }) => (
    <span key={sides.map(({ entry }) => entry.id).join()} className="block">
      {why === "waiting" && <span className="muted">正在统计</span>}
      {why !== null && why !== "waiting" && <span className="muted">不能比对</span>}
      {subjects !== null && (
        <Rate faults={differing} of={subjects}>
          与{sides.find(({ entry }) => entry.id !== props.entry)?.unit.name}都有的 {count(subjects)} 个对象，
          {count(differing)} 个不同
        </Rate>
      )}
    </span>
  ));
}

function Timeliness({ supply }: { supply: SupplyQuality }) {
  const { today } = useLawTime();
  const { format, daysLate, dueOn, lastOn, frequency } = supply;
  if (format === "interface") return <span className="muted">随时向本单位的系统查询</span>;
  return (
    <>
      {daysLate > 0 ? (
        <b className="late">逾期 {daysLate} 天</b>
      ) : (
        <b>{lastOn === null ? "还没有到达" : "按时"}</b>
      )}
      <span className="small block">
        {updateFrequencyLabel[frequency]}更新，
        {lastOn === null ? "" : `上次 ${dateText(lastOn, today)}，`}
        {dueOn === null
          ? "没有规定日期"
          : `${daysLate > 0 ? "应在" : "下次"} ${dateText(dueOn, today)}${daysLate > 0 ? "前" : ""}`}
      </span>
    </>
  );
}

/** The rows as a whole: what no single item shows. */
function Supply({ unit, supply }: { unit: Participant["unit"]; supply: SupplyQuality }) {
  const { entry, resource, format, rows, files, open, batches, unreadable, doubled, contradicting } = supply;
  const of = rows + open;
  return (
    <tr className="joint-supply">
      <td className="main-cell">
        <b>{unit.name}</b>
        <a className="block" href={`/desk/entries/${entry.id}`}>
          {entry.name}
        </a>
      </td>
      <td>
        {resource === null && <span className="late">还没有挂载数据表</span>}
        {format === "file" && `以文件提供，${count(files)} 个文件`}
        {format === "interface" && "以接口提供"}
        {format === "table" && (
          <>
            在库 {count(rows)} 行，问题数据 {count(open)} 行
            {batches.map((batch) => (
              <a key={batch.id} className="small block" href={`/desk/batches/${batch.id}`}>
                第 {batch.number} 批，{count(batch.open)} 行
              </a>
            ))}
          </>
        )}
      </td>
      <td data-label="整行准确性">
        <Rate faults={unreadable} of={of} format={format}>
          {count(of)} 行，列数或引号不对 {count(unreadable)}
        </Rate>
      </td>
      <td data-label="整行一致性">
        <Rate faults={doubled + contradicting} of={of} format={format}>
          {count(of)} 行，主键重复 {count(doubled)}，同行矛盾 {count(contradicting)}
        </Rate>
      </td>
      <td data-label="时效性">
        <Timeliness supply={supply} />
      </td>
    </tr>
  );
}

function Uncatalogued({ unit, items, uncatalogued, supplies }: Participant) {
  if (uncatalogued.length === 0) return null;
  return (
    <tr className={supplies.length === 0 ? "joint-supply" : undefined}>
      <td className={supplies.length === 0 ? "main-cell" : "joint-item"}>
        {supplies.length === 0 && <b className="block">{unit.name}</b>}
        {uncatalogued.join("、")}
      </td>
      <td colSpan={4}>
        <span className="late">还没有编目</span>
        <span className="small block">
          {uncatalogued.length === items.length ? "本单位分到的数据项都" : "这些数据项"}
          不在已发布的目录里，没有数据可以统计
        </span>
      </td>
    </tr>
  );
}

/** The four dimensions by participant, the own unit first, by entry and item, each with what it is counted of. */
export function JointFigures({ joint, own }: { joint: JointQuality; own: string }) {
  const ownFirst = joint.participants.toSorted(
    (one, other) => Number(other.unit.id === own) - Number(one.unit.id === own),
  );
  return (
    <table className="ruled stacked joint-figures">
      <thead>
        <tr>
          <th scope="col">单位、目录、数据项</th>
          <th scope="col">完整性</th>
          <th scope="col">准确性</th>
          <th scope="col">一致性</th>
          <th scope="col">时效性</th>
        </tr>
      </thead>
      {ownFirst.map((participant) => (
        <tbody key={participant.unit.id}>
          {participant.supplies.map((supply) => [
            <Supply key={`${supply.entry.id}${supply.resource}`} unit={participant.unit} supply={supply} />,
            <Items
              key={`items ${supply.entry.id}${supply.resource}`}
              supply={supply}
              comparisons={joint.comparisons}
            />,
          ])}
          <Uncatalogued {...participant} />
        </tbody>
      ))}
    </table>
  );
}
