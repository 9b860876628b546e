import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errors } from "./index.ts";

test("a code stands for one error: no subject takes another's", async () => {
  const here = import.meta.dirname;
  const files = (await readdir(here)).filter((name) => !name.startsWith("index."));
  const texts = await Promise.all(files.map((name) => readFile(join(here, name), "utf8")));
  const codes = texts.flatMap((text) => [...text.matchAll(/^ {2}(\w+): \{/gm)].map(([, code]) => code));
  expect(codes.toSorted()).toEqual(Object.keys(errors).toSorted());
});
