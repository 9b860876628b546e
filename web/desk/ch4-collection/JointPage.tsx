import { useQuery } from "@tanstack/react-query";
import { type JointQuality, mendingOf } from "../../../src/contract/joint-quality.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api, links } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { JointComparisons } from "./JointComparisons.tsx";
import { JointFigures } from "./JointFigures.tsx";

/** What the own unit is to mend, with the way there; to the bureau, what each unit is to mend. */
function Mendings({ joint, party }: { joint: JointQuality; party: Me["party"] }) {
  const bureau = joint.authority.id === party.id;
  const units = joint.participants
    .filter(({ unit }) => bureau || unit.id === party.id)
    .map(({ unit }) => ({ unit, mendings: mendingOf(joint, unit.id) }))
    .filter(({ mendings }) => mendings.length > 0);
  return units.map(({ unit, mendings }) => (
    <div key={unit.id} className="notice joint-mendings">
      <b>
        {unit.id === party.id ? "本单位" : unit.name}要改的 {mendings.length} 处
      </b>
      <ul>
        {mendings.map(({ text, href }) => (
          <li key={text}>{unit.id === party.id ? <a href={href}>{text}</a> : text}</li>
        ))}
      </ul>
    </div>
  ));
}

function Joint({ joint, me }: { joint: JointQuality; me: Me }) {
  const { today } = useLawTime();
  return (
    <Section
      title={joint.subject}
      note={`${joint.authority.name} ${dateText(joint.at.slice(0, 10), today)}分工`}
      aside={<LawTag citation="15¶3" />}
    >
      <p>
        <span className="muted">质量要求　</span>
        {joint.quality}　<a href={`/desk/matters/${joint.matterId}`}>{joint.number}</a>
      </p>
      <Mendings joint={joint} party={me.party} />
      <JointFigures joint={joint} own={me.party.id} />
      <JointComparisons comparisons={joint.comparisons} />
    </Section>
  );
}

/** Art. 15 ¶3: how complete, accurate, consistent and timely is what several units collect together. */
export function JointPage() {
  useTitle("协同采集");
  const me = useQuery(sessionQuery).data;
  const list = useList(["joint-collections"], api.jointCollections);
  return (
    <>
      <Breadcrumb trail={[{ title: "第四章 采集汇聚" }, { title: "协同采集" }]} />
      <header className="page-head">
        <h1>协同采集</h1>
        <div className="acts">
          {(list.items ?? []).length > 0 && (
            <a className="button" href={links.jointCollections} download>
              <Icon name="download" /> 下载（Excel）
            </a>
          )}
          {me?.party.kind === "authority" && (
            <a className="button primary" href="/desk/start/joint-collection">
              登记协同采集分工
            </a>
          )}
        </div>
        <p className="sub">
          几个单位一起采集的数据，按已经到达的批次统计质量；下一批到达后，数字自动更新。只有参加的单位和分工的数据局看得到。
        </p>
      </header>
      <ListStates
        list={list}
        unit="项"
        empty={
          <Empty>
            {me?.party.kind === "authority"
              ? "还没有登记过协同采集分工。几个单位一起采集同一批数据的，请先登记分工。"
              : "本单位没有参加协同采集。由市、县数据局登记分工后，这里列出质量情况。"}
          </Empty>
        }
      >
        {(joints) => me && joints.map((joint) => <Joint key={joint.id} joint={joint} me={me} />)}
      </ListStates>
    </>
  );
}
