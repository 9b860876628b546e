import { creditCodeCheck } from "../../contract/credit-code.ts";
import type { PartyKind } from "../../contract/roles.ts";

/**
 * A credit code for the n-th party of the demonstration (GB 32100 and GB 11714 check characters, category 11 or 91,
 * the city's area, organisation code from an unassigned range).
 */
export function demoCreditCode(area: string, kind: PartyKind, n: number): string {
  const enterprises = ["operator", "developer", "company", "public-service-enterprise"];
  const category = enterprises.includes(kind) ? "91" : "11";
  const body = `${category}${area}${organisationCode(`DM${String(n).padStart(6, "0")}`)}`;
  return body + creditCodeCheck(body);
}

function organisationCode(first8: string): string {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(first8.charAt(at)), 0);
  const check = 11 - (sum % 11);
  return first8 + (check === 11 ? "0" : check === 10 ? "X" : String(check));
}
