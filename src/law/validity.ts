import { addDays, type CivilDate, daysBetween } from "./calendar.ts";

export interface ValidityAt {
  readonly daysLeft: number;
  readonly standing: "in-force" | "expiring" | "expired";
}

/**
 * How the Measures, in force for two years (Art. 78), stand on a day. The law says nothing of a warning: its days are the city's parameter. What has
 * expired is told, and nothing is switched off: whether the Measures were prolonged is for people to say.
 */
export function validityAt(today: CivilDate, inForceUntil: CivilDate, warningDays: number): ValidityAt {
  const daysLeft = today > inForceUntil ? -1 : [...daysBetween(today, inForceUntil)].length - 1;
  if (daysLeft < 0) return { daysLeft, standing: "expired" };
  const warned = today >= addDays(inForceUntil, -warningDays);
  return { daysLeft, standing: warned ? "expiring" : "in-force" };
}
