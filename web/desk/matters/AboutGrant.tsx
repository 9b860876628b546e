import { useQuery } from "@tanstack/react-query";
import type { Entry } from "../../../src/contract/entry.ts";
import type { Grant } from "../../../src/contract/grant.ts";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Facts, Section } from "../../shared/Page.tsx";
import { Loaded } from "../../shared/States.tsx";

/** Which grant is given back, and that it is gone with the press of the button. */
export function ReturnedGrant(props: { grant: Grant; sure: boolean; onSure: (sure: boolean) => void }) {
  const { grant } = props;
  return (
    <Section title="退回的使用权限">
      <Facts
        facts={[
          { label: "数据", value: <a href={`/desk/grants/${grant.id}`}>{grant.resource.entryName}</a> },
          { label: "提供单位", value: grant.provider.name },
          { label: "用途", value: grant.scenario, wide: true },
        ]}
      />
      <div className="choices">
        <label htmlFor="start-sure">
          <input
            id="start-sure"
            type="checkbox"
            checked={props.sure}
            onChange={(event) => props.onSure(event.target.checked)}
          />
          我知道提交后立即终止、不能恢复，仍需使用的须重新申请共享
        </label>
      </div>
    </Section>
  );
}

/** Who uses the entry that is to leave the catalogue: for them the arrangement is written. */
export function HoldersOf({ entry }: { entry: Entry }) {
  const grants = useQuery({
    queryKey: ["grants", "of", entry.id],
    queryFn: () => api.grants({ side: "provided", entry: entry.id, limit: 200 }),
  });
  return (
    <Section title="正在使用的单位" aside={<LawTag citation="73(11)" />}>
      <Loaded read={grants} rows={1}>
        {({ items, next }) => {
          const held = items.filter(({ state }) => state === "active" || state === "suspended");
          const names = [...new Set(held.map(({ holder }) => holder.name))];
          if (names.length === 0) return <p className="muted">没有单位持有使用权限。</p>;
          return (
            <p>
              {names.length} 个单位持有 {held.length} 项使用权限{next === null ? "" : "（只列出最近的）"}：
              {names.join("、")}。撤销后权限终止，请在“对使用单位的安排”里写明怎么办。
            </p>
          );
        }}
      </Loaded>
    </Section>
  );
}
