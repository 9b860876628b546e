import type { Role } from "../contract/roles.ts";
import { Problem } from "../platform/http/problem.ts";

/** They administer and watch over the others; each is a person of their own who holds nothing else (三员分立). */
export const administrators = [
  "system-admin",
  "security-admin",
  "auditor",
] as const satisfies readonly Role[];

export const isAdministrator = (roles: readonly Role[]): boolean =>
  administrators.some((role) => roles.includes(role));

/** @throws Problem `administrators_apart` where a new post would join an administrator's with anything else */
export function assertApart(present: readonly (readonly Role[])[], added: readonly Role[]): void {
  const together = new Set([...present.flat(), ...added]);
  if (!isAdministrator([...together]) || together.size === 1) return;
  throw new Problem(
    "administrators_apart",
    "系统管理员、安全管理员、审计员须由三个人分别担任，也不能兼任其他岗位。请先终止这个人现有的岗位，或者另选他人。",
  );
}
