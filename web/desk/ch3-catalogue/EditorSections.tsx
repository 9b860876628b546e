import { Input } from "antd";
import { entryGuide } from "../../../src/contract/entry-guide.ts";
import { Field, FieldErrorText } from "../../shared/Field.tsx";
import { Section } from "../../shared/Page.tsx";
import { BasicSection } from "./BasicSection.tsx";
import { type EditorProps, Numbered } from "./editorFields.tsx";
import { within } from "./fields.ts";
import { GradingSuggestions } from "./GradingSuggestions.tsx";
import { Guidance } from "./Guidance.tsx";
import { ItemsGrid } from "./ItemsGrid.tsx";
import { OpeningSection, OperationSection } from "./OpeningSections.tsx";
import { SecrecySection } from "./SecrecySection.tsx";
import { SharingSection } from "./SharingSection.tsx";
import { StandardSuggestions } from "./StandardSuggestions.tsx";

function Provider({ entry }: EditorProps) {
  return (
    <Section title="提供方" note="8–9，按登录单位填写" id="provider">
      <div className="form-grid">
        <Field
          id="f-provider"
          title={<Numbered number={8}>数据资源提供方名称</Numbered>}
          hint={<Guidance guide={entryGuide.provider} />}
        >
          <Input id="f-provider" value={entry.provider.name} disabled />
        </Field>
        <Field
          id="f-providerCode"
          title={<Numbered number={9}>数据资源提供方代码</Numbered>}
          hint={<Guidance guide={entryGuide.providerCode} />}
        >
          <Input id="f-providerCode" className="mono" value={entry.providerCode} disabled />
        </Field>
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
      <BasicSection {...props} />
      <Provider {...props} />
      <SharingSection {...props} />
      <OpeningSection {...props} />
      <OperationSection {...props} />
      <SecrecySection {...props} />
      <Section
        title="数据项"
        note={`17 名称，18 格式　${content.items.length} 项，其中 3级以上 ${high} 项`}
        id="items"
      >
        {noItems !== undefined && <FieldErrorText id="f-items-error" error={noItems} />}
        <StandardSuggestions items={content.items} onChange={(items) => onChange({ ...content, items })} />
        <GradingSuggestions items={content.items} onChange={(items) => onChange({ ...content, items })} />
        <ItemsGrid
          items={content.items}
          errors={props.errors}
          onChange={(items) => onChange({ ...content, items })}
        />
      </Section>
    </>
  );
}
