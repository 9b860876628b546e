import type { ProblemRule } from "../../contract/batch.ts";

/** What is wrong with one value. `mend` tells how to put it right and never repeats the value. */
export interface Fault {
  readonly rule: ProblemRule;
  readonly mend: string;
}
