import { z } from "zod";
import { partyKind, partyLevel, role } from "../../contract/roles.ts";
import { isParameterName, type Parameters, parameters } from "../../law/parameters.ts";

const text = z.string().trim().min(1);
const sixDigits = z.string().regex(/^\d{6}$/, "须为六位数字");

/** GB/T 2260, or that with a local extension such as `-ETDZ` where a region has no code of its own. */
const regionCode = z
  .string()
  .regex(/^\d{6}(-[A-Z]{1,8})?$/, "须为六位数字，没有国标代码的可加后缀，如 -ETDZ");

const region = z.strictObject({
  code: regionCode,
  name: text,
  level: z.enum(["province", "city", "county"]),
  parent: regionCode.nullable(),
});

const account = z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9-]*$/, "须为小写字母、数字和短横线"),
  person: text,
  unit: text.nullable(),
  roles: z.array(role).min(1),
});

const demoParty = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/, "须为小写字母、数字和短横线"),
  name: text,
  shortName: text,
  kind: partyKind,
  level: partyLevel,
  region: regionCode,
  accounts: z.array(account).min(1),
});

/** Accounts by which the story and the documentation call the demonstration's persons. */
const castNames = ["wjw", "wjw2", "gaj", "gaj2", "sjj", "sjj2", "dsj", "mzj", "citizen", "auditor"];

/** `demonstration.json`: what only a demonstration home makes; persons are invented. */
export const demonstration = z
  .strictObject({
    telephone: text,
    /** Towns and streets, each with the county it lies in before it. */
    towns: z.array(text).min(1),
    /** Prefectures of the province, for the daily figures; the city itself among them. */
    prefectures: z.array(z.strictObject({ name: text, code: sixDigits })).min(1),
    parties: z.array(demoParty).min(1),
    /** Who holds the offices that the Measures name beside the data bureau (Art. 8(5), 8(6)), by key of the party. */
    offices: z.array(z.strictObject({ office: z.enum(["standardisation", "staffing"]), key: text })),
  })
  .superRefine(({ parties, offices }, context) => {
    const names = parties.flatMap(({ accounts }) => accounts.map(({ username }) => username));
    const complain = (message: string) => context.addIssue({ code: "custom", path: ["parties"], message });
    for (const name of twice(names)) complain(`账号 ${name} 出现了两次`);
    for (const name of twice(parties.map(({ key }) => key))) complain(`单位 ${name} 出现了两次`);
    const strangers = offices.filter(({ key }) => !parties.some((party) => party.key === key));
    for (const { key } of strangers) complain(`offices 里的单位 ${key} 不在 parties 里`);
    const missing = castNames.filter((name) => !names.includes(name));
    if (missing.length > 0) complain(`缺少演示账号：${missing.join("、")}`);
  });

/** `profile.json`: everything particular to one city, as data. */
export const profile = z
  .strictObject({
    /** Names the city in the home and in the origin of its ledger; never changed. */
    id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "须为小写字母、数字和短横线，二至三十一个字符"),
    name: text,
    code: sixDigits,
    platformName: text,
    measures: z.strictObject({ title: text, issuedOn: z.iso.date(), inForceUntil: z.iso.date() }),
    authority: text,
    serviceAgency: text,
    /** Stands before the kind in the number of every matter: 某数 in 某数享〔2026〕117号. */
    numbering: z.string().regex(/^\p{Script=Han}{1,4}$/u, "须为一至四个汉字"),
    /** 机关代字 of offices, by their names; an office without one goes by its name. */
    officeSigns: z.record(text, z.string().regex(/^\p{Script=Han}{1,6}$/u, "须为一至六个汉字")).default({}),
    /** What stands above the letters of offices, by their names; an office without one goes by its name. */
    letterheads: z.record(text, text.max(30, "不能超过三十个字")).default({}),
    identityAreas: z.strictObject({
      /** First four digits of the areas whose codes the city knows for all times. */
      own: z.string().regex(/^\d{4}$/, "须为区划代码的前四位数字"),
      /** An area that was never assigned; only a demonstration home takes numbers with it. */
      demonstration: sixDigits,
    }),
    regions: z.array(region).min(2),
    /** The city's own values; what is left out stays as `law/parameters.ts` proposes it. */
    parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  })
  .superRefine((city, context) => {
    const complain = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const codes = city.regions.map(({ code }) => code);
    for (const code of twice(codes)) complain(["regions"], `区划 ${code} 出现了两次`);
    for (const [at, { parent }] of city.regions.entries())
      if (parent !== null && !codes.includes(parent))
        complain(["regions", at, "parent"], `上级区划 ${parent} 不在 regions 里`);
    if (city.regions.filter(({ level }) => level === "province").length !== 1)
      complain(["regions"], "须恰有一个省级区划（level 为 province）");
    if (!city.regions.some(({ code, level }) => code === city.code && level === "city"))
      complain(["code"], "须是 regions 里的一个市级区划（level 为 city）");
    if (!city.identityAreas.demonstration.startsWith(city.identityAreas.own))
      complain(["identityAreas", "demonstration"], "须以 identityAreas.own 开头");
    if (codes.includes(city.identityAreas.demonstration))
      complain(["identityAreas", "demonstration"], "须是没有启用的区划代码");
    for (const [name, value] of Object.entries(city.parameters)) {
      const fault = parameterFault(name, value);
      if (fault !== null) complain(["parameters", name], fault);
    }
  });

export type Profile = z.infer<typeof profile>;
export type Demonstration = z.infer<typeof demonstration>;
export type DemoParty = Demonstration["parties"][number];

const units = {
  "working-days": {
    fits: (value: unknown) => Number.isInteger(value) && Number(value) >= 1,
    mend: "工作日数，须为正整数",
  },
  days: { fits: (value: unknown) => Number.isInteger(value) && Number(value) >= 1, mend: "天数，须为正整数" },
  "time-of-day": {
    fits: (value: unknown) => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(value)),
    mend: "时刻，须写作 17:00 的样式",
  },
} as const;

function parameterFault(name: string, value: number | string): string | null {
  if (!isParameterName(name)) return "没有这个参数，请核对名称";
  const { title, unit } = parameters[name];
  return units[unit].fits(value) ? null : `${title}是${units[unit].mend}`;
}

/** The city's numbers: its own where it states them. */
export function parametersOf(city: Profile): Parameters {
  const named = Object.entries(parameters).map(([name, parameter]) => {
    const value = city.parameters[name];
    return [name, value === undefined ? parameter : { ...parameter, value }];
  });
  return { ...parameters, ...Object.fromEntries(named) };
}

const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];
