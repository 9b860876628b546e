import type { FieldError } from "../../contract/problem.ts";
import { isText } from "../text.ts";
import { Problem } from "./problem.ts";
import { placeWords } from "./sentences.ts";

/** Deeper than any form of ours; what walks a value need not fear for its stack. */
const deepest = 64;

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly within: Place | null;
  readonly depth: number;
}

/**
 * What no request may hold, wherever it stands: texts that cannot be kept, nesting that nobody means, keys that reach
 * into what every object of the program is made of. Tells the first by its place.
 */
export function unfit(data: unknown, prefix = ""): Problem | undefined {
  const pending: Place[] = [{ value: data, key: "", within: null, depth: 0 }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, depth } = place;
    if (typeof value === "string" && !isText(value))
      return fault(place, prefix, "含有看不见的控制字符或者残缺的字，请删去后重试");
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) continue;
    if (depth === deepest) return new Problem("bad_request", `内容的嵌套超过 ${deepest} 层，请检查后重试。`);
    for (const [key, inner] of Object.entries(value)) {
      const at = { value: inner, key, within: place, depth: depth + 1 };
      if (!isText(key)) return fault(at, prefix, "的字段名含有看不见的控制字符或者残缺的字，请改正后重试");
      if (reachesPrototype(key, inner))
        return fault(at, prefix, `不能用 ${key} 作字段名，请改名或者删去这个字段`);
      pending.push(at);
    }
  }
  return undefined;
}

const reachesPrototype = (key: string, value: unknown): boolean =>
  key === "__proto__" ||
  (key === "constructor" && typeof value === "object" && value !== null && Object.hasOwn(value, "prototype"));

function fault(place: Place, prefix: string, detail: string): Problem {
  const pointer = prefix + pointerOf(place);
  const errors: FieldError[] = [{ pointer, detail }];
  return new Problem("bad_request", `${pointer === "" ? "内容" : placeWords(pointer)}：${detail}。`, {
    errors,
  });
}

/** JSON pointer (RFC 6901); what cannot be shown in a key is left out. */
function pointerOf({ key, within }: Place): string {
  if (within === null) return "";
  const shown = key.replace(/[\p{Cc}]/gu, "").toWellFormed();
  return `${pointerOf(within)}/${shown.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
