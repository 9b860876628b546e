import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Matter } from "../../src/contract/matter.ts";
import { ActionPanel } from "../shared/ActionPanel.tsx";
import { api } from "../shared/api.ts";
import { DeadlineChip, standing } from "../shared/DeadlineChip.tsx";
import { Documents } from "../shared/Documents.tsx";
import { FormFacts } from "../shared/FormFacts.tsx";
import { History } from "../shared/History.tsx";
import { LawTag } from "../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../shared/Page.tsx";
import { Path } from "../shared/Path.tsx";
import { useLawTime } from "../shared/queries.ts";
import { Loaded } from "../shared/States.tsx";
import { SignedIn } from "./SignedIn.tsx";

function MatterView({ matter }: { matter: Matter }) {
  const { now, today } = useLawTime();
  const queries = useQueryClient();
  const deadline = standing(matter);
  return (
    <>
      <h1>{matter.title}</h1>
      <p className="meta">
        <span className={matter.closed ? "chip done" : "chip active"}>{matter.stateTitle}</span>
        {!matter.closed && deadline !== undefined && <DeadlineChip deadline={deadline} today={today} />}
        <span className="small">{matter.number}</span>
        <LawTag citation={matter.article} />
      </p>
      <div className="reading">
        <div>
          {matter.actions.length > 0 && (
            <Section title="您可以办理">
              <ActionPanel
                matter={matter}
                widgets={{}}
                onStale={() => queries.invalidateQueries({ queryKey: ["matter", matter.id] })}
                onActed={(acted) => {
                  queries.setQueryData(["matter", matter.id], acted);
                  queries.invalidateQueries();
                }}
              />
            </Section>
          )}
          <Section title="您提出的内容">
            <FormFacts matter={matter} />
          </Section>
          <Section title="文书与附件">
            <Documents matter={matter} now={now} />
          </Section>
          <Section title="办理情况和结果">
            <History matter={matter} now={now} />
          </Section>
        </div>
        <aside>
          <Section title="办到哪一步">
            <Path matter={matter} today={today} now={now} />
          </Section>
        </aside>
      </div>
    </>
  );
}

function Read({ id }: { id: string }) {
  const matter = useQuery({ queryKey: ["matter", id], queryFn: () => api.matter(id) });
  return (
    <Loaded read={matter} rows={10}>
      {(data) => <MatterView matter={data} />}
    </Loaded>
  );
}

export function MatterPage({ id }: { id: string }) {
  useTitle("我的办理");
  return (
    <>
      <Breadcrumb trail={[{ title: "我的办理", href: "/matters" }, { title: "办理情况" }]} />
      <SignedIn why="请先登录，再看这一件的办理情况。">{() => <Read id={id} />}</SignedIn>
    </>
  );
}
