import { useQuery } from "@tanstack/react-query";
import type { WithdrawnEntry } from "../../../src/contract/withdrawn-entry.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";
import { StatusChip } from "./StatusChip.tsx";

const useWithdrawal = (id: string) =>
  useQuery({ queryKey: ["withdrawal", id], queryFn: () => api.withdrawal(id) });

function Why({ entry }: { entry: WithdrawnEntry }) {
  const { now } = useLawTime();
  return (
    <Section title="撤销" aside={<LawTag citation={entry.article} />}>
      <Facts
        facts={[
          { label: "撤销时间", value: instantText(entry.withdrawnAt, now) },
          { label: "办件", value: entry.number },
          { label: "理由和依据", value: entry.basis, wide: true },
          {
            label: "使用单位",
            value: entry.arrangement === "" ? "撤销时没有" : entry.arrangement,
            wide: true,
          },
        ]}
      />
    </Section>
  );
}

/** For its keeper and its reviewers, beside the content that they still see. */
export function Withdrawal({ id }: { id: string }) {
  const entry = useWithdrawal(id);
  return (
    <Loaded read={entry} rows={4}>
      {(data) => <Why entry={data} />}
    </Loaded>
  );
}

function Gone({ entry }: { entry: WithdrawnEntry }) {
  return (
    <>
      <header className="page-head">
        <h1>{entry.name}</h1>
        <div className="acts">
          <a className="button" href="/desk/entries">
            查找其他目录
          </a>
        </div>
        <p className="sub">
          <StatusChip status="withdrawn" />
          <span>{entry.provider.name}</span>
          <span className="mono">{entry.catalogueCode}</span>
        </p>
        <p className="sub">这条目录已经撤销，不能再申请、使用，内容不再展示。</p>
      </header>
      <Why entry={entry} />
    </>
  );
}

/** At the address of an entry that has left the catalogue, for whoever could read it before. */
export function GonePage({ id }: { id: string }) {
  const entry = useWithdrawal(id);
  useTitle(entry.data === undefined ? "数据目录" : `${entry.data.name}（已撤销）`);
  return (
    <>
      <Breadcrumb
        trail={[{ title: "数据目录", href: "/desk/entries" }, { title: entry.data?.name ?? "目录" }]}
      />
      <Loaded read={entry} rows={6}>
        {(data) => <Gone entry={data} />}
      </Loaded>
    </>
  );
}
