import type { DemoCity } from "../city/load.ts";
import { epidemicEntry, placesEntry, registerEntry } from "../demo/entries.ts";
import { epidemicCsv } from "../demo/epidemic.ts";
import { placesJson } from "../demo/places.ts";
import { registerCsv } from "../demo/register.ts";
import { assemble } from "./cast.ts";
import { publishEpidemicEntry, publishRegisterEntry } from "./catalogue.ts";
import { mount, upload } from "./collection.ts";
import { crossNationalDay } from "./deadlines.ts";
import { applyForFiles, fetchFiles } from "./files.ts";
import { objectAndRestore, openEpidemic } from "./opening.ts";
import { expect, type Report } from "./report.ts";
import {
  applyForRegister,
  applyForVerification,
  callExpired,
  callGateway,
  issueKey,
  verify,
  withdraw,
} from "./sharing.ts";
import { proveDecision, verifyOffline } from "./trust.ts";

export interface StoryOptions {
  readonly url: string;
  readonly city: DemoCity;
  readonly password: string;
  /** Content of a file of daily epidemic figures in GB18030; the demonstration makes its own otherwise. */
  readonly epidemic: Buffer | null;
  readonly persons: number;
  /** Distinguishes the entries of one telling from those of another on the same platform. */
  readonly label: string;
  /** The platform's home, where the story runs on the same machine: its ledger is exported and checked offline. */
  readonly home: string | null;
}

/** The life of public data from catalogue to open download, over the public HTTP API only (but see `home`). */
export async function tell(options: StoryOptions, report: Report): Promise<void> {
  const { url, label } = options;
  const named = <T extends { name: string }>(entry: T): T => ({ ...entry, name: `${entry.name}${label}` });
  const { city } = options;
  const cast = await assemble(url, options.password, city);

  report.chapter("一、编制目录，审核、校核、复核、发布");
  const epidemic = await publishEpidemicEntry(report, cast, named(epidemicEntry(city)));
  const register = await publishRegisterEntry(report, cast, named(registerEntry(city)));

  const places = await publishRegisterEntry(report, cast, named(placesEntry(city)));

  report.chapter("二、上传数据，逐行检查，问题数据留痕");
  const own = epidemicCsv(city, 323);
  await upload(report, cast.wjw, await mount(report, cast.wjw, epidemic), {
    name: `${city.province.name}疫情逐日统计.csv`,
    content: options.epidemic ?? Buffer.from(own),
    encoding: options.epidemic === null ? "utf-8" : "gb18030",
  });
  const persons = await upload(report, cast.gaj, await mount(report, cast.gaj, register), {
    name: "户籍登记.csv",
    content: Buffer.from(registerCsv(city, options.persons)),
    encoding: "utf-8",
  });
  expect(persons.counts.accepted === String(options.persons), "户籍登记全部入库");

  const map = placesJson(city);
  await upload(report, cast.gaj, await mount(report, cast.gaj, places, "file"), {
    name: "户籍窗口分布.geojson",
    content: map,
    encoding: "utf-8",
  });

  report.chapter("三、申请共享，提供部门逐项决定");
  const grant = await applyForRegister(report, cast, register);
  const verification = await applyForVerification(report, cast, register);

  const whole = await applyForFiles(report, cast, places);

  report.chapter("四、签名调用，先留痕后应答");
  const key = await issueKey(report, cast.mzj);
  await callGateway(report, url, cast, grant, key);
  await verify(report, url, cast, verification, key);
  await withdraw(report, url, cast, grant, key);
  await fetchFiles(report, url, cast, whole, key, map);

  report.chapter("五、无条件开放，异议中止，核实恢复");
  await openEpidemic(report, cast, epidemic);
  await objectAndRestore(report, cast, epidemic);

  report.chapter("六、操作存证");
  const receipt = await proveDecision(report, cast, grant.matterId);
  if (options.home !== null) await verifyOffline(report, url, options.home, receipt);

  report.chapter("七、期限：国庆假期与调休");
  const inAutumn = await crossNationalDay(report, cast, register);
  if (inAutumn) await callExpired(report, url, cast, verification, key);
}
