import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Radio, Select } from "antd";
import { useState } from "react";
import { unitActLabel } from "../../../src/contract/labels.zh.ts";
import type { Attachment } from "../../../src/contract/matter.ts";
import type { ChangeDone, UnitChange } from "../../../src/contract/reorganisation.ts";
import type { RegisteredUnit } from "../../../src/contract/unit.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { count } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { Holdings } from "./Holdings.tsx";
import { UnitSelect } from "./UnitSelect.tsx";
import { unitRegisterQuery } from "./UnitsPage.tsx";

const route = getRouteApi("/units/reorganise");
type Act = UnitChange["act"];
const acts: readonly Act[] = ["rename", "merge", "split", "end"];
const advice: Record<Act, string> = {
  rename: "单位还是原来的单位，只换名称；办件历史和已出的文书保留当时的名称。",
  merge: "本单位的全部事项并入另一个现有单位；新设单位先用机构表登记。",
  split: "每个目录逐一指明由谁承接，其余事项归一个单位；本单位也可以保留。",
  end: "只有名下没有任何事项的单位才能直接撤销。",
};

interface Stated {
  act: Act;
  name: string;
  shortName: string;
  into: string;
  successors: string[];
  rest: string;
  effectiveOn: string;
  basis: string;
}
const blank: Stated = {
  act: "rename",
  name: "",
  shortName: "",
  into: "",
  successors: [],
  rest: "",
  effectiveOn: "",
  basis: "",
};

/** The act as it is sent; the interface says what is missing. */
function changeOf(unit: string, stated: Stated, entries: Record<string, string>): UnitChange {
  const { act, name, shortName, into, successors, rest, effectiveOn, basis } = stated;
  const ground = { effectiveOn, basis };
  if (act === "rename") return { act, unit, name, shortName, ...ground };
  if (act === "merge") return { act, units: [unit], into, ...ground };
  if (act === "split") return { act, unit, successors, rest, entries, ...ground };
  return { act, unit, ...ground };
}

const isComplete = ({ act, name, shortName, into, successors, rest, effectiveOn, basis }: Stated): boolean =>
  effectiveOn !== "" &&
  basis.trim() !== "" &&
  (act !== "rename" || (name.trim() !== "" && shortName.trim() !== "")) &&
  (act !== "merge" || into !== "") &&
  (act !== "split" || (successors.length > 0 && rest !== ""));

function Particulars(props: {
  stated: Stated;
  units: readonly RegisteredUnit[];
  unit: RegisteredUnit;
  onChange: (set: Partial<Stated>) => void;
}) {
  const { stated, units, unit, onChange } = props;
  const others = units.filter(({ id }) => id !== unit.id);
  const chosen = units.filter(({ id }) => stated.successors.includes(id));
  const text = (name: "name" | "shortName" | "basis" | "effectiveOn") => ({
    id: `change-${name}`,
    className: "input",
    value: stated[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="form-grid">
      {stated.act === "rename" && (
        <>
          <Field id="change-name" title="新的全称">
            <input {...text("name")} maxLength={200} />
          </Field>
          <Field id="change-shortName" title="新的简称">
            <input {...text("shortName")} maxLength={100} />
          </Field>
        </>
      )}
      {stated.act === "merge" && (
        <Field id="change-into" title="并入的单位" wide>
          <UnitSelect
            id="change-into"
            units={others}
            value={stated.into}
            onChange={(into) => onChange({ into })}
          />
        </Field>
      )}
      {stated.act === "split" && (
        <>
          <Field
            id="change-successors"
            title="拆分后的单位"
            wide
            hint="原单位继续存在的，把它自己也选上；不选则拆分后撤销。"
          >
            <Select
              id="change-successors"
              mode="multiple"
              optionFilterProp="label"
              placeholder="选择一个或者几个单位"
              value={stated.successors}
              onChange={(successors) => onChange({ successors, rest: "" })}
              options={units.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
          <Field
            id="change-rest"
            title="承接其余事项的单位"
            wide
            hint="人员、密钥、申请的权限和不涉及目录的办件归它。"
          >
            <UnitSelect
              id="change-rest"
              units={chosen}
              value={stated.rest}
              onChange={(rest) => onChange({ rest })}
            />
          </Field>
        </>
      )}
      <Field id="change-effectiveOn" title="生效日期" hint="目录更新的 10 个工作日自这一天起算。">
        <input {...text("effectiveOn")} type="date" />
      </Field>
      <Field id="change-basis" title="依据文件" hint="文件名称和文号">
        <input {...text("basis")} maxLength={1000} />
      </Field>
    </div>
  );
}

function Done({ done }: { done: ChangeDone }) {
  return (
    <Section title="已经办理">
      <p role="status">
        机构变动已登记。
        {done.updates > 0 && (
          <>
            {count(done.updates)} 个已发布的目录须由承接单位更新并报送，期限自生效之日起算。
            <LawTag citation="13¶1" />
          </>
        )}
      </p>
      <p className="acts">
        <a className="button" href={`/desk/records/${done.record}`}>
          看变动记录
        </a>
        <a className="button primary" href="/desk/units">
          回单位名录
        </a>
      </p>
    </Section>
  );
}

function Change({ unit, units }: { unit: RegisteredUnit; units: readonly RegisteredUnit[] }) {
  const queries = useQueryClient();
  const [stated, setStated] = useState<Stated>(blank);
  const [entries, setEntries] = useState<Record<string, string>>({});
  const [attached, setAttached] = useState<Attachment[]>([]);
  const preview = useMutation({ mutationFn: api.previewUnitChange });
  const carryOut = useOnce(
    (key, digest: string) => {
      const change = changeOf(unit.id, stated, entries);
      const attachments = attached.map(({ id }) => id);
      return api.changeUnits({ change, digest, attachments }, key);
    },
    { onSuccess: () => queries.invalidateQueries() },
  );
  const change = (set: Partial<Stated>) => {
    setStated({ ...stated, ...set });
    preview.reset();
    carryOut.reset();
  };
  if (carryOut.data !== undefined) return <Done done={carryOut.data} />;
  const successors = stated.act === "split" ? units.filter(({ id }) => stated.successors.includes(id)) : null;
  const held = preview.data?.holdings ?? [];
  const toGive = held.filter(({ kind }) => kind === "entries").flatMap(({ items }) => items);
  const given =
    successors === null || toGive.every(({ id }) => stated.successors.includes(entries[id] ?? ""));
  const blocked = stated.act === "end" && held.length > 0;
  return (
    <>
      <Section title="变动" note={advice[stated.act]}>
        <div className="filters">
          <Radio.Group
            aria-label="变动的种类"
            optionType="button"
            value={stated.act}
            onChange={(event) => change({ ...blank, act: event.target.value })}
            options={acts.map((act) => ({ value: act, label: unitActLabel[act] }))}
          />
        </div>
        <Particulars stated={stated} units={units} unit={unit} onChange={change} />
        <AttachmentsInput title="依据文件的扫描件" attached={attached} onChange={setAttached} />
        <p className="acts">
          <Button
            disabled={!isComplete(stated)}
            loading={preview.isPending}
            onClick={() => preview.mutate(changeOf(unit.id, stated, {}))}
          >
            预览移交的内容
          </Button>
        </p>
        {preview.error !== null && <Failure error={preview.error} />}
      </Section>
      {preview.data !== undefined && (
        <Section title="将要移交的内容" aside={<LawTag citation="13¶1" />}>
          {stated.act === "rename" ? (
            <p>
              名称由“{unit.name}”改为“{stated.name}”，名下事项不变。
            </p>
          ) : (
            <Holdings
              preview={preview.data}
              successors={successors}
              entries={entries}
              onEntry={(entry, successor) => setEntries({ ...entries, [entry]: successor })}
            />
          )}
          {blocked && <p className="notice">名下还有事项，不能直接撤销。请用合并或者拆分移交。</p>}
          {carryOut.error !== null && <Failure error={carryOut.error} />}
          <p className="acts">
            <Button
              type="primary"
              disabled={!given || blocked}
              loading={carryOut.isPending}
              onClick={() => preview.data !== undefined && carryOut.mutate(preview.data.digest)}
            >
              办理{unitActLabel[stated.act]}
            </Button>
            {!given && <span className="muted small">请先为每个目录选择承接单位。</span>}
          </p>
        </Section>
      )}
    </>
  );
}

/** Renaming, merging, splitting, ending of one unit: stated, previewed, carried out in one act. */
export function ReorganisePage() {
  useTitle("机构变动");
  const { unit: id } = route.useSearch();
  const register = useQuery(unitRegisterQuery);
  return (
    <>
      <Breadcrumb trail={[{ title: "单位名录", href: "/desk/units" }, { title: "机构变动" }]} />
      <Loaded read={register} rows={6}>
        {({ items }) => {
          const unit = items.find((one) => one.id === id);
          if (unit?.mayReorganise !== true)
            return (
              <Empty action={<a href="/desk/units">从单位名录选择</a>}>
                请选择本区域的现有单位；机构变动由数据局办理。
              </Empty>
            );
          return (
            <>
              <header className="page-head">
                <h1>机构变动：{unit.name}</h1>
                <p className="sub">
                  预览核对后一次办完，要么全部移交，要么都不移交；原名称保留在历史里。
                  <LawTag citation="13¶1" />
                </p>
              </header>
              <Change key={unit.id} unit={unit} units={items.filter((one) => one.mayReorganise)} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
