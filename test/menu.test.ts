import { expect, test } from "vitest";
import { readers, senders } from "../src/ch4-collection/policy.ts";
import { insideKinds, type PartyKind, partyKind, type Role, role } from "../src/contract/roles.ts";
import type { Me } from "../src/contract/session.ts";
import { menu } from "../web/desk/menu.ts";

const id = "00000000-0000-4000-8000-000000000000";

const titlesFor = (kind: PartyKind, held: Role): string[] => {
  const me: Me = {
    person: { id, name: "某人" },
    party: { id, name: "某单位", kind, level: "city" },
    post: { id, unit: null },
    roles: [held],
    actingFor: null,
    secondFactor: { enrolled: false, missing: false },
    csrfToken: "",
  };
  return menu
    .flatMap(({ items }) => items)
    .filter(({ offeredTo }) => offeredTo?.(me) !== false)
    .map(({ title }) => title);
};

const kindsOffered = (title: string) =>
  partyKind.options.filter((kind) => titlesFor(kind, "data-officer").includes(title));
const rolesOffered = (title: string) =>
  role.options.filter((held) => titlesFor("department", held).includes(title));

test("the menu offers no page that the platform refuses to the kind of party", () => {
  const pages = ["单位名录", "政策标准", "职责分工", "目录情况", "清单", "资源登记", "开放目录", "上传数据"];
  for (const title of pages)
    expect([title, kindsOffered(title).toSorted()]).toEqual([title, [...insideKinds].toSorted()]);
});

test("the menu offers no page that the platform refuses to the role", () => {
  expect(rolesOffered("批次").toSorted()).toEqual([...readers].toSorted());
  expect(rolesOffered("上传数据").toSorted()).toEqual([...senders].toSorted());
  for (const title of ["送审件", "本单位"])
    expect(rolesOffered(title).toSorted()).toEqual([...senders, "leader"].toSorted());
});
