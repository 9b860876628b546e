import { demonstrating, temporaryHome } from "./server.ts";

/**
 * A demonstration platform for one file of journeys alone, in place of the one they share, whose clock others move.
 * `variables`: further settings of its environment. Returns what ends it and puts the shared one back.
 */
export async function ownPlatform(
  variables: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const shared = { url: process.env.GONGSHU_JOURNEY_URL, password: process.env.GONGSHU_JOURNEY_PASSWORD };
  const home = await temporaryHome();
  const password = "journey-2026";
  const platform = await demonstrating({
    ...variables,
    GONGSHU_HOME: home.directory,
    GONGSHU_DEMO_PASSWORD: password,
  });
  process.env.GONGSHU_JOURNEY_URL = platform.url;
  process.env.GONGSHU_JOURNEY_PASSWORD = password;
  return async () => {
    process.env.GONGSHU_JOURNEY_URL = shared.url;
    process.env.GONGSHU_JOURNEY_PASSWORD = shared.password;
    await platform.stop();
    await home.remove();
  };
}
