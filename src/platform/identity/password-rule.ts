/** Bounds of a password's length, in characters. */
export const shortestPassword = 12;
export const longestPassword = 256;

/** What is wrong with a password a person chooses, as a Chinese sentence; null where nothing is. */
export function passwordFault(password: string, names: readonly string[]): string | null {
  if (password.length < shortestPassword || password.length > longestPassword)
    return `口令须为 ${shortestPassword} 至 ${longestPassword} 个字符，请重新设置。`;
  const lower = password.toLowerCase();
  const name = names.find((one) => one !== "" && lower.includes(one.toLowerCase()));
  if (name !== undefined) return `口令中不能有账号或姓名（${name}），请换一个。`;
  if (new Set(lower).size < 5) return "口令用的字符太少，至少用 5 种不同的字符，请换一个。";
  return null;
}
