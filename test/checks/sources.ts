import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSync, type Span, Visitor } from "oxc-parser";

const warnAbove = 320;
const clocks = /^src\/platform\/clocks[/.]/;
const sqlTime =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\)|\bcurrent_timestamp\b/i;

/** pg-boss's own tables, kept as it prints them. */
const foreign = /^src\/platform\/jobs\/migrations\//;
const definesTheClocks = /create (or replace )?function platform\.wall_now\b/i;

/** A source file of ours, its path relative to the checkout. */
export interface Source {
  path: string;
  text: string;
}

export async function readSources(root: string): Promise<Source[]> {
  const pattern = "{src,web,agent,test,bench,bin}/**/*.{ts,tsx,sql}";
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] })) {
    if (!foreign.test(path)) paths.push(path);
  }
  return Promise.all(
    paths.toSorted().map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
  );
}

/** What the house rules forbid and the linter has no rule for, one line each: `path:line what instead`. */
export function bannedIn(source: Source): string[] {
  return source.path.endsWith(".sql") ? bannedInSql(source) : bannedInCode(source);
}

function bannedInSql({ path, text }: Source): string[] {
  if (definesTheClocks.test(text)) return [];
  return text.split("\n").flatMap((line, index) => {
    const statement = line.replace(/--.*$/, "");
    return sqlTime.test(statement)
      ? [`${path}:${index + 1} take the time from platform.law_now() or platform.wall_now()`]
      : [];
  });
}

function bannedInCode({ path, text }: Source): string[] {
  const findings: string[] = [];
  const report = ({ start }: Span, what: string) => {
    findings.push(`${path}:${text.slice(0, start).split("\n").length} ${what}`);
  };
  const reportTime = (node: Span, what: string) => {
    if (!clocks.test(path)) report(node, what);
  };
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return [`${path} cannot be parsed: ${errors[0]?.message}`];
  new Visitor({
    TSAsExpression(node) {
      const { typeAnnotation: type } = node;
      const constant =
        type.type === "TSTypeReference" &&
        type.typeName.type === "Identifier" &&
        type.typeName.name === "const";
      if (!constant) report(node, "prove the type instead of asserting it with `as`");
    },
    TSTypeAssertion(node) {
      report(node, "prove the type instead of asserting it with `<T>`");
    },
    NewExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "Date" && node.arguments.length === 0) {
        reportTime(node, "take the time from platform/clocks, not `new Date()`");
      }
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return;
      const now = callee.property.type === "Identifier" && callee.property.name === "now";
      if (callee.object.name === "Date" && now) {
        reportTime(node, "take the time from platform/clocks, not `Date.now()`");
      }
    },
    TemplateElement(node) {
      if (sqlTime.test(node.value.raw)) {
        reportTime(node, "take the time from platform.law_now() or platform.wall_now()");
      }
    },
  }).visit(program);
  return findings;
}

/** Files that have grown beyond one subject, one line each. */
export function tooLong({ path, text }: Source): string[] {
  const lines = text.split("\n").length - 1;
  return lines > warnAbove ? [`${path} has ${lines} lines (warned above ${warnAbove})`] : [];
}
