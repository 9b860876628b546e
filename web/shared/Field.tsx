import type { ReactNode } from "react";
import type { FieldError } from "../../src/contract/problem.ts";
import { Icon } from "./Icon.tsx";
import { LawTag } from "./LawTag.tsx";

type Fault = { detail: string; article?: string | null | undefined; href?: string | undefined };

export function FieldErrorText({ id, error }: { id: string; error: Fault }) {
  return (
    <p className="field-error" id={id}>
      <Icon name="error" className="error-icon" />
      <span>
        {error.detail}
        {error.href !== undefined && (
          <>
            {" "}
            <a href={error.href}>去看</a>
          </>
        )}
        {error.article !== undefined && error.article !== null && <LawTag citation={error.article} />}
      </span>
    </p>
  );
}

/** Errors of a form in one place, each leading to its field; takes the focus when it appears. */
export function ErrorSummary(props: {
  errors: readonly FieldError[];
  fieldId: (pointer: string) => string;
  /** What the platform said when it refused, above what it said of each field. */
  refusal?: { message: string; article: string | null } | null;
}) {
  const { refusal = null } = props;
  if (props.errors.length === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={(summary) => summary?.focus()}>
      <h3>
        <Icon name="error" className="error-icon" />
        {refusal?.message ?? `还有 ${props.errors.length} 处要改，改完才能提交`}
        {refusal !== null && refusal.article !== null && <LawTag citation={refusal.article} />}
      </h3>
      <ul>
        {props.errors.map((error) => (
          <li key={error.pointer + error.detail}>
            <a
              href={`#${props.fieldId(error.pointer)}`}
              onClick={(event) => focusField(event, props.fieldId(error.pointer))}
            >
              {error.detail}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Brings a control into view and gives it the focus. */
export function focusField(event: { preventDefault(): void }, id: string): void {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}

/** Label above, hint and error below a single control that carries `id`. */
export function Field(props: {
  id: string;
  title: ReactNode;
  optional?: boolean;
  wide?: boolean;
  hint?: ReactNode;
  error?: Fault | undefined;
  /** What others said of the field, below everything else. */
  said?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={props.wide === true ? "field wide" : "field"}>
      <label htmlFor={props.id}>
        {props.title}
        {props.optional === true && <span className="optional">选填</span>}
      </label>
      {props.children}
      {props.hint !== undefined && props.hint !== null && (
        <p className="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error !== undefined && <FieldErrorText id={`${props.id}-error`} error={props.error} />}
      {props.said}
    </div>
  );
}
