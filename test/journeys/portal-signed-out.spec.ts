import { expect, test } from "../support/journey.ts";
import { givenDataset } from "./people.ts";

test("A39.1 whoever is not signed in reads the portal without an error in the browser's console", async ({
  open,
}) => {
  const { code } = await givenDataset("未登录也能看的疫情数据");
  const page = await open(null, "/check");
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${page.url()}: ${message.text()} ${message.location().url}`);
  });
  const paths = [
    "/",
    "/datasets",
    `/dataset/${code}`,
    "/library",
    "/rules",
    "/check",
    "/sign-in",
    "/matters",
    "/desk/",
  ];
  for (const path of paths) {
    const asked = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/session"));
    await page.goto(path);
    expect([path, (await asked).status()]).toEqual([path, 204]);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await page.waitForLoadState("networkidle");
  }
  expect(errors).toEqual([]);
});
