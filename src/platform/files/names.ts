import { Problem } from "../http/problem.ts";

const longest = 200;

/** The file name of a `Content-Disposition` (RFC 6266), cleaned of paths, control and direction characters. */
export function nameFrom(disposition: string | undefined): string {
  const name = cleanName(decoded(disposition ?? ""));
  if (name === "" || name.length > longest)
    throw new Problem(
      "bad_request",
      `请在 Content-Disposition 中给出文件名（filename*=UTF-8''…），不超过 ${longest} 个字。`,
    );
  return name;
}

function decoded(disposition: string): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (extended === undefined) return /filename\s*=\s*"?([^";]+)"?/i.exec(disposition)?.[1] ?? "";
  try {
    return decodeURIComponent(extended);
  } catch {
    return "";
  }
}

/** A file name without paths, control and direction characters. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return last
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
}

const dispositionOf = (name: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;

/** Of every answer that is a file: always an attachment, never a page of ours. */
export const attachmentHeaders = (name: string): Record<string, string> => ({
  "content-disposition": dispositionOf(name),
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
});
