import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import type { Attachment } from "../../src/contract/matter.ts";
import { api, links } from "./api.ts";
import { bytesText } from "./format.ts";
import { Icon } from "./Icon.tsx";
import { Failure } from "./States.tsx";

export function AttachmentLink({ attachment }: { attachment: Attachment }) {
  return (
    <li className="attachment">
      <a href={links.attachment(attachment.id)} download={attachment.name}>
        {attachment.name}
      </a>
      <span className="muted small">
        {bytesText(attachment.bytes)}，SM3 <code>{attachment.sm3.slice(0, 12)}</code>
      </span>
    </li>
  );
}

/** A file input that looks like a button; the browser's own words are not Chinese everywhere. */
export function FileButton(props: {
  id: string;
  label: string;
  words: string;
  onFiles: (files: File[]) => void;
  multiple?: boolean;
  accept?: string;
  disabled?: boolean;
}) {
  return (
    <label className="button file-button" htmlFor={props.id}>
      <input
        id={props.id}
        className="sr-only"
        type="file"
        aria-label={props.label}
        multiple={props.multiple === true}
        accept={props.accept}
        disabled={props.disabled === true}
        onChange={(event) => {
          props.onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Icon name="upload" />
      {props.words}
    </label>
  );
}

/** Uploads files at once and keeps them for the act that follows. */
export function AttachmentsInput(props: {
  id?: string;
  title: string;
  hint?: string;
  attached: readonly Attachment[];
  onChange: (attached: Attachment[]) => void;
}) {
  const own = useId();
  const id = props.id ?? own;
  const upload = useMutation({
    mutationFn: (files: readonly File[]) => Promise.all(files.map(api.attach)),
    onSuccess: (added) => props.onChange([...props.attached, ...added]),
  });
  return (
    <div className="field wide">
      <p className="label">{props.title}</p>
      <FileButton
        id={id}
        words="选择文件"
        onFiles={(files) => upload.mutate(files)}
        label={props.title}
        multiple
      />
      {props.hint !== undefined && <p className="hint">{props.hint}</p>}
      {upload.isPending && (
        <p className="hint" role="status">
          正在上传
        </p>
      )}
      {upload.error !== null && <Failure error={upload.error} />}
      <ul>
        {props.attached.map((attachment) => (
          <li key={attachment.id} className="attachment">
            <Icon name="check" />
            {attachment.name}
            <span className="muted small">{bytesText(attachment.bytes)}</span>
            <button
              type="button"
              className="link-button"
              onClick={() => props.onChange(props.attached.filter((kept) => kept.id !== attachment.id))}
            >
              移除<span className="sr-only">{attachment.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
