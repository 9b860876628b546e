import type { EntryItem } from "../../contract/entry.ts";
import type { Fault } from "./fault.ts";

/** Says of a checked row in which item it contradicts itself. */
export type Contradictions = (values: readonly (string | null)[]) => { item: EntryItem; fault: Fault }[];

const sexes: Readonly<Record<string, number>> = { "1": 1, 男: 1, 男性: 1, "2": 0, 女: 0, 女性: 0 };

/**
 * An identity number holds the day of birth and the sex (GB 11643): a row that says otherwise beside it contradicts
 * itself. Only where the row has one such number and one such item, so that both are about the same person.
 */
export function compileContradictions(items: readonly EntryItem[]): Contradictions {
  const only = (fits: (item: EntryItem) => boolean) => {
    const places = items.flatMap((item, place) => (fits(item) ? [place] : []));
    return places.length === 1 ? places[0] : undefined;
  };
  const number = only(({ standard }) => standard === "identity-number");
  if (number === undefined) return () => [];
  const birth = only(({ name, type }) => name === "出生日期" && type === "date");
  const sex = only(({ name }) => name === "性别");
  return (values) => {
    const id = values[number];
    if (typeof id !== "string") return [];
    const born = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    const stated = sexes[values[sex ?? -1] ?? ""];
    return [
      ...contradicting(items[birth ?? -1], (values[birth ?? -1] ?? born) !== born),
      ...contradicting(items[sex ?? -1], stated !== undefined && stated !== Number(id[16]) % 2),
    ];
  };
}

const contradicting = (item: EntryItem | undefined, contradicts: boolean) =>
  item !== undefined && contradicts
    ? [
        {
          item,
          fault: { rule: "contradiction" as const, mend: "与本行公民身份号码不符，请核对是号码还是本项有误" },
        },
      ]
    : [];
