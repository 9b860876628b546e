import type { DemoCity } from "../city/load.ts";
import { type Random, seeded } from "./random.ts";

const surnames = [
  ..."王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡",
  "欧阳",
] as const;
const given = [
  ..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国文辉婷雪琳浩宇轩㼆䶮𬭸",
] as const;
const nations = ["汉族", "汉族", "汉族", "汉族", "汉族", "汉族", "满族", "朝鲜族", "蒙古族", "回族"] as const;
const relations = ["户主", "配偶", "子", "女", "父亲", "母亲"] as const;

export const registerHeader = [
  "公民身份号码",
  "姓名",
  "性别",
  "出生日期",
  "民族",
  "户籍地址",
  "户号",
  "与户主关系",
  "派出所",
  "登记日期",
] as const;

/**
 * Generated persons of the household register, as rows in the order of `registerHeader`.
 * Identity numbers are distinct and carry a right check character (GB 11643) in an unassigned area.
 */
export function* registerRows(city: DemoCity, count: number, seed = 2026): Generator<string[]> {
  const random = seeded(seed);
  const [first = "", ...rest] = city.demonstration.towns;
  const towns = [first, ...rest] as const;
  for (let index = 0; index < count; index++) {
    const born = birthday(index);
    const man = random.int(2) === 1;
    const household = String(1 + Math.floor(index / 3)).padStart(9, "0");
    yield [
      identityNumber(city.identityAreas.demonstration, born, index, man),
      personName(random),
      man ? "1" : "2",
      `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`,
      pickFrom(random, nations),
      `${city.province.name}${city.name}${pickFrom(random, towns)}${1 + random.int(99)}号楼${1 + random.int(6)}单元${101 + random.int(500)}室`,
      household,
      relations[index % 3] ?? "户主",
      `${pickFrom(random, towns).slice(0, 3)}派出所`,
      `20${String(10 + random.int(16)).padStart(2, "0")}-${String(1 + random.int(12)).padStart(2, "0")}-${String(1 + random.int(28)).padStart(2, "0")}`,
    ];
  }
}

/** The register as a CSV file in UTF-8. */
export function registerCsv(city: DemoCity, count: number, seed?: number): string {
  const lines = [registerHeader.join(",")];
  for (const row of registerRows(city, count, seed)) lines.push(row.join(","));
  return `${lines.join("\r\n")}\r\n`;
}

const pickFrom = <T>(random: Random, from: readonly [T, ...T[]]): T => random.pick(from);

function personName(random: Random): string {
  const letters = 1 + random.int(2);
  let name = surnames[random.int(surnames.length)] ?? "王";
  for (let index = 0; index < letters; index++) name += given[random.int(given.length)] ?? "明";
  return name;
}

/** Spreads births over 1940-2019 so that each day has at most 499 men and 499 women. */
function birthday(index: number): string {
  const year = 1940 + (index % 80);
  const month = 1 + (Math.floor(index / 80) % 12);
  const day = 1 + (Math.floor(index / 960) % 28);
  return `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
}

/** GB 11643: weights and check characters; the sequence is odd for men, even for women. */
function identityNumber(area: string, born: string, index: number, man: boolean): string {
  const sequence = (Math.floor(index / 26_880) * 2 + (man ? 1 : 0)) % 1000;
  const body = `${area}${born}${String(sequence).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, position) => total + weight * Number(body[position]), 0);
  return body + "10X98765432"[sum % 11];
}
