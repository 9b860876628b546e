import { Select } from "antd";
import { dataFormat, type EntryContent, updateFrequency } from "../../../src/contract/entry.ts";
import { entryGuide } from "../../../src/contract/entry-guide.ts";
import { industryCodes, industryText } from "../../../src/contract/industry.ts";
import { dataFormatLabel, updateFrequencyLabel } from "../../../src/contract/labels.zh.ts";
import { Field } from "../../shared/Field.tsx";
import { dateText } from "../../shared/format.ts";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Chosen, type EditorProps, Numbered, optionsOf, Text, useField } from "./editorFields.tsx";
import { Guidance } from "./Guidance.tsx";
import { nextUpdate } from "./nextUpdate.ts";
import { useChoiceSearch } from "./pinyin.ts";
import { RemarksAt } from "./Remarks.tsx";
import { useAreas } from "./useAreas.ts";

/** Areas by their names; what an older entry holds besides stays choosable. */
function AreaField(props: EditorProps) {
  const { content, onChange } = props;
  const area = useField(props, "area");
  const search = useChoiceSearch();
  const options = [...useAreas()].map(([value, label]) => ({ value, label }));
  const others = content.area.filter((code) => !options.some(({ value }) => value === code));
  return (
    <Field
      id={area.id}
      title={<Numbered number={6}>数据覆盖地域</Numbered>}
      error={area.error}
      said={<RemarksAt place="/area" />}
      hint={<Guidance guide={entryGuide.area} />}
    >
      <Select<string[]>
        id={area.id}
        mode="multiple"
        status={area.status}
        aria-invalid={area.error !== undefined}
        aria-describedby={`${area.id}-hint`}
        placeholder="输入名称、代码或者拼音首字母"
        {...search}
        options={[...options, ...others.map((code) => ({ value: code, label: code }))]}
        value={content.area}
        onChange={(chosen) => onChange({ ...content, area: chosen })}
      />
    </Field>
  );
}

/** Each section, and under it its divisions. */
const industryOptions = industryCodes.map((value) => ({
  value,
  label: industryText(value),
  className: value.length > 1 ? "division" : "",
}));

function nextUpdateHint(content: EntryContent, today: string | undefined): string | null {
  const due = today === undefined ? null : nextUpdate(content.updateFrequency, today);
  return due === null ? null : `下次应更新：${dateText(due, today)}前`;
}

export function BasicSection(props: EditorProps) {
  const { content, onChange } = props;
  const from = useField(props, "timeFrom");
  const until = useField(props, "timeTo");
  const { today } = useLawTime();
  return (
    <Section title="基本信息" note="1–7" id="basic">
      <div className="form-grid">
        <Text {...props} name="name" number={1} title="数据资源名称" />
        <Text
          {...props}
          name="abstract"
          number={2}
          title="数据资源摘要"
          area
          hint={`${content.abstract.length} / 2000 字`}
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
          name="industry"
          number={4}
          title="行业分类"
          options={industryOptions}
          value={content.industry}
          onChoose={(industry) => onChange({ ...content, industry })}
        />
        <Field
          id={from.id}
          title={<Numbered number={5}>数据覆盖时间</Numbered>}
          error={from.error ?? until.error}
          said={
            <>
              <RemarksAt place="/timeFrom" />
              <RemarksAt place="/timeTo" />
            </>
          }
          hint={
            <>
              <Guidance guide={entryGuide.timeFrom} />
              <span className="block">
                <Guidance guide={entryGuide.timeTo} />
              </span>
            </>
          }
        >
          <span className="range">
            <input
              id={from.id}
              className="input"
              type="date"
              aria-invalid={from.error !== undefined}
              value={content.timeFrom ?? ""}
              onChange={(event) => onChange({ ...content, timeFrom: event.target.value || null })}
            />
            至
            <input
              id={until.id}
              aria-label="数据覆盖时间止"
              className="input"
              type="date"
              aria-invalid={until.error !== undefined}
              value={content.timeTo ?? ""}
              onChange={(event) => onChange({ ...content, timeTo: event.target.value || null })}
            />
          </span>
        </Field>
        <AreaField {...props} />
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
      </div>
    </Section>
  );
}
