import { assessments } from "./assessments.ts";
import { budgets } from "./budgets.ts";
import { duties } from "./duties.ts";
import { experts, opinions } from "./experts.ts";
import { gradingRules } from "./grading-rules.ts";
import { library } from "./library.ts";
import { maintenance } from "./maintenance.ts";
import { meetings } from "./meetings.ts";
import { processing } from "./processing.ts";
import type { Register } from "./register.ts";
import { reorganisations } from "./reorganisations.ts";

/** Every register, in the order of the Measures. */
export const registers: readonly Register[] = [
  meetings,
  maintenance,
  library,
  gradingRules,
  assessments,
  experts,
  opinions,
  duties,
  processing,
  reorganisations,
  budgets,
];
