import { Checkbox, Input, Radio } from "antd";
import type { EntryItem } from "../../../src/contract/entry.ts";
import { columnTreatmentLabel, labelOf, maskingLabel } from "../../../src/contract/labels.zh.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import type { WidgetProps } from "../../shared/ActionPanel.tsx";
import { FieldErrorText } from "../../shared/Field.tsx";
import { LawTag } from "../../shared/LawTag.tsx";
import { Grade, Section } from "../../shared/Page.tsx";
import { byEntry, type Choice, choicesOf, isStricter, opennessOf, summaryOf } from "./columns.ts";
import { useEntryItems } from "./useEntry.ts";

/** What is more open than the entry allows could only be refused. */
const optionsFor = (item: EntryItem | undefined) =>
  Object.entries(columnTreatmentLabel).map(([value, label], openness) => ({
    value,
    label,
    className: `treatment ${value}`,
    disabled: item !== undefined && openness < opennessOf(item),
  }));

const wayOf = (choice: Choice, item: EntryItem | undefined) => {
  if (choice.treatment === "masked") return labelOf(maskingLabel, item?.masking ?? null);
  return choice.treatment === "verify-only" ? "只回答是否相符，不返回值" : "";
};

function Reason(props: {
  id: string;
  choice: Choice;
  error: FieldError | undefined;
  onChange: (choice: Choice) => void;
}) {
  const { id, choice, error } = props;
  return (
    <>
      <Input.TextArea
        id={id}
        rows={2}
        status={error === undefined ? "" : "error"}
        aria-label="不同意的具体原因"
        aria-invalid={error !== undefined}
        placeholder="写明不同意的具体原因"
        maxLength={1000}
        value={choice.reason}
        onChange={(event) => props.onChange({ ...choice, reason: event.target.value })}
      />
      {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
    </>
  );
}

function Row(props: {
  index: number;
  choice: Choice;
  item: EntryItem | undefined;
  /** Whether a decision stricter than the entry is worth a word: in a verification none is. */
  flags: boolean;
  errors: readonly FieldError[];
  onChange: (choice: Choice) => void;
}) {
  const { index, choice, item } = props;
  const id = `act-columns-${index}`;
  const name = item?.name ?? choice.column;
  const at = (part: string) =>
    props.errors.find((error) => error.pointer.endsWith(`/columns/${index}/${part}`));
  const undecided = at("treatment");
  return (
    <tr>
      <td className="main-cell">
        <b className="item-name">{name}</b> <code className="muted">{choice.column}</code>
      </td>
      <td>{item === undefined ? "—" : <Grade grade={item.grade} importance={item.importance} />}</td>
      <td>
        <div id={`${id}-treatment`} tabIndex={-1}>
          <Radio.Group
            aria-label={`${name}的决定`}
            optionType="button"
            buttonStyle="solid"
            options={optionsFor(item)}
            value={choice.treatment}
            onChange={(event) => props.onChange({ ...choice, treatment: event.target.value })}
          />
        </div>
        {undecided !== undefined && <FieldErrorText id={`${id}-treatment-error`} error={undecided} />}
      </td>
      <td className="way">
        {choice.treatment === "refused" ? (
          <Reason id={`${id}-reason`} choice={choice} error={at("reason")} onChange={props.onChange} />
        ) : (
          <>
            <span className="small muted">{wayOf(choice, item)}</span>
            {props.flags && item !== undefined && isStricter(choice, item) && (
              <span className="small late block">
                严于目录，办件上会标出
                <LawTag citation="63" />
              </span>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

/** What is given as files is given whole: one agreement to all items, or none. */
function WholeDecision({ matter, form, errors, onChange }: WidgetProps) {
  const items = useEntryItems(matter);
  const choices = choicesOf(form, matter);
  const agreed = choices.every(({ treatment }) => treatment === "plain");
  const unticked = errors.find(({ pointer }) => pointer.endsWith("/columns"));
  const names = choices.map(({ column }) => items.find((item) => item.column === column)?.name ?? column);
  return (
    <Section title="整份决定" note={`文件含 ${choices.length} 个数据项`}>
      <p>{names.join("、")}</p>
      <Checkbox
        id="act-columns"
        checked={agreed}
        onChange={({ target }) =>
          onChange({
            ...form,
            columns: choices.map((choice) => ({ ...choice, treatment: target.checked ? "plain" : null })),
          })
        }
      >
        同意以文件整份提供，全部数据项为原值
      </Checkbox>
      {unticked !== undefined && <FieldErrorText id="act-columns-error" error={unticked} />}
      <p className="hint">文件不能去掉或者遮盖其中一部分：要么全部同意，要么用“不同意共享”办理并写明原因。</p>
    </Section>
  );
}

/** Each requested column decided by itself; a refusal opens its reason. */
export function ColumnDecisions(props: WidgetProps) {
  return props.matter.form.mode === "file" ? <WholeDecision {...props} /> : <EachDecision {...props} />;
}

function EachDecision({ matter, form, errors, onChange }: WidgetProps) {
  const items = useEntryItems(matter);
  const choices = choicesOf(form, matter);
  const change = (next: Choice[]) => onChange({ ...form, columns: next });
  return (
    <Section
      title="逐项决定"
      note={summaryOf(choices)}
      aside={
        <button type="button" className="link-button" onClick={() => change(byEntry(choices, items))}>
          按目录默认填写
        </button>
      }
    >
      <table className="ruled stacked decisions">
        <thead>
          <tr>
            <th scope="col">数据项</th>
            <th scope="col">分级</th>
            <th scope="col">决定</th>
            <th scope="col">方式或原因</th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice, index) => (
            <Row
              key={choice.column}
              index={index}
              choice={choice}
              item={items.find((item) => item.column === choice.column)}
              flags={matter.form.mode !== "verify"}
              errors={errors}
              onChange={(changed) =>
                change(choices.map((old) => (old.column === changed.column ? changed : old)))
              }
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}
