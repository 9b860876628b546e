import { Input, Select } from "antd";
import { z } from "zod";
import type { FieldError } from "../../../src/contract/problem.ts";
import type { Remark } from "../../../src/contract/remark.ts";
import type { Form } from "../../shared/api.ts";
import { FieldErrorText } from "../../shared/Field.tsx";
import { Section } from "../../shared/Page.tsx";

/** While it is written a remark may still be empty. */
const typed = z.object({ remarks: z.array(z.object({ place: z.string(), detail: z.string() })).default([]) });
const remarksOf = (form: Form): Remark[] => typed.safeParse(form).data?.remarks ?? [];

/** A remark chosen and left empty says nothing. */
export const checkRemarks = (form: Form): FieldError[] =>
  remarksOf(form).flatMap(({ detail }, index) =>
    detail.trim() === ""
      ? [{ pointer: `/remarks/${index}/detail`, detail: "请写明这一处要改什么，或者删去" }]
      : [],
  );

/** The reasons where the reviewer wrote nothing but remarks. */
export function reasonsFromRemarks(form: Form): string {
  const count = remarksOf(form).length;
  return count === 0 ? "" : `请按逐项意见修改（${count} 处）`;
}

/** One reason for each field or item that the reviewer points at. */
export function RemarksInput(props: {
  places: readonly { place: string; title: string }[];
  form: Form;
  errors: readonly FieldError[];
  onChange: (form: Form) => void;
}) {
  const { places, form, errors, onChange } = props;
  const remarks = remarksOf(form);
  const set = (next: Remark[]) => onChange({ ...form, remarks: next });
  const free = places.filter(({ place }) => !remarks.some((remark) => remark.place === place));
  return (
    <Section title="逐项意见" note="选填；单位在编辑页的每一栏看到，逐条处理后才能重新报送">
      {remarks.map((remark, index) => {
        const title = places.find(({ place }) => place === remark.place)?.title ?? remark.place;
        const id = `act-remarks-${index}-detail`;
        const error = errors.find(({ pointer }) => pointer.endsWith(`/remarks/${index}/detail`));
        return (
          <div key={remark.place} className="field remark-input">
            <label htmlFor={id}>{title}</label>
            <div className="remark-row">
              <Input.TextArea
                id={id}
                rows={2}
                maxLength={1000}
                status={error === undefined ? "" : "error"}
                aria-invalid={error !== undefined}
                placeholder="写明问题和改法"
                value={remark.detail}
                onChange={(event) => set(remarks.with(index, { ...remark, detail: event.target.value }))}
              />
              <button
                type="button"
                className="link-button small"
                onClick={() => set(remarks.toSpliced(index, 1))}
              >
                删去<span className="sr-only">对“{title}”的意见</span>
              </button>
            </div>
            {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
          </div>
        );
      })}
      <Select
        className="remark-place"
        aria-label="给哪一处写意见"
        showSearch
        optionFilterProp="label"
        placeholder="选一个栏目或者数据项，写退回意见"
        value={null}
        options={free.map(({ place, title }) => ({ value: place, label: title }))}
        onChange={(place: string | null) => {
          if (place !== null) set([...remarks, { place, detail: "" }]);
        }}
      />
    </Section>
  );
}
