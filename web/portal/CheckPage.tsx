import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { CheckedDocument } from "../../src/contract/document.ts";
import { documentActLabel, documentKindLabel } from "../../src/contract/labels.zh.ts";
import { FileButton } from "../shared/Attachments.tsx";
import { api } from "../shared/api.ts";
import { Field } from "../shared/Field.tsx";
import { dateText } from "../shared/format.ts";
import { Icon } from "../shared/Icon.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../shared/Page.tsx";
import { ReceiptCheck } from "../shared/ReceiptCheck.tsx";
import { Loaded } from "../shared/States.tsx";
import { navigate } from "./navigation.ts";

/** As it stands on the paper, however it was typed: groups of four, capitals. */
const codeOf = (typed: string): string =>
  (typed.toUpperCase().match(/[0-9A-Z]/g) ?? []).join("").replace(/(.{4})(?=.)/g, "$1-");

async function digestOf(file: File): Promise<string> {
  const [content, { sm3 }] = await Promise.all([file.arrayBuffer(), import("sm-crypto-v2")]);
  return sm3(new Uint8Array(content));
}

function Compare({ document }: { document: CheckedDocument }) {
  const compare = useMutation({ mutationFn: digestOf });
  const [over, setOver] = useState(false);
  const take = ([file]: File[]) => file !== undefined && compare.mutate(file);
  return (
    <Section title="核对文件" note="在您的浏览器里计算，文件不上传">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the shortcut, the button does the same */}
      <div
        className={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take([...event.dataTransfer.files]);
        }}
      >
        <p>把 PDF 文件拖到这里，或者</p>
        <FileButton id="check-file" label="选择要核对的文件" words="选择文件" accept=".pdf" onFiles={take} />
      </div>
      {compare.isPending && <p role="status">正在计算</p>}
      {compare.data !== undefined &&
        (compare.data === document.sm3 ? (
          <p className="chip done large" role="status">
            <Icon name="check" />
            与平台制发的文件一致，没有改动
          </p>
        ) : (
          <p className="chip refused large" role="alert">
            <Icon name="alert" />
            与平台制发的文件不一致：不是这份文书的原件，或者改动过
          </p>
        ))}
      <p className="small muted">
        平台登记的 SM3 摘要 <code className="block">{document.sm3}</code>
      </p>
    </Section>
  );
}

/** Whoever scans the code of an old paper must not take it for one in force. */
function Standing({ document: { revocation, replaces } }: { document: CheckedDocument }) {
  const other = (words: string, { code, number }: { code: string; number: string }) => (
    <>
      {words}
      <a className="in-text" href={`/check/${code}`}>
        {number}
      </a>
    </>
  );
  if (revocation !== null)
    return (
      <p className="notice" role="alert">
        这份文书已于{dateText(revocation.date)}
        {documentActLabel[revocation.act]}，不再有效
        {revocation.replacedBy !== null && other("；替代它的文书：", revocation.replacedBy)}
      </p>
    );
  return replaces === null ? null : <p className="muted">{other("本文书替代已经作废的文书：", replaces)}</p>;
}

function Found({ document }: { document: CheckedDocument }) {
  return (
    <>
      <Standing document={document} />
      <Section title={document.title} note={`查验码 ${document.code}`}>
        <Facts
          facts={[
            { label: "编号", value: document.number },
            { label: "文书种类", value: documentKindLabel[document.kind] },
            { label: "制发单位", value: document.office ?? "个人填报（不显示姓名）" },
            { label: "日期", value: dateText(document.date) },
            { label: "办理状态", value: document.state },
            ...(document.receipt === null
              ? []
              : [{ label: "操作存证", value: <ReceiptCheck receipt={document.receipt} /> }]),
            ...(document.revocation === null
              ? []
              : [
                  {
                    label: `${documentActLabel[document.revocation.act]}存证`,
                    value: <ReceiptCheck receipt={document.revocation.receipt} />,
                  },
                ]),
            ...(document.dueOn === null
              ? []
              : [{ label: "办理时限", value: `${dateText(document.dueOn)}前` }]),
          ]}
        />
      </Section>
      <Compare key={document.code} document={document} />
    </>
  );
}

function Lookup({ code }: { code: string }) {
  const read = useQuery({ queryKey: ["check", code], queryFn: () => api.check(code) });
  return (
    <Loaded read={read} rows={6}>
      {(document) => <Found document={document} />}
    </Loaded>
  );
}

/** Anybody who holds a document of the platform may check here that it is genuine. */
export function CheckPage({ code }: { code: string | null }) {
  useTitle("文书查验");
  const [typed, setTyped] = useState(code ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    navigate(`/check/${codeOf(typed)}`);
  };
  return (
    <>
      <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "文书查验" }]} />
      <h1>文书查验</h1>
      <form className="inline-form" onSubmit={submit}>
        <Field id="check-code" title="查验码" hint="印在文书末尾，12 位，如 7K3M-9QXW-2B4T">
          <input
            id="check-code"
            className="mono"
            required
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <button type="submit" className="button primary">
          查验
        </button>
      </form>
      {code !== null && code !== "" && <Lookup key={code} code={codeOf(code)} />}
    </>
  );
}
