import { Checkbox } from "antd";
import { modesOfFormat, sharingClass, sharingMode } from "../../../src/contract/entry.ts";
import { entryGuide, modesExample } from "../../../src/contract/entry-guide.ts";
import { lacksSubject } from "../../../src/contract/file-sharing.ts";
import { sharingClassLabel, sharingModeLabel } from "../../../src/contract/labels.zh.ts";
import { FieldErrorText } from "../../shared/Field.tsx";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { type EditorProps, Numbered, optionsOf, Radios, Text, useField } from "./editorFields.tsx";
import { Guidance } from "./Guidance.tsx";
import { RemarksAt } from "./Remarks.tsx";

export function SharingSection(props: EditorProps) {
  const { content, onChange } = props;
  const modes = useField(props, "sharingModes");
  // What was chosen before the format stays to be seen, and taken away.
  const format = content.format ?? "table";
  const fitting = modesOfFormat[format];
  const asksRows = content.sharingModes.some((mode) => mode === "query" || mode === "verify");
  const unanswerable = format !== "file" && asksRows && lacksSubject(content);
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
          onChoose={(chosen) => onChange({ ...content, sharingClass: chosen })}
        />
        <fieldset className="field" id={modes.id} tabIndex={-1}>
          <legend>
            <Numbered number={12}>共享方式</Numbered>
          </legend>
          <Checkbox.Group
            options={optionsOf(
              sharingMode.options.filter(
                (mode) => fitting.includes(mode) || content.sharingModes.includes(mode),
              ),
              sharingModeLabel,
            )}
            value={content.sharingModes}
            onChange={(sharingModes) => onChange({ ...content, sharingModes })}
          />
          <p className="hint">
            <Guidance guide={{ ...entryGuide.sharingModes, example: modesExample[format] }}>
              {unanswerable &&
                "还没有数据项是主体标识：查询和核验按主体逐个进行，这样发布后别的单位申请不了。"}
            </Guidance>
          </p>
          {modes.error !== undefined && <FieldErrorText id={`${modes.id}-error`} error={modes.error} />}
          <RemarksAt place="/sharingModes" />
        </fieldset>
        <Text
          {...props}
          name="sharingScope"
          number={11}
          title="共享条件：共享范围"
          placeholder={idle ? "无条件共享，不填写" : ""}
          disabled={idle}
          area
        />
        <Text
          {...props}
          name="sharingPurpose"
          number={null}
          title="共享条件：使用用途"
          placeholder={idle ? "无条件共享，不填写" : ""}
          disabled={idle}
          area
        />
        <Text {...props} name="sharingBasis" number={null} title="共享依据" area />
      </div>
    </Section>
  );
}
