import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type LaunchOptions } from "@playwright/test";

const packageRoot = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..");
const cache = join(packageRoot, "../../.cache/gongshu-chromium");

const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(cache, "fonts/fonts")}</dir>
  <cachedir>${join(cache, "fonts-cache")}</cachedir>
</fontconfig>
`;

/** Chromium from npm needs no system package: it brings its shared libraries and a font configuration. */
function bundledOptions(): LaunchOptions {
  const { LD_LIBRARY_PATH: before, ...environment } = process.env;
  const libraries = join(cache, "al2023/lib");
  return {
    executablePath: join(cache, "chromium"),
    env: {
      ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
      LD_LIBRARY_PATH: before === undefined ? libraries : `${libraries}:${before}`,
      FONTCONFIG_PATH: join(cache, "fonts"),
    },
  };
}

/**
 * How the tests start Chromium: CHROME_PATH if set, otherwise the binary of `@sparticuz/chromium`. The tests
 * run as root in clean machines, where Chromium's own sandbox cannot start; they load only our own pages.
 */
export function chromiumOptions(): LaunchOptions {
  const own = process.env.CHROME_PATH;
  return {
    ...(own === undefined || own === "" ? bundledOptions() : { executablePath: own }),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"],
  };
}

/** Unpacks the binary once, beside the installed packages, so that a reinstall also renews it. */
export async function extractChromium(): Promise<void> {
  if (process.env.CHROME_PATH || existsSync(join(cache, "chromium"))) return;
  await mkdir(dirname(cache), { recursive: true });
  const partial = await mkdtemp(`${cache}-`);
  // The package unpacks into the temporary folder of its process and reads these variables at import.
  await promisify(execFile)(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      "await (await import(process.argv[1])).default.executablePath()",
      join(packageRoot, "build/index.js"),
    ],
    { env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
  );
  // The package's own configuration names /tmp/fonts; without any font Chromium aborts at the first text.
  await writeFile(join(partial, "fonts/fonts.conf"), fontConfiguration);
  // Of two processes that unpack at once the first wins: a full folder cannot be renamed over.
  await rename(partial, cache).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(join(cache, "chromium"))) throw error;
  });
}

/** For tests outside Playwright's runner. The caller closes the browser. */
export async function launchChromium(): Promise<Browser> {
  await extractChromium();
  return chromium.launch(chromiumOptions());
}
