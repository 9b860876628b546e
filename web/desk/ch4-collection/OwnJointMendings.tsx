import { useQuery } from "@tanstack/react-query";
import { mendingOf } from "../../../src/contract/joint-quality.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { mayReadBatches } from "./mayCollect.ts";

/** On the to-do list: what the own unit is to mend of what it collects jointly. Nothing where nothing is at fault. */
export function OwnJointMendings({ me }: { me: Me }) {
  const { data } = useQuery({
    queryKey: ["own-joint-mendings"],
    queryFn: () => api.jointCollections(),
    enabled: mayReadBatches(me),
  });
  const found = (data?.items ?? [])
    .map((joint) => ({ joint, mendings: mendingOf(joint, me.party.id) }))
    .filter(({ mendings }) => mendings.length > 0);
  if (found.length === 0) return null;
  return (
    <Section title="协同采集要改的" aside={<LawTag citation="15¶3" />}>
      <ul className="due-updates">
        {found.map(({ joint, mendings }) => (
          <li key={joint.id}>
            <a href="/desk/joint">{joint.subject}</a>
            <span className="small">{mendings.length} 处要改</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
