import { useQuery } from "@tanstack/react-query";
import type { CommonApproval } from "../../../src/contract/filed.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { dateText } from "../../shared/format.ts";

/** First day of the platform, before which existing stock was approved; undefined while it is being read. */
function useInUseSince(): string | undefined {
  const { data } = useQuery({ queryKey: ["parameters"], queryFn: api.parameters, staleTime: 600_000 });
  const value = data?.items.find(({ name }) => name === "in-use-since")?.value;
  return value === undefined ? undefined : String(value);
}

export const approvalText = ({ approvedOn, approver, document }: CommonApproval): string =>
  [approvedOn === undefined ? undefined : dateText(approvedOn), approver, document]
    .filter((part) => part !== undefined)
    .join("，");

const without = (approval: CommonApproval, name: keyof CommonApproval): CommonApproval =>
  Object.fromEntries(Object.entries(approval).filter(([other]) => other !== name));

/** The approval that a whole batch has in common, asked for before the file is handed in. */
export function ApprovalFields(props: {
  approval: CommonApproval;
  onChange: (approval: CommonApproval) => void;
  /** Told whether the day is too late for existing stock. */
  onLate: (late: boolean) => void;
}) {
  const { approval } = props;
  const since = useInUseSince();
  const isLate = (day: string | undefined) => day !== undefined && since !== undefined && day >= since;
  const set = (name: keyof CommonApproval, value: string) => {
    const next = value === "" ? without(approval, name) : { ...approval, [name]: value };
    props.onChange(next);
    props.onLate(isLate(next.approvedOn));
  };
  return (
    <fieldset className="form-grid">
      <legend className="small">
        目录整批相同的原批准（三栏都没有写的目录用它；使用权限逐行写自己的批准）
      </legend>
      <Field
        id="approved-on"
        title="原批准日期"
        optional
        hint={
          since === undefined
            ? undefined
            : `须早于平台启用日期${dateText(since)}；只作记载，不从这一天起算任何时限`
        }
        error={
          isLate(approval.approvedOn)
            ? {
                detail:
                  "不早于平台启用日期，不是存量：此后的目录须由提供单位编制，经审核、校核、复核后发布。",
                article: "12¶3",
              }
            : undefined
        }
      >
        <input
          id="approved-on"
          className="input"
          type="date"
          value={approval.approvedOn ?? ""}
          onChange={({ target }) => set("approvedOn", target.value)}
        />
      </Field>
      <Field id="approver" title="原批准单位" optional>
        <input
          id="approver"
          className="input"
          maxLength={200}
          placeholder="例：省营商环境建设监督局"
          value={approval.approver ?? ""}
          onChange={({ target }) => set("approver", target.value)}
        />
      </Field>
      <Field id="document" title="原批准文号" optional>
        <input
          id="document"
          className="input"
          maxLength={200}
          value={approval.document ?? ""}
          onChange={({ target }) => set("document", target.value)}
        />
      </Field>
    </fieldset>
  );
}
