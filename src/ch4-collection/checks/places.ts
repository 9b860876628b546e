import { type IdentityAreas, isAreaOf, isCounty, isDivision } from "./divisions.ts";
import type { Fault } from "./fault.ts";

/**
 * GB/T 37346: county, cadastral district and subdistrict, two letters for the kind of ownership and of use, number of the
 * parcel. The unit adds what stands on it: houses F, woods L, other Q, or nothing W, with its number.
 */
const parcel = /^(\d{6})\d{6}[GJZ]([ABCDEFGHLNSWXY])(?!00000)\d{5}$/;
const fixture = /^(?:W0{8}|[FLQ](?!0{8})\d{8})$/;

export function landParcel(text: string, areas: IdentityAreas): Fault | null {
  return cadastral("land-parcel", text, 19, areas);
}

export function realEstateUnit(text: string, areas: IdentityAreas): Fault | null {
  const fault = cadastral("real-estate-unit", text, 28, areas);
  if (fault !== null || fixture.test(text.slice(19))) return fault;
  return {
    rule: "real-estate-unit",
    mend: "后九位须为定着物特征码（F 房屋、L 林木、Q 其他、W 无）加八位编号，没有定着物的写 W00000000，请与登记簿核对",
  };
}

function cadastral(
  rule: "land-parcel" | "real-estate-unit",
  text: string,
  length: number,
  areas: IdentityAreas,
): Fault | null {
  const fault = (mend: string): Fault => ({ rule, mend });
  if (/\s/.test(text)) return fault(`去掉空格，${length} 位连写`);
  if (text.length !== length) return fault(`须为 ${length} 位，请与登记簿核对`);
  const [, area, use] = parcel.exec(text.slice(0, 19)) ?? [];
  if (area === undefined)
    return fault("前十九位须为区划、地籍区、地籍子区共十二位数字，宗地特征码两位大写字母，五位顺序号");
  // The sea and islands may lie in no county: then the code is the city's or the province's.
  const atSea = use === "H" || use === "G";
  return isAreaOf(area, areas, atSea ? isDivision : isCounty)
    ? null
    : fault("前六位不是县级行政区划代码，请与登记簿核对");
}

/** Where China lies, in whole degrees around its outermost points. */
const ranges = { longitude: [73, 136], latitude: [3, 54] } as const;
const words = { longitude: "经度", latitude: "纬度" } as const;

/** Decimal degrees within the bounds of China. */
export function degrees(rule: "longitude" | "latitude", text: string): Fault | null {
  const fault = (mend: string): Fault => ({ rule, mend });
  if (!/^-?\d+(\.\d+)?$/.test(text)) return fault("须为十进制的度，如 131.1591；度分秒请先换算");
  const lies = (name: keyof typeof ranges) => {
    const [from, to] = ranges[name];
    return Number(text) >= from && Number(text) <= to;
  };
  if (lies(rule)) return null;
  const other = rule === "longitude" ? "latitude" : "longitude";
  if (lies(other)) return fault(`这个值像是${words[other]}，请检查两列是否填反`);
  const [from, to] = ranges[rule];
  return fault(`${words[rule]}须在 ${from} 至 ${to} 度之间；没有坐标的留空，平面坐标请先换算`);
}
