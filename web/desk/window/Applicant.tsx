import type { Attachment } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import type { WindowAgent, WindowApplicant } from "../../../src/contract/window.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import { Field, FieldErrorText } from "../../shared/Field.tsx";
import { Section } from "../../shared/Page.tsx";

const documents = {
  "identity-card": "居民身份证",
  passport: "护照",
  "residence-permit": "居住证、港澳台居民居住证",
  other: "其他有效证件",
} as const;
type IdentityDocument = keyof typeof documents;

/** A person at the window: whether the officer has compared the document is said, its number is not kept. */
interface Shown {
  name: string;
  document: IdentityDocument;
  seen: boolean;
}

/** Who came to the window, as typed so far. */
export interface AtWindow {
  person: Shown;
  creditCode: string;
  agent: Shown | null;
  authority: Attachment[];
}

const nobody: Shown = { name: "", document: "identity-card", seen: false };
export const nobodyYet: AtWindow = { person: nobody, creditCode: "", agent: null, authority: [] };

/** What is still missing of the applicant and the agent. */
export function checkAtWindow(
  { person, creditCode, agent, authority }: AtWindow,
  isPerson: boolean,
): FieldError[] {
  const absent = [
    [isPerson && person.name.trim() === "", "/applicant/name", "请填写申请人姓名"],
    [isPerson && !person.seen, "/applicant/seen", "请当面核对申请人的证件原件"],
    [!isPerson && creditCode.trim() === "", "/applicant/creditCode", "请填写申请单位的统一社会信用代码"],
    [agent !== null && agent.name.trim() === "", "/agent/name", "请填写代理人姓名"],
    [agent !== null && !agent.seen, "/agent/seen", "请当面核对代理人的证件原件"],
    [agent !== null && authority.length === 0, "/agent/authority", "请扫描上传授权委托书"],
  ] as const;
  return absent.flatMap(([missing, pointer, detail]) => (missing ? [{ pointer, detail }] : []));
}

/** Who came, as the platform takes it; call it once `checkAtWindow` finds nothing. */
export function whoCame(
  { person, creditCode, agent, authority }: AtWindow,
  isPerson: boolean,
): { applicant: WindowApplicant; agent?: WindowAgent } {
  const applicant: WindowApplicant = isPerson
    ? { type: "person", name: person.name.trim(), document: person.document, seen: true }
    : { type: "organisation", creditCode: creditCode.trim().toUpperCase() };
  const [file] = authority;
  if (agent === null || file === undefined) return { applicant };
  const { name, document } = agent;
  return { applicant, agent: { name: name.trim(), document, seen: true, authority: file.id } };
}

function PersonFields(props: {
  id: "applicant" | "agent";
  title: string;
  person: Shown;
  error: (field: string) => FieldError | undefined;
  onChange: (person: Shown) => void;
}) {
  const { id, person, onChange } = props;
  const seen = props.error("seen");
  return (
    <>
      <Field id={`start-${id}-name`} title={`${props.title}姓名`} error={props.error("name")}>
        <input
          id={`start-${id}-name`}
          className="input"
          maxLength={100}
          value={person.name}
          aria-invalid={props.error("name") !== undefined}
          onChange={(event) => onChange({ ...person, name: event.target.value })}
        />
      </Field>
      <Field id={`start-${id}-document`} title="出示的证件" hint="只核对，不登记号码。">
        <select
          id={`start-${id}-document`}
          className="input"
          value={person.document}
          onChange={({ target }) => {
            const document = Object.keys(documents).find(
              (code): code is IdentityDocument => code === target.value,
            );
            if (document !== undefined) onChange({ ...person, document });
          }}
        >
          {Object.entries(documents).map(([code, label]) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <div className="field wide check">
        <div className="choices">
          <label>
            <input
              id={`start-${id}-seen`}
              type="checkbox"
              checked={person.seen}
              aria-invalid={seen !== undefined}
              aria-describedby={`start-${id}-seen-error`}
              onChange={(event) => onChange({ ...person, seen: event.target.checked })}
            />
            已当面核对{props.title}与证件原件相符
          </label>
        </div>
        {seen !== undefined && <FieldErrorText id={`start-${id}-seen-error`} error={seen} />}
      </div>
    </>
  );
}

/** Who came with the paper: the applicant, and an agent with a power of attorney where there is one. */
export function Applicant(props: {
  isPerson: boolean;
  came: AtWindow;
  errors: readonly FieldError[];
  onChange: (came: AtWindow) => void;
}) {
  const { came, onChange } = props;
  const errorOf = (pointer: string) => props.errors.find((error) => error.pointer === pointer);
  return (
    <Section title="申请人" note={props.isPerson ? "没有账号的公民" : "按统一社会信用代码找到已登记的单位"}>
      <div className="form-grid">
        {props.isPerson ? (
          <PersonFields
            id="applicant"
            title="申请人"
            person={came.person}
            error={(field) => errorOf(`/applicant/${field}`)}
            onChange={(person) => onChange({ ...came, person })}
          />
        ) : (
          <Field
            id="start-applicant-creditCode"
            title="统一社会信用代码"
            error={errorOf("/applicant/creditCode")}
          >
            <input
              id="start-applicant-creditCode"
              className="input mono"
              maxLength={18}
              value={came.creditCode}
              aria-invalid={errorOf("/applicant/creditCode") !== undefined}
              onChange={(event) => onChange({ ...came, creditCode: event.target.value })}
            />
          </Field>
        )}
        <div className="field wide check">
          <div className="choices">
            <label>
              <input
                type="checkbox"
                checked={came.agent !== null}
                onChange={(event) => onChange({ ...came, agent: event.target.checked ? nobody : null })}
              />
              由代理人提交
            </label>
          </div>
        </div>
        {came.agent !== null && (
          <>
            <PersonFields
              id="agent"
              title="代理人"
              person={came.agent}
              error={(field) => errorOf(`/agent/${field}`)}
              onChange={(agent) => onChange({ ...came, agent })}
            />
            <AttachmentsInput
              id="start-agent-authority"
              title="授权委托书（扫描件）"
              attached={came.authority}
              onChange={(authority) => onChange({ ...came, authority: authority.slice(-1) })}
            />
          </>
        )}
      </div>
    </Section>
  );
}
