import { useQuery } from "@tanstack/react-query";
import { compareContents } from "../../../src/contract/entry-comparison.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Differences } from "./Differences.tsx";
import { useAreas } from "./useAreas.ts";

/** What an entry that was sent in again says otherwise than the time before. */
export function Resubmission({ matter }: { matter: Matter }) {
  const { now } = useLawTime();
  const areas = useAreas();
  const read = useQuery({
    queryKey: ["submissions", matter.id, matter.version],
    queryFn: () => api.submissions(matter.id),
  });
  const [before, after] = read.data?.items.slice(-2) ?? [];
  if (before === undefined || after === undefined) return null;
  return (
    <Section title="与上次报送的不同" note={`上次 ${instantText(before.at, now)} 报送`}>
      <Differences
        differences={compareContents(before.content, after.content, areas)}
        before="上次报送"
        after="本次报送"
      />
    </Section>
  );
}
