import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { FoundEntry } from "../../../src/contract/entry.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import type { StartedTogether } from "../../../src/contract/submission.ts";
import { api, type Form } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { fieldsOf, formToSend, initialForm, missing } from "../../shared/schema.ts";
import { useArrival } from "../../shared/useArrival.ts";
import { useOnce } from "../../shared/useOnce.ts";

/** What can be done with several entries at once; the words of each are in its declared form. */
const acts = {
  submit: { title: "提交审核", kind: kinds.publishEntry, article: "12¶3", send: api.submitEntries },
  change: {
    title: "申报依据或职能变化",
    kind: kinds.declareChange,
    article: "13¶1",
    send: api.declareChanges,
  },
} as const;
type Act = keyof typeof acts;

function Confirm(props: {
  act: Act;
  ids: readonly string[];
  onClose: () => void;
  onDone: (outcome: StartedTogether) => void;
}) {
  const { title, kind, article, send } = acts[props.act];
  const { data } = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  const fields = fieldsOf(data?.items.find((procedure) => procedure.kind === kind)?.form ?? null);
  const [typed, setTyped] = useState<Form>({});
  const form = { ...initialForm(fields), ...typed };
  const [errors, setErrors] = useState<FieldError[]>([]);
  const start = useOnce((key) => send({ ...formToSend(fields, form), entries: props.ids }, key), {
    onSuccess: props.onDone,
  });
  return (
    <Dialog title={`${title}：${props.ids.length} 个目录`} onClose={props.onClose}>
      <p>
        每个目录各成一件、各自留痕；有不能办理的，其余照常办理，并逐个说明原因。
        <LawTag citation={article} />
      </p>
      <SchemaForm id="bulk" fields={fields} form={form} errors={errors} onChange={setTyped} />
      {start.error !== null && <Failure error={start.error} />}
      <p className="acts">
        <Button onClick={props.onClose}>取消</Button>
        <Button
          type="primary"
          loading={start.isPending}
          onClick={() => {
            const found = missing(fields, form);
            setErrors(found);
            if (found.length === 0) start.mutate();
          }}
        >
          {title} {props.ids.length} 个
        </Button>
      </p>
    </Dialog>
  );
}

/** What came of it, every entry that was refused with its reason. */
function Outcome({ outcome, names }: { outcome: StartedTogether; names: ReadonlyMap<string, string> }) {
  const arrival = useArrival<HTMLDivElement>(outcome);
  return (
    <div className="outcome" role="status" ref={arrival} tabIndex={-1}>
      {outcome.started.length > 0 && (
        <p className="chip done large">已提交 {outcome.started.length} 个目录</p>
      )}
      {outcome.drafted.length > 0 && (
        <p className="chip done large">
          已送本单位内部审核 {outcome.drafted.length} 个目录，<a href="/desk/drafts?box=own">看送审件</a>
        </p>
      )}
      {outcome.refused.length > 0 && (
        <>
          <p>
            <b className="late">{outcome.refused.length} 个没有提交</b>，内容没有变化：
          </p>
          <ul>
            {outcome.refused.map(({ entry, detail, article }) => (
              <li key={entry}>
                <a href={`/desk/entries/${entry}/edit`}>{names.get(entry) ?? "目录"}</a>：{detail}
                {article !== null && <LawTag citation={article} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The bar under the list: what is chosen of it, and what to do with all of that. */
export function EntryBulk(props: {
  entries: readonly FoundEntry[];
  chosen: ReadonlySet<string>;
  onClear: () => void;
}) {
  const { chosen, onClear } = props;
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Act | null>(null);
  const [outcome, setOutcome] = useState<StartedTogether | null>(null);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  return (
    <>
      {outcome !== null && <Outcome outcome={outcome} names={names} />}
      {chosen.size > 0 && (
        <section className="decision-bar" aria-label="批量办理">
          <p>
            <b>已选 {chosen.size} 个目录</b>
            <button type="button" className="link-button" onClick={onClear}>
              取消选择
            </button>
          </p>
          <div className="acts">
            <Button onClick={() => setAsking("change")}>{acts.change.title}</Button>
            <Button type="primary" onClick={() => setAsking("submit")}>
              {acts.submit.title} {chosen.size} 个
            </Button>
          </div>
        </section>
      )}
      {asking !== null && (
        <Confirm
          act={asking}
          ids={[...chosen]}
          onClose={() => setAsking(null)}
          onDone={(done) => {
            setAsking(null);
            setNames(new Map(props.entries.map(({ id, name }) => [id, entryTitle(name)])));
            setOutcome(done);
            onClear();
            queries.invalidateQueries();
          }}
        />
      )}
    </>
  );
}
