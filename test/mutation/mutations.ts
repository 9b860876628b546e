import { catalogue } from "./catalogue.ts";
import { collection } from "./collection.ts";
import { duties } from "./duties.ts";
import type { Mutation } from "./mutation.ts";
import { opening } from "./opening.ts";
import { parties } from "./parties.ts";
import { people } from "./people.ts";
import { sharing } from "./sharing.ts";
import { stock } from "./stock.ts";

/** Every guard that is shown to carry its obligation: without it the named test fails. */
export const mutations: readonly Mutation[] = [
  ...parties,
  ...duties,
  ...catalogue,
  ...collection,
  ...sharing,
  ...opening,
  ...people,
  ...stock,
];
