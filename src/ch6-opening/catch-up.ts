import { Problem } from "../platform/http/problem.ts";

/**
 * One run of `work` at a time in this process. Whoever asks while one is under way shares the next, which begins after
 * he asked: so everyone has what was committed before, and a long publication holds one connection, not one per reader.
 * A run that fails is told to all who shared it: what may have been suspended is not shown.
 * @throws Problem `unavailable`
 */
export function inTurns(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  async function run(before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => undefined);
    if (before) next = undefined;
    try {
      await work();
    } catch (cause) {
      throw new Problem("unavailable", "开放数据正在更新，暂时不能提供，请稍后再试", { cause });
    }
  }
  return () => {
    if (next) return next;
    const started = run(running);
    if (running) next = started;
    const chained = started.finally(() => {
      if (running === chained) running = undefined;
    });
    running = chained;
    return chained;
  };
}
