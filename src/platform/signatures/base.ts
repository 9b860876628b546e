import { type InnerList, serializeInnerList } from "structured-headers";

export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What of a request can be signed. */
export interface Message {
  readonly method: string;
  /** Request target in origin form, exactly as sent: `/share/v1/r-0123ABCD/query?x=1`. */
  readonly target: string;
  /** Authority the server answers for, such as `data.example.gov.cn`: configured, never taken from `Host`. */
  readonly authority: string;
  /** Lower-case names. */
  readonly headers: HeaderFields;
}

export type BaseProblem = { readonly problem: "unsupported" | "absent"; readonly component: string };

/**
 * The signature base of RFC 9421, 2.5: one line per covered component, last the parameters. Supports header fields
 * and `@method @authority @path @query`, none with parameters; anything else is refused, not guessed.
 */
export function signatureBase(message: Message, covered: InnerList): string | BaseProblem {
  const lines: string[] = [];
  for (const [name, parameters] of covered[0]) {
    if (typeof name !== "string" || parameters.size > 0) {
      return { problem: "unsupported", component: String(name) };
    }
    if (lines.some((line) => line.startsWith(`"${name}": `))) {
      return { problem: "unsupported", component: name };
    }
    const value = name.startsWith("@") ? derived(message, name) : field(message.headers, name);
    if (value === "unsupported") return { problem: "unsupported", component: name };
    if (value === undefined) return { problem: "absent", component: name };
    lines.push(`"${name}": ${value}`);
  }
  lines.push(`"@signature-params": ${serializeInnerList(covered)}`);
  return lines.join("\n");
}

function derived(message: Message, name: string): string {
  const mark = message.target.indexOf("?");
  switch (name) {
    case "@method":
      return message.method;
    case "@authority":
      return canonicalAuthority(message.authority);
    case "@path":
      return (mark < 0 ? message.target : message.target.slice(0, mark)) || "/";
    case "@query":
      return mark < 0 ? "?" : message.target.slice(mark);
    default:
      return "unsupported";
  }
}

/** Lower case, without the default port of http and https. */
export function canonicalAuthority(authority: string): string {
  return authority.toLowerCase().replace(/:(80|443)$/, "");
}

function field(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  const values = typeof value === "string" ? [value] : value;
  return values.map((line) => line.trim().replace(/\s*\r\n\s+/g, " ")).join(", ");
}
