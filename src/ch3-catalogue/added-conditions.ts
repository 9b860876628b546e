import type { EntryContent } from "../contract/entry.ts";
import { sharingModeLabel } from "../contract/labels.zh.ts";
import type { Fact } from "../matters/index.ts";
import { classOf, type Side } from "./classes.ts";

const texts = [
  { side: "sharing", field: "sharingScope", title: "共享范围" },
  { side: "sharing", field: "sharingPurpose", title: "使用用途" },
  { side: "opening", field: "openingConditions", title: "开放条件" },
] as const satisfies readonly { side: Side; field: keyof EntryContent; title: string }[];

/**
 * Art. 63: no conditions are added without leave. Where an update keeps the class, what it changes of the conditions
 * that were reviewed is told to the reviewer as such: a changed text may always be a narrower one.
 */
export function narrowedConditions(before: EntryContent, after: EntryContent): Fact[] {
  const kept = (side: Side) => classOf(before, side) === classOf(after, side);
  const changed = texts
    .filter(({ side, field }) => kept(side) && before[field] !== after[field] && after[field] !== "")
    .map(({ field, title }) => ({ title, was: before[field], is: after[field] }));
  const lost = before.sharingModes.filter((mode) => !after.sharingModes.includes(mode));
  return [
    ...changed.map(({ title, was, is }) => ({
      label: `${title}有改动`,
      value: `原为“${was}”，改为“${is}”，请审核是否增设条件`,
      article: "63",
    })),
    ...(kept("sharing") && lost.length > 0
      ? [
          {
            label: "共享方式减少",
            value: `不再提供${lost.map((mode) => sharingModeLabel[mode]).join("、")}，请审核是否增设条件`,
            article: "63",
          },
        ]
      : []),
  ];
}
