import type { Entry } from "../../src/contract/entry.ts";
import type { Matter } from "../../src/contract/matter.ts";
import { act, mount, publish, start, upload } from "./business.ts";
import type { registerEntry } from "./city.ts";
import type { TestPlatform } from "./platform.ts";

export const withdrawalForm = {
  changeKind: "function",
  changedOn: "2026-09-18",
  basis: "“三定”规定第三条第二项已经删去这项职能",
  arrangement: "改用市民政局的“居民基本信息”目录",
};

/** The steps of a withdrawal on the platform that a test has by then (Art. 13). */
export function withdrawing(platform: () => Pick<TestPlatform, "as">) {
  const begin = async (keeper: string, entry: Entry, form: object = withdrawalForm): Promise<Matter> =>
    start(await platform().as(keeper), { kind: "catalogue-withdrawal", subject: entry.id, form });
  async function pass({ id }: Matter): Promise<void> {
    await act(await platform().as("sjj"), id, "approve");
    await act(await platform().as("dsj"), id, "verify");
  }
  const takeOff = async ({ id }: Matter): Promise<Matter> => act(await platform().as("sjj2"), id, "takeOff");
  async function withdraw(keeper: string, entry: Entry): Promise<Matter> {
    const matter = await begin(keeper, entry);
    await pass(matter);
    return takeOff(matter);
  }
  async function mounted(keeper: string, content: typeof registerEntry, csv: string) {
    const entry = await publish(platform(), keeper, content);
    const resource = await mount(await platform().as(keeper), entry);
    await upload(await platform().as(keeper), resource, csv);
    return { entry, resource };
  }
  return { begin, pass, takeOff, withdraw, mounted };
}
