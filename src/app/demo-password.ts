import { randomBytes } from "node:crypto";
import type { Platform } from "./platform.ts";

/** The password of the demonstration's accounts: the environment's, else made once and kept in a file of the home. */
export async function demoPassword({
  config,
  home,
}: Pick<Platform, "config" | "home">): Promise<{ readonly password: string; readonly keptIn: string }> {
  if (config.demoPassword !== null) {
    return { password: config.demoPassword, keptIn: "环境变量 GONGSHU_DEMO_PASSWORD" };
  }
  const password = await home.secretText("demo-password", () => randomBytes(9).toString("base64url"));
  return { password, keptIn: home.secretFile("demo-password") };
}
