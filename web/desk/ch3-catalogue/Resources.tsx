import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { DataFormat, Entry } from "../../../src/contract/entry.ts";
import { dataFormatLabel } from "../../../src/contract/labels.zh.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";
import { count } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty, Failure } from "../../shared/States.tsx";
import { mayReadBatches, maySend } from "../ch4-collection/mayCollect.ts";
import { unitOf } from "../ch4-collection/units.ts";
import { KeptFiles } from "./KeptFiles.tsx";

type Resource = Entry["resources"][number];

/** Looks at other units' batches in its duties. */
const supervises = ({ party, roles }: Me): boolean =>
  party.kind === "authority" || party.kind === "service-agency" || roles.includes("auditor");

/** What was mounted, and what can be done with it: a slot for each kind. */
const slots: Readonly<Record<DataFormat, (of: Mounted) => ReactNode>> = {
  table: (of) => <Line {...of} />,
  file: (of) => (
    <>
      <Line {...of} />
      {of.reads && <KeptFiles resource={of.resource.code} entryId={of.entry.id} removable={of.sends} />}
    </>
  ),
  interface: ({ resource }) => (
    <ul className="resources">
      <li>
        <Name resource={resource} />
      </li>
    </ul>
  ),
};

interface Mounted {
  readonly entry: Entry;
  readonly resource: Resource;
  readonly sends: boolean;
  readonly reads: boolean;
}

const Name = ({ resource }: Pick<Mounted, "resource">) => (
  <span>
    {dataFormatLabel[resource.kind]} <code>{resource.code}</code>
  </span>
);

function Line({ entry, resource, sends, reads }: Mounted) {
  return (
    <ul className="resources">
      <li>
        <Name resource={resource} />
        <span>
          现有 {count(resource.rows)} {unitOf(resource.kind)}
        </span>
        {sends && (
          <a href={`/desk/upload?resource=${resource.code}&name=${encodeURIComponent(entry.name)}`}>
            {resource.kind === "file" ? "上传文件" : "上传数据"}
          </a>
        )}
        {reads && <a href={`/desk/batches?resource=${resource.code}`}>看批次</a>}
      </li>
    </ul>
  );
}

/** Mounts what the format of the entry in force says; an interface states its address, so that it has a form of its own. */
function Mount({ entry }: { entry: Entry }) {
  const queries = useQueryClient();
  const mount = useMutation({
    mutationFn: (kind: "table" | "file") => api.mount(entry.id, { kind }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["entry", entry.id] }),
  });
  const format = entry.published?.format ?? "table";
  if (format === "interface") return <Empty>还没有挂载接口。</Empty>;
  return (
    <>
      {mount.error !== null && <Failure error={mount.error} />}
      <Empty
        action={
          entry.editable && (
            <Button loading={mount.isPending} onClick={() => mount.mutate(format)}>
              {format === "file" ? "挂载文件资源" : "挂载库表"}
            </Button>
          )
        }
      >
        还没有挂载数据。
      </Empty>
    </>
  );
}

const notes: Readonly<Record<DataFormat, string>> = {
  table: "目录发布后挂载库表，再上传数据",
  file: "目录发布后挂载文件资源，再上传文件；文件加密存放，整份共享",
  interface: "目录发布后挂载接口，数据留在提供单位，经平台调用",
};

export function Resources({ entry, me }: { entry: Entry; me: Me }) {
  const own = entry.provider.id === me.party.id;
  const sends = own && entry.status !== "withdrawn" && maySend(me);
  const reads = (own || supervises(me)) && mayReadBatches(me);
  return (
    <Section
      title="挂载的数据"
      note={notes[entry.published?.format ?? "table"]}
      aside={<LawTag citation="12¶3" />}
    >
      {entry.resources.length === 0 && <Mount entry={entry} />}
      {entry.resources.map((resource) => (
        <div key={resource.id}>{slots[resource.kind]({ entry, resource, sends, reads })}</div>
      ))}
    </Section>
  );
}
