import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type DocumentAct, documentAct, type IssuedDocument } from "../../src/contract/document.ts";
import { documentActLabel } from "../../src/contract/labels.zh.ts";
import type { Matter } from "../../src/contract/matter.ts";
import { AttachmentLink, FileButton } from "./Attachments.tsx";
import { api, links } from "./api.ts";
import { Field } from "./Field.tsx";
import { instantText } from "./format.ts";
import { Icon } from "./Icon.tsx";
import { Issue } from "./IssueDocument.tsx";
import { Empty, Failure, Loaded } from "./States.tsx";
import { documentsKey, useDocumentChange } from "./useDocumentChange.ts";

function Scans({ matter, document }: { matter: Matter; document: IssuedDocument }) {
  const attach = useDocumentChange(matter, async (file: File) => {
    const { id } = await api.attach(file);
    return api.attachScan(matter.id, document.id, id);
  });
  // What is no longer in force needs no stamp.
  const offered = document.mayAttachScan && document.revocation === null;
  if (document.scans.length === 0 && !offered) return null;
  return (
    <div className="scans">
      {document.scans.length > 0 && (
        <ul aria-label={`${document.title}的盖章扫描件`}>
          {document.scans.map((scan) => (
            <AttachmentLink key={scan.id} attachment={scan} />
          ))}
        </ul>
      )}
      {offered && (
        <FileButton
          id={`scan-${document.id}`}
          label={`上传${document.title}的盖章扫描件`}
          words="上传盖章扫描件"
          accept=".pdf,.png,.jpg,.jpeg"
          disabled={attach.isPending}
          onFiles={([file]) => file !== undefined && attach.mutate(file)}
        />
      )}
      {attach.isPending && (
        <p className="hint" role="status">
          正在上传
        </p>
      )}
      {attach.error !== null && <Failure error={attach.error} />}
    </div>
  );
}

const meaning: Readonly<Record<DocumentAct, string>> = {
  void: "内容有误的作废：重新制发，另编文号，查验页指向新的文书",
  revoked: "不应当制发的撤销：本件办结后不再制发",
};

/** Takes a document back, with reasons; what that means is said before it is pressed. */
function Revoke({ matter, document }: { matter: Matter; document: IssuedDocument }) {
  const [act, setAct] = useState<DocumentAct | null>(null);
  const [reason, setReason] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const revoke = useDocumentChange(matter, (chosen: DocumentAct) =>
    api.revokeDocument(matter.id, document.id, chosen, reason, key),
  );
  const id = `revoke-${document.id}`;
  if (act === null)
    return (
      <p className="acts">
        <button type="button" className="link-button" onClick={() => setAct("void")}>
          作废、撤销<span className="sr-only">{document.title}</span>
        </button>
      </p>
    );
  return (
    <form
      className="revoke"
      onSubmit={(event) => {
        event.preventDefault();
        revoke.mutate(act);
      }}
    >
      <fieldset className="choices">
        <legend className="sr-only">办法</legend>
        {documentAct.options.map((one) => (
          <label key={one}>
            <input type="radio" name={id} checked={act === one} onChange={() => setAct(one)} /> {meaning[one]}
          </label>
        ))}
      </fieldset>
      <Field id={id} title="理由" hint="文号不再使用；理由记入存证，各方可见，查验页不公开">
        <textarea
          id={id}
          className="input"
          required
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <p className="acts">
        <button type="submit" className="button danger" disabled={revoke.isPending}>
          {revoke.isPending ? "正在办理" : `${documentActLabel[act]}这份文书`}
        </button>
        <button type="button" className="link-button" onClick={() => setAct(null)}>
          取消
        </button>
      </p>
      {revoke.error !== null && <Failure error={revoke.error} />}
    </form>
  );
}

/** When, by whom and why it was taken back, and what stands in its place. */
function TakenBack({
  revocation: { act, at, by, party, reason, replacedBy },
  now,
}: {
  revocation: NonNullable<IssuedDocument["revocation"]>;
  now: string | undefined;
}) {
  return (
    <div className="small">
      {instantText(at, now)} {party.name} {by.name}
      {documentActLabel[act]}：{reason}
      {replacedBy !== null && (
        <>
          {"　由 "}
          <a className="in-text" href={`/check/${replacedBy.code}`} target="_blank" rel="noreferrer">
            {replacedBy.number ?? replacedBy.code}
          </a>
          {" 替代"}
        </>
      )}
    </div>
  );
}

function Issued({
  matter,
  document,
  now,
}: {
  matter: Matter;
  document: IssuedDocument;
  now: string | undefined;
}) {
  return (
    <li className="document">
      <p>
        <a href={links.attachment(document.file.id)} download={document.file.name}>
          {document.title}
        </a>
        {document.number !== null && <b className="nowrap">{document.number}</b>}
        {document.revocation !== null && (
          <span className="chip refused">
            <Icon name="alert" />已{documentActLabel[document.revocation.act]}
          </span>
        )}
      </p>
      <p className="small muted">
        {document.party.name}　{instantText(document.at, now)}　查验码{" "}
        <a href={`/check/${document.code}`} target="_blank" rel="noreferrer">
          <code>{document.code}</code>
        </a>
      </p>
      {document.revocation !== null && <TakenBack revocation={document.revocation} now={now} />}
      <Scans matter={matter} document={document} />
      {document.mayRevoke && <Revoke matter={matter} document={document} />}
    </li>
  );
}

/** Official documents of a matter, what may be issued now, and what was attached. */
export function Documents({ matter, now }: { matter: Matter; now: string | undefined }) {
  const read = useQuery({ queryKey: documentsKey(matter), queryFn: () => api.documents(matter.id) });
  return (
    <Loaded read={read} rows={3}>
      {({ items, issuable }) => (
        <>
          {items.length + issuable.length + matter.attachments.length === 0 && (
            <Empty>还没有文书和附件。</Empty>
          )}
          <ul className="documents">
            {items.map((document) => (
              <Issued key={document.id} matter={matter} document={document} now={now} />
            ))}
            {issuable.map((document) => (
              <Issue key={document.name} matter={matter} document={document} />
            ))}
          </ul>
          <ul>
            {matter.attachments.map((attachment) => (
              <AttachmentLink key={attachment.id} attachment={attachment} />
            ))}
          </ul>
          <p className="acts">
            <a href={links.archive(matter.id)} download>
              <Icon name="download" /> 下载案卷（ZIP）
            </a>
          </p>
        </>
      )}
    </Loaded>
  );
}
