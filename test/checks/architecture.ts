import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cruise, type ICruiseOptions } from "dependency-cruiser";

type Rules = NonNullable<ICruiseOptions["ruleSet"]>;
type Rule = NonNullable<Rules["forbidden"]>[number];

const tests = "\\.test\\.ts$";

/**
 * The order of the folders as `docs/architecture.md` states it, outermost last; folders of one group are
 * siblings, which do not know one another.
 */
export function folderOrder(architecture: string): string[][] {
  const line = architecture.split("\n").find((text) => text.startsWith("`contract → "));
  if (line === undefined) throw new Error("docs/architecture.md no longer states the order of the folders");
  return line
    .replaceAll("`", "")
    .split("→")
    .map((group) => group.split("|").map((folder) => folder.trim()));
}

/** contract, law and platform are toolboxes of subjects; of every other folder index.ts is the only door. */
function hasDoor(folder: string): boolean {
  return !["contract", "law", "platform", "app"].includes(folder);
}

function orderRules(order: string[][]): Rule[] {
  return order.flatMap((group, position) =>
    group.flatMap((folder): Rule[] => {
      const known = ["contract", ...order.slice(0, position).flat(), folder];
      const rule = { name: `${folder}-imports-only-what-stands-before-it`, severity: "error" as const };
      const outside = (folders: string[]) => ({ path: "^src/", pathNot: `^src/(${folders.join("|")})/` });
      return [
        { ...rule, from: { path: `^src/${folder}/`, pathNot: tests }, to: outside(known) },
        // Tests may begin with the entries and parties of the demonstration city.
        { ...rule, from: { path: `^src/${folder}/.*${tests}` }, to: outside([...known, "app/demo"]) },
      ];
    }),
  );
}

function doorRules(order: string[][]): Rule[] {
  return order
    .flat()
    .filter(hasDoor)
    .map((folder) => ({
      name: `${folder}-is-entered-through-its-index`,
      severity: "error",
      from: { path: "^(src|web|agent)/", pathNot: `^src/${folder}/` },
      to: { path: `^src/${folder}/`, pathNot: `^src/${folder}/index\\.ts$` },
    }));
}

/** The dependency rule of the architecture, one rule per folder so that a finding names what it breaks. */
export function dependencyRules(order: string[][]): Rules {
  const forbidden: Rule[] = [
    ...orderRules(order),
    ...doorRules(order),
    {
      name: "every-folder-has-its-place-in-the-order",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${order.flat().join("|")})/` },
      to: {},
    },
    {
      name: "web-and-agent-import-only-the-contract",
      severity: "error",
      from: { path: "^(web|agent)/" },
      to: { path: "^(src|test|bench|bin)/", pathNot: "^src/contract/" },
    },
    {
      name: "the-portal-does-without-the-desk",
      severity: "error",
      from: { path: "^web/portal/" },
      to: { path: "^web/desk/|/node_modules/(antd|@ant-design)/" },
    },
    {
      name: "the-product-does-not-know-its-tests",
      severity: "error",
      from: { path: "^(src|web|agent)/", pathNot: `${tests}|^src/app/` },
      to: { path: `^(test|bench)/|${tests}` },
    },
    {
      name: "contract-and-law-are-pure",
      severity: "error",
      from: { path: "^src/(contract|law)/", pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      // Circles of types alone do not exist when the program runs, and never cross folders.
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "every-import-exists",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
  ];
  return { forbidden };
}

/**
 * Imports that break the rule, one line each. TypeScript 7 has no parser for JavaScript, hence swc; like the
 * compiler it also reports imports of types only.
 * @param root the checkout; of it src, web, agent, test and bench are read where they exist
 */
export async function dependencyFindings(root: string, folders: string[]): Promise<string[]> {
  const order = folderOrder(await readFile(join(root, "docs/architecture.md"), "utf8"));
  const { output } = await cruise(folders, {
    baseDir: root,
    parser: "swc",
    validate: true,
    ruleSet: dependencyRules(order),
    doNotFollow: { path: "node_modules" },

    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  });
  if (typeof output === "string") throw new Error("dependency-cruiser answered with a text");
  if (output.summary.totalCruised === 0) throw new Error("dependency-cruiser read no file");
  return output.summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`);
}
