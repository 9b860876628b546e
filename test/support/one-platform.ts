import { extractChromium } from "./chromium.ts";
import { demonstrating, freePort, type Serving, temporaryHome } from "./server.ts";
import { openedTo } from "./upstream.ts";

/**
 * Before the browser's tests: one demonstration platform in a home of its own; after them it is gone. With
 * GONGSHU_JOURNEY_URL and GONGSHU_JOURNEY_PASSWORD set they meet the demonstration that runs there instead.
 */
export default async function startPlatform(): Promise<(() => Promise<void>) | undefined> {
  await extractChromium();
  if (process.env.GONGSHU_JOURNEY_URL !== undefined) return undefined;
  const home = await temporaryHome();
  let platform: Serving | undefined;
  const end = async () => {
    await platform?.stop();
    await home.remove();
  };
  try {
    const password = "journey-2026";
    // Where a journey's department has its system, the only host that may be mounted.
    const department = `127.0.0.1:${await freePort()}`;
    platform = await demonstrating({
      GONGSHU_HOME: home.directory,
      GONGSHU_DEMO_PASSWORD: password,
      GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", `http://${department}`),
    });
    process.env.GONGSHU_JOURNEY_DEPARTMENT = department;
    process.env.GONGSHU_JOURNEY_URL = platform.url;
    process.env.GONGSHU_JOURNEY_PASSWORD = password;
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
