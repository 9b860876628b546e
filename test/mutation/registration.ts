import type { Mutation } from "./mutation.ts";

const test = (title: string) => ({ file: "src/ch3-catalogue/registration.test.ts", title });

/** The register of data resources (Art. 68). */
export const registration: readonly Mutation[] = [
  {
    id: "A68.1",
    guard: "resources are registered by rules in force",
    file: "src/ch3-catalogue/registration.ts",
    find: "if ((await registrationRules(tx, at)) === undefined)",
    replace: "if (false)",
    test: test("A68.1 resources are registered"),
  },
  {
    id: "A68.1",
    guard: "only rules in force return a registration",
    file: "src/ch3-catalogue/article-68-registration.ts",
    find: '      reasons: "required",\n      guards: ["rulesInForce"],',
    replace: '      reasons: "required",',
    test: test("A68.1 without rules in force"),
  },
  {
    id: "A68.2",
    guard: "what is returned is mended, not refused",
    file: "src/ch3-catalogue/article-68-registration.ts",
    find: '      from: "returned",\n      to: "guidance",\n      by: "starter",\n      form: registrationForm,\n      amends: true,',
    replace:
      '      from: "returned",\n      to: "guidance",\n      by: "starter",\n      form: registrationForm,',
    test: test("A68.2 a department registers"),
  },
  {
    id: "A68.1",
    guard: "the service agency keeps the register",
    file: "src/ch3-catalogue/article-68-registration.ts",
    find: 'guidance: { title: "市大数据中心指导登记", holder: "service-agency" },',
    replace: 'guidance: { title: "市大数据中心指导登记", holder: "starter" },',
    test: test("A68.1 resources are registered"),
  },
  {
    id: "A68.1",
    guard: "a bureau sees the progress of its area",
    file: "src/ch3-catalogue/register-store.ts",
    find: `as each where \${inScope(scope, "unit", "region")}`,
    replace: `as each where \${inScope({ unit: scope.unit }, "unit", "region")}`,
    test: test("A68.1 resources are registered"),
  },
  {
    id: "A68.2",
    guard: "what is registered is mounted",
    file: "src/ch3-catalogue/registration.ts",
    find: "if ((await mounted(context)) === undefined)",
    replace: "if (false)",
    test: test("A68.2 a department registers what"),
  },
  {
    id: "A68.2",
    guard: "a department registers its own resources",
    file: "src/ch3-catalogue/registration.ts",
    find: "return entry?.providerId === caller.party.id ? entry : undefined;",
    replace: "return caller === undefined ? undefined : entry;",
    test: test("A68.2 a department registers what"),
  },
  {
    id: "A68.2",
    guard: "the origin is stated",
    file: "src/contract/registration.ts",
    find: 'origin: words("数据来源", 1000, "请写明由哪项职能、哪类业务形成，依据哪部法规的哪一条"),',
    replace: "origin: z.string(),",
    test: test("A68.2 a department registers what"),
  },
  {
    id: "A68.2",
    guard: "registration enters the register",
    file: "src/ch3-catalogue/registration.ts",
    find: '    .insertInto("catalogue.registration")\n    .values({ resource_id: resource.id, ...columns })\n    .onConflict((conflict) => conflict.column("resource_id").doUpdateSet(columns))\n    .execute();\n',
    replace: '    .selectNoFrom((eb) => eb.val(columns.number).as("number"))\n    .execute();\n',
    test: test("A68.2 a department registers what"),
  },
  {
    id: "A68.2",
    guard: "a version is registered once",
    file: "src/ch3-catalogue/registration.ts",
    find: "if (registered !== undefined)",
    replace: "if (false)",
    test: test("A68.2 a department registers what"),
  },
  {
    id: "A68.2",
    guard: "a resource is asked to be registered once at a time",
    file: "src/ch3-catalogue/registration.ts",
    find: "  if (other)\n",
    replace: "  if (false)\n",
    test: test("A68.2 a resource is asked"),
  },
  {
    id: "A68.2",
    guard: "a new version of the entry is to be registered anew",
    file: "src/ch3-catalogue/registration.ts",
    find: '    .where("entry_version", "=", found.entry.version)\n',
    replace: "",
    test: test("A68.2 after a new version"),
  },
];
