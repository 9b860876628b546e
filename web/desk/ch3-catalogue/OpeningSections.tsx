import { openingClass, operationStatus } from "../../../src/contract/entry.ts";
import { openingClassLabel, operationStatusLabel } from "../../../src/contract/labels.zh.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { Chosen, type EditorProps, optionsOf, Radios, Text } from "./editorFields.tsx";

export function OpeningSection(props: EditorProps) {
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
          <Text {...props} name="openingBasis" number={14} title="不予开放依据" />
        ) : (
          <Text
            {...props}
            name="openingConditions"
            number={14}
            title="开放条件"
            disabled={content.openingClass === "unconditional"}
            placeholder={content.openingClass === "unconditional" ? "无条件开放，不填写" : ""}
          />
        )}
      </div>
    </Section>
  );
}

export function OperationSection(props: EditorProps) {
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
