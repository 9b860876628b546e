import { expect, test } from "vitest";
import { inTurns } from "./catch-up.ts";

test("whoever asks during a run gets the next one, which all who wait share; none is lost by a failure", async () => {
  const runs: PromiseWithResolvers<void>[] = [];
  const ask = inTurns(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  const settled: string[] = [];
  const asked = (name: string) =>
    ask().then(
      () => settled.push(name),
      ({ code }: { code: string }) => settled.push(`${name}: ${code}`),
    );
  const begun = async (count: number) => expect.poll(() => runs.length).toBe(count);
  const first = asked("first");
  await begun(1);
  const waiting = [asked("second"), asked("third")];
  runs[0]?.reject(new Error("a message that cannot be applied"));
  await first;
  await begun(2);
  const late = asked("late");
  runs[1]?.resolve();
  await Promise.all(waiting);
  await begun(3);
  expect(settled.toSorted()).toEqual(["first: unavailable", "second", "third"]);
  runs[2]?.resolve();
  await late;
  const fresh = asked("fresh");
  await begun(4);
  runs[3]?.resolve();
  await fresh;
  expect(settled.slice(3)).toEqual(["late", "fresh"]);
});
