import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, expectNoSeriousAxe, seriousAxeFindings, test } from "./browser.ts";

const fonts = dirname(fileURLToPath(import.meta.resolve("@fontsource-variable/noto-sans-sc/index.css")));

/** A page that is served, with its font, the way the platform serves its own. */
async function serve(body: string): Promise<{ url: string; close(): void; fontsSent: string[] }> {
  const fontsSent: string[] = [];
  const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>字样</title>
    <link rel="stylesheet" href="/fonts/index.css">
    <style>body { font-family: "Noto Sans SC Variable" }</style></head><body><main>${body}</main></body></html>`;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    if (!path.startsWith("/fonts/")) {
      response.setHeader("content-type", "text/html; charset=utf-8").end(page);
      return;
    }
    if (path.endsWith(".woff2")) fontsSent.push(path);
    const type = path.endsWith(".css") ? "text/css" : "font/woff2";
    response.setHeader("content-type", type).end(await readFile(join(fonts, path.slice("/fonts/".length))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close(), fontsSent };
}

/** Width and ink of each character: characters without a glyph all draw the same box. */
async function drawn(page: Page, characters: string): Promise<string[]> {
  return page.evaluate(async (text) => {
    const font = '48px "Noto Sans SC Variable"';
    await document.fonts.load(font, text);
    return [...text].map((character) => {
      const canvas = document.createElement("canvas");
      const brush = canvas.getContext("2d");
      if (brush === null) throw new Error("no canvas");
      brush.font = font;
      brush.fillText(character, 10, 60);
      return canvas.toDataURL();
    });
  }, characters);
}

test("Chinese characters are drawn with the font that the page brings", async ({ page }) => {
  const site = await serve("<h1>双鸭山市公共数据平台</h1>");
  try {
    await page.goto(site.url);
    const pictures = await drawn(page, "双鸭山市公共数据平台");
    expect(new Set(pictures).size).toBe(10);
    expect(site.fontsSent.length).toBeGreaterThan(0);
  } finally {
    site.close();
  }
});

test("axe lets a sound page pass and names what is wrong with a bad one", async ({ page }) => {
  const sound = await serve("<h1>目录</h1><label>关键词 <input></label>");
  const bad = await serve('<h1>目录</h1><input><p style="color:#ddd;background:#fff">看不清</p>');
  try {
    await page.goto(sound.url);
    await expectNoSeriousAxe(page);
    await page.goto(bad.url);
    const findings = await seriousAxeFindings(page);
    expect(findings.join("\n")).toContain("critical label:");
    expect(findings.join("\n")).toContain("serious color-contrast:");
    await expect(expectNoSeriousAxe(page)).rejects.toThrow("color-contrast");
  } finally {
    sound.close();
    bad.close();
  }
});
