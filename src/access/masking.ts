import type { EntryItem } from "../contract/entry.ts";

const compoundSurnames = new Set(
  "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师".split(
    " ",
  ),
);

/**
 * Masks a value after GB/T 37964-2019 as offices practise it. Characters are counted by code point, so that a rare
 * character outside the basic plane is one character. Empty stays empty.
 */
export function mask(rule: EntryItem["masking"], value: string): string {
  const characters = [...value];
  switch (rule) {
    case "none":
      return value;
    case "name":
      return maskName(characters);
    case "identity-number":
    case "mobile-number":
      return number(characters, 3, 4);
    case "bank-card":
      return number(characters, 0, 4);
    case "address":
      return maskAddress(value);
    case "birth-year":
      return /^\d{4}-/.test(value) ? value.slice(0, 4) : "****";
    case "all":
      return "****";
  }
}

/** A number of which fewer than four digits would be hidden is not of its kind, or guessed too easily: hidden whole. */
function number(characters: readonly string[], head: number, tail: number): string {
  if (characters.length < head + 4 + tail) return "*".repeat(characters.length);
  return middle(characters, head, tail);
}

/** Keeps some characters at both ends. */
function middle(characters: readonly string[], head: number, tail: number): string {
  const hidden = characters.length - head - tail;
  return characters.slice(0, head).join("") + "*".repeat(hidden) + characters.slice(-tail).join("");
}

/** 张*, 张*明, 欧阳*, 欧阳**. */
function maskName(characters: readonly string[]): string {
  const surname = characters.slice(0, 2).join("");
  if (characters.length > 2 && compoundSurnames.has(surname))
    return surname + "*".repeat(characters.length - 2);
  if (characters.length > 2) return middle(characters, 1, 1);
  return characters.length === 2 ? `${characters[0]}*` : "*";
}

/**
 * Down to township or street where there is one, else to county or district, counted from the first city, county or
 * district: a compound (小区, 社区, 园区, 矿区) is none, nor is anything after a house number.
 */
function maskAddress(value: string): string {
  const kept =
    /^[^市区县旗\d]{1,12}(?:[市县旗]|(?<![小社园厂矿库林校院])区)[^\d]{1,16}?(?:街道|镇|乡|苏木)/u.exec(
      value,
    )?.[0] ??
    /^[^区县旗\d]{1,16}(?:[县旗]|(?<![小社园厂矿库林校院])区)/u.exec(value)?.[0] ??
    "";
  return `${kept}****`;
}
