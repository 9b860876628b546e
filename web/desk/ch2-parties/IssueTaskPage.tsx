import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Select } from "antd";
import { useState } from "react";
import type { Attachment } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import { api } from "../../shared/api.ts";
import { ErrorSummary, Field } from "../../shared/Field.tsx";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Failure } from "../../shared/States.tsx";
import { errorAt } from "../../shared/schema.ts";
import { unitsQuery } from "../../shared/UnitInput.tsx";
import { useFaults } from "../../shared/useFaults.ts";
import { useOnce } from "../../shared/useOnce.ts";

const blank = { title: "", requirement: "", basis: "", dueOn: "" };
const labels = { title: "任务名称", requirement: "任务和要求", dueOn: "要求完成日期" };

function unstated(stated: typeof blank, addressees: readonly string[]): FieldError[] {
  const missing = (["title", "requirement", "dueOn"] as const)
    .filter((name) => stated[name].trim() === "")
    .map((name) => ({ pointer: `/${name}`, detail: `请填写${labels[name]}` }));
  if (addressees.length > 0) return missing;
  return [...missing, { pointer: "/addressees", detail: "请至少选择一个承办单位" }];
}

/** Issues one task to any number of units at once; each gets a matter of its own. */
export function IssueTaskPage() {
  useTitle("下达任务");
  const router = useRouter();
  const me = useQuery(sessionQuery).data;
  const units = useQuery(unitsQuery);
  const [stated, setStated] = useState(blank);
  const [addressees, setAddressees] = useState<string[]>([]);
  const [attached, setAttached] = useState<Attachment[]>([]);
  const issue = useOnce(
    (key) => {
      const attachments = attached.map((attachment) => attachment.id);
      return api.issueTask({ ...stated, addressees, attachments }, key);
    },
    { onSuccess: (task) => router.history.push(`/desk/tasks/${task.id}`) },
  );
  const { refused, errors, keep } = useFaults(issue.error);
  const input = (name: keyof typeof blank) => ({
    id: `task-${name}`,
    className: "input",
    value: stated[name],
    "aria-invalid": errorAt(errors, name) !== undefined,
    "aria-describedby": `task-${name}-hint task-${name}-error`,
    onChange: (event: { target: { value: string } }) => setStated({ ...stated, [name]: event.target.value }),
  });
  return (
    <>
      <Breadcrumb trail={[{ title: "任务", href: "/desk/tasks" }, { title: "下达任务" }]} />
      <header className="page-head">
        <h1>下达任务</h1>
        <p className="sub">
          可以同时下达给多个单位，每个单位各办一件，进度汇总在任务页。
          <LawTag citation="8(3)" />
        </p>
      </header>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (keep(unstated(stated, addressees))) issue.mutate();
        }}
      >
        <ErrorSummary errors={errors} fieldId={(pointer) => `task-${pointer.split("/").at(-1) ?? ""}`} />
        {refused !== null && errors.length === 0 && <Failure error={refused} />}
        <Section title="任务内容">
          <div className="form-grid">
            <Field id="task-title" title="任务名称" wide error={errorAt(errors, "title")}>
              <input {...input("title")} maxLength={200} />
            </Field>
            <Field
              id="task-requirement"
              title="任务和要求"
              wide
              hint="做什么、做到什么程度、交什么结果。"
              error={errorAt(errors, "requirement")}
            >
              <textarea {...input("requirement")} maxLength={4000} />
            </Field>
            <Field id="task-dueOn" title="要求完成日期" error={errorAt(errors, "dueOn")}>
              <input {...input("dueOn")} type="date" />
            </Field>
            <Field id="task-basis" title="部署依据" optional error={errorAt(errors, "basis")}>
              <input {...input("basis")} maxLength={1000} />
            </Field>
            <Field
              id="task-addressees"
              title="承办单位"
              wide
              hint={
                addressees.length === 0
                  ? "输入名称的一部分可以查找，可选多个。"
                  : `已选 ${addressees.length} 个单位。`
              }
              error={errorAt(errors, "addressees") ?? errorAt(errors, "addressee")}
            >
              <Select
                id="task-addressees"
                mode="multiple"
                value={addressees}
                onChange={setAddressees}
                loading={units.isPending}
                optionFilterProp="label"
                notFoundContent="没有这个单位"
                options={(units.data?.items ?? [])
                  .filter((unit) => unit.id !== me?.party.id)
                  .map((unit) => ({
                    value: unit.name,
                    label: unit.byReference ? `${unit.name}（参照执行）` : unit.name,
                  }))}
              />
            </Field>
            <AttachmentsInput title="附件（选填）" attached={attached} onChange={setAttached} />
          </div>
        </Section>
        <div className="action-bar">
          <button type="submit" className="button primary" disabled={issue.isPending}>
            下达
          </button>
        </div>
      </form>
    </>
  );
}
