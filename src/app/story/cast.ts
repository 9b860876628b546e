import type { DemoCity } from "../city/load.ts";
import { type Api, signIn } from "./api.ts";

/** The persons of the story by account name. */
export interface Cast {
  /** Where they live. */
  readonly city: DemoCity;
  readonly wjw: Api;
  readonly wjw2: Api;
  readonly gaj: Api;
  readonly gaj2: Api;
  readonly sjj: Api;
  readonly sjj2: Api;
  readonly dsj: Api;
  readonly mzj: Api;
  readonly citizen: Api;
  readonly auditor: Api;
}

export async function assemble(url: string, password: string, city: DemoCity): Promise<Cast> {
  const enter = (account: string) => signIn(url, account, password);
  return {
    city,
    wjw: await enter("wjw"),
    wjw2: await enter("wjw2"),
    gaj: await enter("gaj"),
    gaj2: await enter("gaj2"),
    sjj: await enter("sjj"),
    sjj2: await enter("sjj2"),
    dsj: await enter("dsj"),
    mzj: await enter("mzj"),
    citizen: await enter("citizen"),
    auditor: await enter("auditor"),
  };
}
