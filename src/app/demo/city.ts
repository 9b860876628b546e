import type { PartyKind, PartyLevel, Role } from "../../contract/roles.ts";

export interface DemoParty {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: PartyKind;
  readonly level: PartyLevel;
  readonly region: string;
  readonly accounts: readonly DemoAccount[];
}

export interface DemoAccount {
  readonly username: string;
  readonly person: string;
  readonly unit: string | null;
  readonly roles: readonly Role[];
}

const officer = (username: string, person: string, unit: string): DemoAccount => ({
  username,
  person,
  unit,
  roles: ["data-officer"],
});
const city = (
  key: string,
  shortName: string,
  kind: PartyKind,
  accounts: readonly DemoAccount[],
): DemoParty => ({
  key,
  name: `双鸭山${shortName}`,
  shortName,
  kind,
  level: "city",
  region: "230500",
  accounts,
});
const jixian = (
  key: string,
  shortName: string,
  kind: PartyKind,
  accounts: readonly DemoAccount[],
): DemoParty => ({
  key,
  name: shortName,
  shortName,
  kind,
  level: "county",
  region: "230521",
  accounts,
});

/** The parties and accounts of the demonstration city; persons are invented. */
export const parties: readonly DemoParty[] = [
  city("gov", "市人民政府", "government", [
    { username: "gov", person: "周立国", unit: "办公室", roles: ["leader"] },
  ]),
  city("sjj", "市数据局", "authority", [
    officer("sjj", "李文博", "共享开放科"),
    officer("sjj2", "许静", "目录管理科"),
  ]),
  city("dsj", "市大数据中心", "service-agency", [
    officer("dsj", "郑凯", "目录部"),
    officer("dsj2", "白雪", "平台部"),
    { username: "sysadmin", person: "吴昊", unit: "运维部", roles: ["system-admin"] },
    { username: "secadmin", person: "秦岚", unit: "安全部", roles: ["security-admin"] },
  ]),
  city("wjw", "市卫生健康委员会", "department", [
    officer("wjw", "王志远", "规划信息科"),
    officer("wjw2", "冯梅", "疾病预防控制科"),
  ]),
  city("mzj", "市民政局", "department", [officer("mzj", "赵敏", "社会救助科")]),
  city("gaj", "市公安局", "department", [
    officer("gaj", "孙立群", "治安支队户政科"),
    officer("gaj2", "韩冬", "科技信息化支队"),
  ]),
  city("scjgj", "市市场监督管理局", "department", [officer("scjgj", "马超群", "信息科")]),
  city("zrzyj", "市自然资源局", "department", [officer("zrzyj", "高原", "测绘地理信息科")]),
  city("rsj", "市人力资源和社会保障局", "department", [officer("rsj", "孙立平", "信息中心")]),
  city("sjj-audit", "市审计局", "regulator", [
    { username: "auditor", person: "沈默", unit: "电子数据审计科", roles: ["auditor"] },
  ]),
  jixian("jixian-gov", "集贤县人民政府", "government", [
    { username: "jixian-gov", person: "陶然", unit: "办公室", roles: ["leader"] },
  ]),
  jixian("jixian-sjj", "集贤县数据局", "authority", [officer("jixian-sjj", "田野", "数据资源股")]),
  jixian("jixian-wjw", "集贤县卫生健康局", "department", [officer("jixian-wjw", "江帆", "信息股")]),
  city("operator", "市数据运营有限公司", "operator", [
    { username: "operator", person: "罗成", unit: "数据运营部", roles: ["operator"] },
  ]),
  city("developer", "市北疆智能科技有限公司", "developer", [
    { username: "developer", person: "丁一", unit: "研发部", roles: ["developer"] },
  ]),
  {
    key: "citizen",
    name: "刘晓晨",
    shortName: "刘晓晨",
    kind: "citizen",
    level: "none",
    region: "230500",
    accounts: [{ username: "citizen", person: "刘晓晨", unit: null, roles: ["member-of-public"] }],
  },
  {
    key: "company",
    name: "双鸭山市宏远货运有限公司",
    shortName: "宏远货运",
    kind: "company",
    level: "none",
    region: "230500",
    accounts: [{ username: "company", person: "邵红", unit: "综合部", roles: ["member-of-public"] }],
  },
];

/**
 * A credit code for the n-th party of the demonstration (GB 32100 and GB 11714 check characters, category 11 or 91,
 * area 230500, organisation code from an unassigned range).
 */
export function demoCreditCode(kind: PartyKind, n: number): string {
  const category = ["operator", "developer", "company"].includes(kind) ? "91" : "11";
  const body = `${category}230500${organisationCode(`DM${String(n).padStart(6, "0")}`)}`;
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(body.charAt(at)), 0);
  return body + alphabet.charAt((31 - (sum % 31)) % 31);
}

function organisationCode(first8: string): string {
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(first8.charAt(at)), 0);
  const check = 11 - (sum % 11);
  return first8 + (check === 11 ? "0" : check === 10 ? "X" : String(check));
}
