import { useQuery } from "@tanstack/react-query";
import type { Proof } from "../../../src/contract/coverage.ts";
import { api } from "../../shared/api.ts";
import { Loaded } from "../../shared/States.tsx";

const outcomes: Readonly<Record<string, string>> = { killed: "测试随即失败，守卫有效" };
const outcomeInWords = (outcome: string): string => outcomes[outcome] ?? `没有证明（${outcome}）`;

function Found({ tests, mutations }: Proof) {
  if (tests.length + mutations.length === 0) return <p>还没有测试点到这一项；有同条的办理事项也不算证明。</p>;
  return (
    <>
      {mutations.length > 0 && (
        <>
          <h3>逐一撤去的守卫</h3>
          <ul>
            {mutations.map(({ file, guard, outcome }) => (
              <li key={`${file} ${guard}`}>
                <span lang="en">{guard}</span>
                <span className="muted small block">
                  <code>{file}</code>　撤去后：{outcomeInWords(outcome)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>点到这一项的测试</h3>
      <ul>
        {tests.map(({ file, title }) => (
          <li key={`${file} ${title}`}>
            <span lang="en">{title}</span>
            <span className="muted small block">
              <code>{file}</code>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What stands behind one obligation, in the words of the source code. */
export function ProofOf({ id }: { id: string }) {
  const read = useQuery({ queryKey: ["proof", id], queryFn: () => api.proofOf(id) });
  return (
    <div className="proof">
      <Loaded read={read} rows={3}>
        {({ proof }) => <Found {...proof} />}
      </Loaded>
    </div>
  );
}
