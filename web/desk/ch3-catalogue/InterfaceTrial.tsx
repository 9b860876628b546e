import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { InterfaceTrial as Trial } from "../../../src/contract/interface.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { Scroll } from "../../shared/Page.tsx";
import { Failure } from "../../shared/States.tsx";
import { type Drafted, settingsOf } from "./interfaceDraft.ts";

const kinds: Readonly<Record<Trial["items"][number]["found"], string>> = {
  text: "字符串",
  number: "数字",
  boolean: "布尔值",
  null: "空",
  absent: "没有返回",
  other: "对象或者列表",
};

/** One call about one subject, with the settings in force or those being filled in; values are never shown. */
export function InterfaceTrial(props: { entry: Entry; draft?: Drafted; onTried?: () => unknown }) {
  const { entry, draft, onTried } = props;
  const [subject, setSubject] = useState("");
  const key = entry.published?.items.find(({ role }) => role === "subject-key");
  const settings = draft && withSecret(settingsOf(draft));
  const trial = useMutation({
    mutationFn: (tried: typeof settings) =>
      api.tryInterface(entry.id, {
        subject: subject.trim(),
        ...(tried === undefined ? {} : { settings: tried }),
      }),
    onSuccess: () => onTried?.(),
  });
  const ready = subject.trim() !== "";
  // What came of other settings says nothing of those that stand on the page now.
  const stands = JSON.stringify(trial.variables) === JSON.stringify(settings);
  return (
    <div className="trial">
      <div className="inline-form">
        <Field
          id="trial-subject"
          title={`试调用的${key?.name ?? "主体标识"}`}
          hint="请用在库的真实主体；只显示来了哪些数据项，不显示值"
        >
          <Input
            id="trial-subject"
            autoComplete="off"
            maxLength={64}
            aria-describedby="trial-subject-hint"
            value={subject}
            // Inside the form of the settings Enter would put them in force.
            onPressEnter={(event) => {
              event.preventDefault();
              if (ready && !trial.isPending) trial.mutate(settings);
            }}
            onChange={(event) => setSubject(event.target.value)}
          />
        </Field>
        <Button disabled={!ready} loading={trial.isPending} onClick={() => trial.mutate(settings)}>
          试调
        </Button>
      </div>
      {stands && trial.error !== null && <Failure error={trial.error} />}
      {stands && trial.data !== undefined && <Result trial={trial.data} />}
    </div>
  );
}

const withSecret = ({ secret, ...settings }: ReturnType<typeof settingsOf>) => ({
  ...settings,
  ...(secret === "" ? {} : { secret }),
});

function Result({ trial }: { trial: Trial }) {
  const { ok, milliseconds, rows, failure, items } = trial;
  return (
    <div role="status">
      <p>
        <span className={ok ? "chip done" : "chip overdue"}>{ok ? "试调成功" : "试调没有成功"}</span> 用时{" "}
        {milliseconds} 毫秒
        {rows !== null && `，${rows} 行`}
        {failure !== null && `。${failure}`}
      </p>
      {items.length > 0 && (
        <Scroll label="各数据项的情况">
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">数据项</th>
                <th scope="col">对方字段</th>
                <th scope="col">来的类型</th>
                <th scope="col">情况</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ column, name, field, found, fault }) => (
                <tr key={column}>
                  <td className="main-cell">{name}</td>
                  <td data-label="对方字段">
                    <code>{field}</code>
                  </td>
                  <td data-label="来的类型">{kinds[found]}</td>
                  <td data-label="情况">
                    {fault !== null ? (
                      <span className="late">{fault}</span>
                    ) : found === "absent" ? (
                      "按空值处理，请核对字段名"
                    ) : (
                      "符合"
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}
