import type { Matters } from "../../src/matters/index.ts";
import { bureau, civil, person } from "./matters.ts";

/**
 * In each round one matter and so many approvers at once. Resolves to the winners of each round and to every code
 * by which the others were refused.
 */
export async function decideInParallel(
  matters: Matters,
  { rounds, approvers }: { rounds: number; approvers: number },
): Promise<{ winners: number[]; refusals: string[] }> {
  const applicant = person(civil, "赵敏");
  const checkers = Array.from({ length: approvers }, (_, n) => person(bureau, `审核员${n}`));
  const winners: number[] = [];
  const refusals = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const form = { scenario: `第 ${round} 轮` };
    const id = await matters.start(applicant, { kind: "test-application", form });
    const tries = await Promise.allSettled(
      checkers.map((checker) => matters.act(checker, id, "pass", { version: 1 })),
    );
    winners.push(tries.filter(({ status }) => status === "fulfilled").length);
    for (const attempt of tries)
      if (attempt.status === "rejected") refusals.add(String(attempt.reason.code ?? attempt.reason));
    const { history, version } = await matters.get(applicant, id);
    if (history.length !== 2 || version !== 2) throw new Error(`round ${round}: ${history.length} steps`);
  }
  return { winners, refusals: [...refusals] };
}
