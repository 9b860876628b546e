import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { z } from "zod";
import type { Parameters } from "../../law/parameters.ts";
import { sentence } from "../../platform/http/sentences.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { projectRoot } from "../config.ts";
import { type Demonstration, demonstration, type Profile, parametersOf, profile } from "./profile.ts";
import { type CityUnit, unitGroups, unitsOf, unknownRegions } from "./units.ts";

/** A city that the platform can run for. */
export interface City extends Omit<Profile, "parameters"> {
  readonly parameters: Parameters;
  readonly province: { readonly code: string; readonly name: string };
  /** The organs of the city and its counties; none where the profile lists none. */
  readonly units: readonly CityUnit[];
  /** Null where the profile brings none: then there is no demonstration of this city. */
  readonly demonstration: Demonstration | null;
}

/** A city that can be shown. */
export interface DemoCity extends City {
  readonly demonstration: Demonstration;
}

/** @throws OperatorError where the city's profile brings no demonstration */
export function demoCity(city: City): DemoCity {
  const { demonstration } = city;
  if (demonstration !== null) return { ...city, demonstration };
  throw new OperatorError(
    `城市 ${city.id}（${city.name}）的配置里没有 demonstration.json，不能建演示环境。正式使用请执行 npx gongshu init。`,
  );
}

const profiles = join(projectRoot, "profiles");

/**
 * The city that was asked for (`GONGSHU_CITY`: a name in `profiles/` or a folder), else the one the home was begun for,
 * else the only one there is. @throws OperatorError where it is another than the home's, or cannot be used
 */
export async function loadCity(asked: string | null, ofHome: string | null): Promise<City> {
  const city = await readCity(folderOf(asked ?? ofHome));
  if (ofHome !== null && ofHome !== city.id)
    throw new OperatorError(
      `这个环境是为城市 ${ofHome} 建立的，GONGSHU_CITY 指明的却是 ${city.id}（${city.name}）。一个环境只属于一个城市：请去掉 GONGSHU_CITY，或者用 GONGSHU_HOME 另建环境。`,
    );
  return city;
}

function folderOf(name: string | null): string {
  const known = readdirSync(profiles).sort();
  if (name === null) {
    if (known.length === 1) return join(profiles, known.join());
    throw new OperatorError(`profiles/ 里有几个城市：${known.join("、")}。请用 GONGSHU_CITY 指明一个。`);
  }
  const folder = isAbsolute(name) || name.includes("/") ? resolve(name) : join(profiles, name);
  if (existsSync(join(folder, "profile.json"))) return folder;
  throw new OperatorError(
    `没有城市配置 ${name}：找不到 ${join(folder, "profile.json")}。现有：${known.join("、")}；GONGSHU_CITY 也可以写配置所在的文件夹。`,
  );
}

async function readCity(folder: string): Promise<City> {
  const path = join(folder, "demonstration.json");
  const read = await readData(join(folder, "profile.json"), profile);
  const shown = existsSync(path) ? await readData(path, demonstration) : null;
  const codes = read.regions.map(({ code }) => code);
  const strange = shown?.parties.find((party) => !codes.includes(party.region));
  if (strange !== undefined)
    throw new OperatorError(
      `${path}：单位 ${strange.key} 的 region ${strange.region} 不在 profile.json 的 regions 里。`,
    );
  const province = read.regions.find(({ level }) => level === "province") ?? { code: "", name: "" };
  const units = await readUnits(join(folder, "units.json"), read);
  return { ...read, parameters: parametersOf(read), province, units, demonstration: shown };
}

async function readUnits(path: string, city: Profile): Promise<CityUnit[]> {
  if (!existsSync(path)) return [];
  const groups = await readData(path, unitGroups);
  const strangers = unknownRegions(groups, city);
  if (strangers.length > 0)
    throw new OperatorError(
      `${path}：区划 ${strangers.join("、")} 不在 profile.json 的 regions 里，平台没有启动。请改正后再启动。`,
    );
  return unitsOf(groups, city);
}

/** @throws OperatorError that names every field that is wrong, and how to mend it */
async function readData<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(parsed(path, await readFile(path, "utf8")), { error: sentence });
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${fieldOf(issue)}：${issue.message}`);
  throw new OperatorError(
    `城市配置 ${path} 有 ${faults.length} 处不对，平台没有启动。请改正后再启动：\n${faults.join("\n")}`,
  );
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OperatorError(`城市配置 ${path} 不是 JSON：${String(cause)}。请改正后再启动。`, { cause });
  }
}

/** Where in the file: `regions[3].code`; what is not known there is named. */
function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  const keys = issue.code === "unrecognized_keys" ? `（${issue.keys.join("、")}）` : "";
  return `${path.replace(/^\./, "") || "整个文件"}${keys}`;
}
