import { isCreditCode, isWrittenAsCreditCode } from "../../contract/credit-code.ts";
import type { EntryItem } from "../../contract/entry.ts";
import { type IdentityAreas, isDivision, isIdentityArea } from "./divisions.ts";
import type { Fault } from "./fault.ts";
import { degrees, landParcel, realEstateUnit } from "./places.ts";
import { isRealDate } from "./types.ts";

export interface CheckOptions {
  readonly areas: IdentityAreas;
  /** Civil date of wall time; nobody is born after it. */
  readonly today: string;
}

type Standard = NonNullable<EntryItem["standard"]>;

const SET_TO_TEXT = "把整列设为文本后重新导出；丢失的数字平台不能补，须从业务系统取原值";
const scientific = /^-?\d+(\.\d+)?[eE][+-]?\d+$/;

/** A number cell of a spreadsheet keeps 15 digits: the rest has become zeros, or the number is shown as 2.30599E+17. */
function lostDigits(text: string, mend = SET_TO_TEXT): Fault | null {
  return scientific.test(text) || /^\d{15}0{3}(\.0+)?$/.test(text) ? { rule: "lost-digits", mend } : null;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
function checkCharacter(text: string): string | undefined {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (text.charCodeAt(i) - 48);
  return "10X98765432"[sum % 11];
}

/** GB 11643-1999: area, real birth date not in the future, check character. */
function identityNumber(text: string, { areas, today }: CheckOptions): Fault | null {
  const fault = (mend: string): Fault => lostDigits(text) ?? { rule: "identity-number", mend };
  if (/^[\s'’"=]|\s$/.test(text)) return fault("去掉号码前后的空格、撇号或等号，只留 18 位");
  if (!/^\d{17}[\dX]$/.test(text)) return fault("须为 18 位：17 位数字加 1 位校验码（数字或 X），请核对原值");
  if (!isIdentityArea(text.slice(0, 6), areas)) {
    return fault("前六位不是行政区划代码，请与登记系统核对");
  }
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isRealDate(birth) || birth > today || checkCharacter(text) !== text[17]) {
    return fault("出生日期或末位校验码不符，请与登记系统核对");
  }
  return null;
}

/** GB 32100-2015. */
function creditCode(text: string): Fault | null {
  const lost = lostDigits(text);
  if (!isWrittenAsCreditCode(text)) {
    return (
      lost ?? { rule: "credit-code", mend: "须为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对原值" }
    );
  }
  if (isCreditCode(text)) return null;
  return lost ?? { rule: "credit-code", mend: "校验位不符，请与登记系统核对" };
}

function divisionCode(text: string): Fault | null {
  if (isDivision(text)) return null;
  return {
    rule: "division-code",
    mend: "须为 GB/T 2260 的六位区划代码；撤并的区划请按沿革改为现行代码",
  };
}

function mobileNumber(text: string): Fault | null {
  if (/^1[3-9]\d{9}$/.test(text)) return null;
  return scientific.test(text)
    ? { rule: "lost-digits", mend: SET_TO_TEXT }
    : { rule: "mobile-number", mend: "须为 1 开头的 11 位手机号码，去掉空格、横线和区号" };
}

const checks: Record<Standard, (text: string, options: CheckOptions) => Fault | null> = {
  "identity-number": identityNumber,
  "credit-code": creditCode,
  "division-code": divisionCode,
  "mobile-number": mobileNumber,
  "real-estate-unit": (text, { areas }) => lostDigits(text) ?? realEstateUnit(text, areas),
  "land-parcel": (text, { areas }) => lostDigits(text) ?? landParcel(text, areas),
  longitude: (text) => degrees("longitude", text),
  latitude: (text) => degrees("latitude", text),
};

export function checkStandard(standard: Standard, text: string, options: CheckOptions): Fault | null {
  return checks[standard](text, options);
}

/** The one normalisation there is: the check character of an identity number may be written x (GB 11643 has X). */
export function normalise(standard: Standard | null, text: string): string {
  return standard === "identity-number" && /^\d{17}x$/.test(text) ? text.toUpperCase() : text;
}
