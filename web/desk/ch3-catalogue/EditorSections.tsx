import { useQuery } from "@tanstack/react-query";
import { Checkbox, Input, Radio, Select } from "antd";
import type { ReactNode } from "react";
import {
  dataFormat,
  type Entry,
  type EntryContent,
  openingClass,
  operationStatus,
  sharingClass,
  sharingMode,
  updateFrequency,
} from "../../../src/contract/entry.ts";
import {
  dataFormatLabel,
  industryLabel,
  openingClassLabel,
  operationStatusLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "../../../src/contract/labels.zh.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { api } from "../../shared/api.ts";
import { Field, FieldErrorText } from "../../shared/Field.tsx";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { fieldId, within } from "./fields.ts";
import { ItemsGrid } from "./ItemsGrid.tsx";
import { nextUpdate } from "./nextUpdate.ts";
import { SecrecySection } from "./SecrecySection.tsx";

export interface EditorProps {
  entry: Entry;
  content: EntryContent;
  errors: readonly FieldError[];
  onChange: (content: EntryContent) => void;
}

type TextName = {
  [K in keyof EntryContent]-?: EntryContent[K] extends string ? K : never;
}[keyof EntryContent];

const errorOf = (errors: readonly FieldError[], name: string) =>
  errors.find((error) => within(error.pointer).split("/")[1] === name);

const optionsOf = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: labels[value] }));

function Numbered({ number, children }: { number: number | null; children: ReactNode }) {
  return (
    <>
      {number !== null && <span className="field-number">{number}</span>}
      {children}
    </>
  );
}

/** Props that every field of the editor shares. */
function useField({ errors }: EditorProps, name: keyof EntryContent) {
  const error = errorOf(errors, name);
  return { id: fieldId(`/${name}`), error, status: error === undefined ? ("" as const) : ("error" as const) };
}

function Text(
  props: EditorProps & {
    name: TextName;
    number: number | null;
    title: string;
    area?: boolean;
    placeholder?: string;
    hint?: ReactNode;
    disabled?: boolean;
  },
) {
  const { name, content, onChange } = props;
  const { id, error, status } = useField(props, name);
  const common = {
    id,
    status,
    "aria-invalid": error !== undefined,
    disabled: props.disabled === true,
    placeholder: props.placeholder ?? "",
    value: content[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...content, [name]: event.target.value }),
  };
  return (
    <Field
      id={id}
      title={<Numbered number={props.number}>{props.title}</Numbered>}
      wide={props.area === true}
      hint={props.hint}
      error={error}
    >
      {props.area === true ? <Input.TextArea {...common} rows={3} /> : <Input {...common} />}
    </Field>
  );
}

function Chosen<T extends string>(
  props: EditorProps & {
    name: keyof EntryContent;
    number: number;
    title: string;
    options: { value: T; label: string }[];
    value: T | null;
    hint?: ReactNode;
    onChoose: (value: T) => void;
  },
) {
  const { id, error, status } = useField(props, props.name);
  return (
    <Field
      id={id}
      title={<Numbered number={props.number}>{props.title}</Numbered>}
      hint={props.hint}
      error={error}
    >
      <Select<T>
        id={id}
        status={status}
        aria-invalid={error !== undefined}
        placeholder="请选择"
        options={props.options}
        value={props.value}
        onChange={props.onChoose}
      />
    </Field>
  );
}

function Radios<T extends string>(
  props: EditorProps & {
    name: keyof EntryContent;
    number: number;
    title: string;
    options: { value: T; label: string }[];
    value: T | null;
    hint?: ReactNode;
    onChoose: (value: T) => void;
  },
) {
  const { id, error } = useField(props, props.name);
  return (
    <fieldset className="field" id={id} tabIndex={-1}>
      <legend>
        <Numbered number={props.number}>{props.title}</Numbered>
      </legend>
      <Radio.Group
        options={props.options}
        value={props.value}
        onChange={(event) => props.onChoose(event.target.value)}
      />
      {props.hint !== undefined && <p className="hint">{props.hint}</p>}
      {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
    </fieldset>
  );
}

/** Areas by their names; what an older entry holds besides stays choosable. */
function AreaField(props: EditorProps) {
  const { content, onChange } = props;
  const area = useField(props, "area");
  const known = useQuery({ queryKey: ["areas"], queryFn: api.areas, staleTime: 600_000 });
  const options = (known.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const others = content.area.filter((code) => !options.some(({ value }) => value === code));
  return (
    <Field
      id={area.id}
      title={<Numbered number={6}>数据覆盖地域</Numbered>}
      error={area.error}
      hint="按名称选，可以选多个；覆盖全市的选市名即可"
    >
      <Select<string[]>
        id={area.id}
        mode="multiple"
        status={area.status}
        aria-invalid={area.error !== undefined}
        placeholder="输入地区名称"
        optionFilterProp="label"
        options={[...options, ...others.map((code) => ({ value: code, label: code }))]}
        value={content.area}
        onChange={(chosen) => onChange({ ...content, area: chosen })}
      />
    </Field>
  );
}

function nextUpdateHint(content: EntryContent, today: string | undefined): string | null {
  const due = today === undefined ? null : nextUpdate(content.updateFrequency, today);
  return due === null ? null : `下次应更新：${dateText(due, today)}前`;
}

function Basic(props: EditorProps) {
  const { content, onChange } = props;
  const time = useField(props, "timeFrom");
  const { today } = useLawTime();
  return (
    <Section title="基本信息" note="1–7" id="basic">
      <div className="form-grid">
        <Text
          {...props}
          name="name"
          number={1}
          title="数据资源名称"
          placeholder="例如 城市最低生活保障对象信息"
          hint="写数据的内容，不写系统名称；本单位内不重名"
        />
        <Chosen
          {...props}
          name="industry"
          number={4}
          title="行业分类"
          options={Object.entries(industryLabel).map(([value, label]) => ({
            value,
            label: `${value} ${label}`,
          }))}
          value={content.industry}
          onChoose={(industry) => onChange({ ...content, industry })}
        />
        <Text
          {...props}
          name="abstract"
          number={2}
          title="数据资源摘要"
          area
          placeholder="例如 本市居民最低生活保障在保、停保对象及家庭成员信息，由民政部门受理审批产生，含保障类别、金额和起止年月"
          hint={`写明内容、来源和范围　${content.abstract.length} / 2000 字`}
        />
        <Chosen
          {...props}
          name="format"
          number={3}
          title="数据格式"
          options={optionsOf(dataFormat.options, dataFormatLabel)}
          value={content.format}
          onChoose={(format) => onChange({ ...content, format })}
        />
        <Chosen
          {...props}
          name="updateFrequency"
          number={7}
          title="更新频率"
          options={optionsOf(updateFrequency.options, updateFrequencyLabel)}
          value={content.updateFrequency}
          hint={nextUpdateHint(content, today)}
          onChoose={(chosen) => onChange({ ...content, updateFrequency: chosen })}
        />
        <Field
          id={time.id}
          title={<Numbered number={5}>数据覆盖时间</Numbered>}
          error={time.error}
          hint="止日不填表示至今"
        >
          <span className="range">
            <input
              id={time.id}
              className="input"
              type="date"
              aria-invalid={time.error !== undefined}
              value={content.timeFrom ?? ""}
              onChange={(event) => onChange({ ...content, timeFrom: event.target.value || null })}
            />
            至
            <input
              id={fieldId("/timeTo")}
              aria-label="数据覆盖时间止"
              className="input"
              type="date"
              value={content.timeTo ?? ""}
              onChange={(event) => onChange({ ...content, timeTo: event.target.value || null })}
            />
          </span>
        </Field>
        <AreaField {...props} />
      </div>
    </Section>
  );
}

function Provider({ entry }: EditorProps) {
  return (
    <Section title="提供方" note="8–9，按登录单位填写" id="provider">
      <div className="form-grid">
        <Field id="f-provider" title={<Numbered number={8}>数据资源提供方名称</Numbered>}>
          <Input id="f-provider" value={entry.provider.name} disabled />
        </Field>
        <Field
          id="f-providerCode"
          title={<Numbered number={9}>数据资源提供方代码</Numbered>}
          hint="统一社会信用代码"
        >
          <Input id="f-providerCode" className="mono" value={entry.providerCode} disabled />
        </Field>
      </div>
    </Section>
  );
}

function Sharing(props: EditorProps) {
  const { content, onChange } = props;
  const modes = useField(props, "sharingModes");
  const idle = content.sharingClass === "unconditional";
  return (
    <Section
      title="共享属性"
      note="10–12"
      id="sharing"
      aside={
        <>
          <LawTag citation="24" />
          <LawTag citation="25" />
        </>
      }
    >
      <div className="form-grid">
        <Radios
          {...props}
          name="sharingClass"
          number={10}
          title="共享类型"
          options={optionsOf(sharingClass.options, sharingClassLabel)}
          value={content.sharingClass}
          hint="没有写明类型或条件的，依法视为无条件共享；含个人信息或 3 级以上数据的退回补充。"
          onChoose={(chosen) => onChange({ ...content, sharingClass: chosen })}
        />
        <fieldset className="field" id={modes.id} tabIndex={-1}>
          <legend>
            <Numbered number={12}>共享方式</Numbered>
          </legend>
          <Checkbox.Group
            options={optionsOf(sharingMode.options, sharingModeLabel)}
            value={content.sharingModes}
            onChange={(sharingModes) => onChange({ ...content, sharingModes })}
          />
          {modes.error !== undefined && <FieldErrorText id={`${modes.id}-error`} error={modes.error} />}
        </fieldset>
        <Text
          {...props}
          name="sharingScope"
          number={11}
          title="共享条件：共享范围"
          placeholder={idle ? "无条件共享，不填写" : "可以共享给哪些单位"}
          disabled={idle}
          area
        />
        <Text
          {...props}
          name="sharingPurpose"
          number={null}
          title="共享条件：使用用途"
          placeholder={idle ? "无条件共享，不填写" : "用于哪些事项"}
          disabled={idle}
          area
        />
        <Text
          {...props}
          name="sharingBasis"
          number={null}
          title="共享依据"
          placeholder="法律、法规或者国家规定的名称和条款，写到条"
          area
        />
      </div>
    </Section>
  );
}

function Opening(props: EditorProps) {
  const { content, onChange } = props;
  const closed = content.openingClass === "not-open";
  return (
    <Section title="开放属性" note="13–14" id="opening" aside={<LawTag citation="37" />}>
      <div className="form-grid">
        <Radios
          {...props}
          name="openingClass"
          number={13}
          title="是否向社会开放"
          options={optionsOf(openingClass.options, openingClassLabel)}
          value={content.openingClass}
          onChoose={(chosen) => onChange({ ...content, openingClass: chosen })}
        />
        {closed ? (
          <Text
            {...props}
            name="openingBasis"
            number={14}
            title="不予开放依据"
            placeholder="例如 涉及个人隐私"
          />
        ) : (
          <Text
            {...props}
            name="openingConditions"
            number={14}
            title="开放条件"
            disabled={content.openingClass === "unconditional"}
            placeholder={content.openingClass === "unconditional" ? "无条件开放，不填写" : "谁可以用、怎样用"}
          />
        )}
      </div>
    </Section>
  );
}

function Operation(props: EditorProps) {
  const { content, onChange } = props;
  const idle = content.operationStatus === "not-included";
  return (
    <Section title="授权运营" note="15–16" id="operation">
      <div className="form-grid">
        <Chosen
          {...props}
          name="operationStatus"
          number={15}
          title="授权运营状态"
          options={optionsOf(operationStatus.options, operationStatusLabel)}
          value={content.operationStatus}
          onChoose={(chosen) => onChange({ ...content, operationStatus: chosen })}
        />
        <Text
          {...props}
          name="operationScenarios"
          number={16}
          title="授权运营应用场景"
          disabled={idle}
          placeholder={idle ? "未纳入，不填写" : ""}
        />
      </div>
    </Section>
  );
}

/** The whole form of an entry: fields 1 to 18 of Art. 12 in six sections. */
export function EditorSections(props: EditorProps) {
  const { content, onChange } = props;
  const high = content.items.filter((item) => item.grade >= 3).length;
  const noItems = props.errors.find((error) => within(error.pointer) === "/items");
  return (
    <>
      <Basic {...props} />
      <Provider {...props} />
      <Sharing {...props} />
      <Opening {...props} />
      <Operation {...props} />
      <SecrecySection {...props} />
      <Section
        title="数据项"
        note={`17 名称，18 格式　${content.items.length} 项，其中 3级以上 ${high} 项`}
        id="items"
      >
        {noItems !== undefined && <FieldErrorText id="f-items-error" error={noItems} />}
        <ItemsGrid
          items={content.items}
          errors={props.errors}
          onChange={(items) => onChange({ ...content, items })}
        />
      </Section>
    </>
  );
}
