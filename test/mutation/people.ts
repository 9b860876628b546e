import type { Mutation } from "./mutation.ts";

const identity = "src/platform/identity";
const administration = "src/ch2-parties/administration.ts";
const persons = "src/ch2-parties/persons.test.ts";
const factor = `${identity}/second-factor.test.ts`;

/** Persons, accounts, second factor and external sign-in (security of the platform, Art. 60, 61). */
export const people: readonly Mutation[] = [
  {
    id: "A60.9",
    guard: "a code of a time step is taken once",
    file: `${identity}/second-factor.ts`,
    find: '    .where("last_step", "<", step)\n',
    replace: "",
    test: { file: factor, title: "A60.9 a code is taken once" },
  },
  {
    id: "A60.9",
    guard: "wrong codes lock the second factor",
    file: `${identity}/sign-in.ts`,
    find: "if (!attempt.admitted) throw factorLocked(attempt);",
    replace: "",
    test: { file: factor, title: "A60.9 five wrong codes lock it" },
  },
  {
    id: "A60.9",
    guard: "a post that needs a second factor opens nothing before",
    file: "src/platform/http/gate.ts",
    find: "if (session.mustEnrol && !beforeSecondFactor)",
    replace: "if (false)",
    test: { file: factor, title: "A60.9 opens nothing but the enrolment" },
  },
  {
    id: "A60.9",
    guard: "an open route has no caller before the second factor",
    file: "src/platform/http/gate.ts",
    find: "if (!forged && (beforeSecondFactor || session?.mustEnrol !== true))",
    replace: "if (!forged)",
    test: { file: factor, title: "A60.9 opens nothing but the enrolment" },
  },
  {
    id: "A60.9",
    guard: "sessions of a password alone end at enrolment",
    file: `${identity}/second-factor-routes.ts`,
    find: "if (given !== null) await endSessionsOf(tx, accountId, id);",
    replace: "",
    test: { file: factor, title: "A60.9 sessions opened by a password alone" },
  },
  {
    id: "A60.9",
    guard: "another device needs a code of the first",
    file: `${identity}/second-factor-routes.ts`,
    find: "if (secondFactor) await assertCode(db, sealing, accountId, request.body.code);",
    replace: "",
    test: { file: factor, title: "A60.9 another device takes its place" },
  },
  {
    id: "A60.9",
    guard: "nobody changes their own",
    file: administration,
    find: "if (caller.personId === id)",
    replace: "if (false)",
    test: { file: persons, title: "A60.9 nobody changes their own" },
  },
  {
    id: "A60.9",
    guard: "administrators hold nothing else",
    file: "src/ch2-parties/separation.ts",
    find: "if (!isAdministrator([...together]) || together.size === 1) return;",
    replace: "return;",
    test: { file: persons, title: "A60.9 nobody holds two of them" },
  },
  {
    id: "A60.9",
    guard: "a request that was declined meanwhile does not lapse too",
    file: "src/ch2-parties/takeovers.ts",
    find: '    .where("settled_at", "is", null)\n    .execute();',
    replace: "    .execute();",
    test: { file: persons, title: "A60.9 what was asked for lapses" },
  },
  {
    id: "A60.9",
    guard: "who is to go on is held while another leaves",
    file: "src/ch2-parties/successors.ts",
    find: '  await tx.selectFrom("parties.person").select("id").where("id", "=", chosen).forShare().execute();\n',
    replace: "",
    test: { file: "src/ch2-parties/successors.test.ts", title: "A60.9 who is to go on" },
  },
];
