import { Input, Radio } from "antd";
import { secrecyResult } from "../../../src/contract/entry.ts";
import { secrecyGuide } from "../../../src/contract/entry-guide.ts";
import { secrecyResultLabel } from "../../../src/contract/labels.zh.ts";
import { Field } from "../../shared/Field.tsx";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import type { EditorProps } from "./editorFields.tsx";
import { fieldId, within } from "./fields.ts";
import { Guidance } from "./Guidance.tsx";
import { RemarksAt } from "./Remarks.tsx";

const blank = { reviewer: "", date: null, result: null };

/** Secrecy review before listing: state and work secrets never enter the catalogue (Art. 3). */
export function SecrecySection({ content, errors, onChange }: EditorProps) {
  const review = content.secrecyReview ?? blank;
  const set = (change: Partial<typeof review>) =>
    onChange({ ...content, secrecyReview: { ...review, ...change } });
  const errorOf = (name: string) =>
    errors.find(({ pointer }) => within(pointer) === `/secrecyReview/${name}`);
  const ids = {
    reviewer: fieldId("/secrecyReview/reviewer"),
    date: fieldId("/secrecyReview/date"),
    result: fieldId("/secrecyReview/result"),
  };
  return (
    <Section
      title="保密审查"
      note="编目之前由本单位审查"
      id="secrecy"
      aside={
        <>
          <LawTag citation="3" />
          <LawTag citation="38" />
        </>
      }
    >
      <div className="form-grid">
        <Field
          id={ids.reviewer}
          title="保密审查人"
          hint={<Guidance guide={secrecyGuide.reviewer} />}
          error={errorOf("reviewer")}
          said={<RemarksAt place="/secrecyReview" />}
        >
          <Input
            id={ids.reviewer}
            maxLength={50}
            value={review.reviewer}
            onChange={(event) => set({ reviewer: event.target.value })}
          />
        </Field>
        <Field
          id={ids.date}
          title="保密审查日期"
          hint={<Guidance guide={secrecyGuide.date} />}
          error={errorOf("date")}
        >
          <input
            id={ids.date}
            className="input"
            type="date"
            value={review.date ?? ""}
            onChange={(event) => set({ date: event.target.value || null })}
          />
        </Field>
        <fieldset className="field wide" id={ids.result} tabIndex={-1}>
          <legend>保密审查结论</legend>
          <Radio.Group
            options={secrecyResult.options.map((value) => ({ value, label: secrecyResultLabel[value] }))}
            value={review.result}
            onChange={(event) => set({ result: event.target.value })}
          />
          <p className="hint">
            <Guidance guide={secrecyGuide.result} />
          </p>
        </fieldset>
      </div>
    </Section>
  );
}
