import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Attachment, ProcedureInfo } from "../../src/contract/matter.ts";
import type { Dataset } from "../../src/contract/portal.ts";
import type { FieldError } from "../../src/contract/problem.ts";
import { AttachmentsInput } from "../shared/Attachments.tsx";
import { api, type Form } from "../shared/api.ts";
import { ErrorSummary } from "../shared/Field.tsx";
import { kinds } from "../shared/kinds.ts";
import { LawTag } from "../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../shared/Page.tsx";
import { controlOfPointer, SchemaForm } from "../shared/SchemaForm.tsx";
import { Empty, Failure, Loaded } from "../shared/States.tsx";
import { fieldsOf, formToSend, initialForm, missing } from "../shared/schema.ts";
import { useFaults } from "../shared/useFaults.ts";
import { useOnce } from "../shared/useOnce.ts";
import { AboutDataset } from "./AboutDataset.tsx";
import { navigate } from "./navigation.ts";
import { SignedIn } from "./SignedIn.tsx";

function useObjection(dataset: Dataset) {
  return useOnce(
    (key, what: { form: Form; attachments: string[] }) =>
      api.start({ kind: kinds.objectToDataset, subject: dataset.id, ...what }, key),
    { onSuccess: (matter) => navigate(`/matters/${matter.id}`) },
  );
}

function ObjectionForm({ info, dataset }: { info: ProcedureInfo; dataset: Dataset }) {
  const fields = fieldsOf(info.form);
  const [form, setForm] = useState<Form>(() => initialForm(fields));
  const [evidence, setEvidence] = useState<Attachment[]>([]);
  const object = useObjection(dataset);
  const { refused, errors, keep } = useFaults(object.error);
  const submit = () => {
    const lacking: FieldError[] = missing(fields, form);
    if (evidence.length === 0) {
      lacking.push({
        pointer: "/attachments",
        detail: "请附上证据材料，没有证据不能中止开放",
        article: "40",
      });
    }
    if (!keep(lacking)) return;
    object.mutate({ form: formToSend(fields, form), attachments: evidence.map((file) => file.id) });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary errors={errors} fieldId={(pointer) => controlOfPointer("objection", pointer)} />
      {refused !== null && errors.length === 0 && <Failure error={refused} />}
      <Section title="异议内容">
        <SchemaForm id="objection" fields={fields} form={form} errors={errors} onChange={setForm} />
      </Section>
      <Section title="证据材料">
        <AttachmentsInput
          id="objection-attachments"
          title="证据"
          hint="照片、扫描件、文件都可以，每个不超过 20 MB。只有办理人员能看到。"
          attached={evidence}
          onChange={setEvidence}
        />
      </Section>
      <p className="acts">
        <button type="submit" className="button primary" disabled={object.isPending}>
          提出异议
        </button>
        <a className="button" href={`/dataset/${dataset.code}`}>
          返回数据页
        </a>
      </p>
    </form>
  );
}

function Objecting({ code, dataset }: { code: string; dataset: UseQueryResult<Dataset> }) {
  useTitle("提出异议");
  const procedures = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  const info = procedures.data?.items.find((candidate) => candidate.kind === kinds.objectToDataset);
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "开放数据", href: "/datasets" },
          { title: dataset.data?.name ?? code, href: `/dataset/${code}` },
          { title: "提出异议" },
        ]}
      />
      <h1>提出异议</h1>
      <p className="lead">
        提供单位收到证据后立即中止开放并核实，结果会反馈给您；您不认可结果的，可以申请复核。
        <LawTag citation="40" />
      </p>
      <SignedIn why="异议要由能核实身份的人提出，请先登录。填写的内容只有办理人员能看到。">
        {() => (
          <Loaded read={dataset}>
            {(data) => (
              <Loaded read={procedures}>
                {() =>
                  info === undefined ? (
                    <Empty>现在不能提出异议，请稍后再试。</Empty>
                  ) : (
                    <ObjectionForm info={info} dataset={data} />
                  )
                }
              </Loaded>
            )}
          </Loaded>
        )}
      </SignedIn>
    </>
  );
}

export function ObjectionPage({ code }: { code: string }) {
  return <AboutDataset code={code}>{(dataset) => <Objecting code={code} dataset={dataset} />}</AboutDataset>;
}
