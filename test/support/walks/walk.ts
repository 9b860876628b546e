import type { Entry } from "../../../src/contract/entry.ts";
import { mount, publish, upload } from "../business.ts";
import { epidemicEntry, registerEntry } from "../city.ts";
import type { TestPlatform } from "../platform.ts";

/** One matter taken through all its states that are not final; at each, everybody who is not the actor tries every step. */
export interface Walk {
  readonly kind: string;
  readonly open: (ground: Ground) => Promise<string>;
  readonly starter: string;
  readonly provider: string;
  readonly path: readonly (readonly [who: string, step: string, given?: object])[];
}

/** What the walks are about: an entry of persons and one of figures, both published and with data. */
export interface Ground {
  readonly p: TestPlatform;
  readonly register: Entry;
  readonly figures: Entry;
}

export async function walkingGround(p: TestPlatform): Promise<Ground> {
  const register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  const figures = await publish(p, "wjw", epidemicEntry);
  const row = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
  const api = await p.as("wjw");
  await upload(api, await mount(api, figures), `${header}\n${row}\n`);
  return { p, register, figures };
}

export const reasons = "试验用的理由";
export const finding = { finding: "已核对原件" };
