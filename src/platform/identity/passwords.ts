import { hash, verify } from "@node-rs/argon2";
import { Problem } from "../http/problem.ts";

/** OWASP's second argon2id profile: 19 MiB, two passes, one lane. The library's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing runs on the four threads that also serve files and names; more than two at once would starve those. */
const atOnce = 2;
const atMostWaiting = 100;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= atMostWaiting) throw new Problem("unavailable", "登录的人过多，请稍后重试。");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, cost));

/** Compared where no account has the name given, so that the answer takes as long. */
const nobody = hashPassword("no account has this password");

/** True when the password belongs to the hash; the same work is done without a hash, and false comes back. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const stored = passwordHash ?? (await nobody);
  const matches = await inTurn(() => verify(stored, password));
  return matches && passwordHash !== undefined;
}
