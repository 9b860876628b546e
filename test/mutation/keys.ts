import type { Mutation } from "./mutation.ts";

const test = (title: string) => ({ file: "src/vault/key-rotation.test.ts", title });

/** Keys are rotated (Art. 60 ¶3). */
export const keyRotation: readonly Mutation[] = [
  {
    id: "A60.9",
    guard: "keys are rotated once they are as old as the period",
    file: "src/vault/key-rotation.ts",
    find: "having max(key.usable_from) <= platform.wall_now() -",
    replace: "having max(key.usable_from) <= platform.wall_now() + interval '9 years' -",
    test: test("A60.9 keys as old as the period"),
  },
  {
    id: "A60.9",
    guard: "a key is made with its record or not at all",
    file: "src/vault/key-rotation.ts",
    find: "parts.keyring.rotate(tx, number, zoned)",
    replace: "parts.keyring.rotate(parts.db as never, number, zoned)",
    test: test("A60.9 a key without its record"),
  },
  {
    id: "A60.9",
    guard: "rows are opened with the keys they were sealed under",
    file: "src/platform/keys/keyring.ts",
    find: "const known = this.#resources.get(resource)?.versions.get(version);",
    replace: "const known = [...(this.#resources.get(resource)?.versions.values() ?? [])].at(-1);",
    test: test("A60.9 what was sealed under the old keys"),
  },
  {
    id: "A60.9",
    guard: "the job goes by the city's period",
    file: "src/app/key-rotation.ts",
    find: 'daysOf(parameters, "key-rotation")',
    replace: "365",
    test: { file: "src/app/commands/keys.test.ts", title: "A60.9 every night whatever is as old" },
  },
];
