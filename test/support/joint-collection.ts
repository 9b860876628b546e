import { listOf } from "../../src/contract/common.ts";
import type { Entry, EntryItem } from "../../src/contract/entry.ts";
import { type JointQuality, jointQuality, mendingOf } from "../../src/contract/joint-quality.ts";
import { mount, publish, start, upload } from "./business.ts";
import { registerEntry } from "./city.ts";
import { families, family, familyCsv, workerCsv, workers } from "./joint.ts";
import { type TestPlatform, testPlatform } from "./platform.ts";
import { identityNumber } from "./tables.ts";
import { openedTo } from "./upstream.ts";

export const subject = "低收入家庭";
export const [mzj, rsj] = ["双鸭山市民政局", "双鸭山市人力资源和社会保障局"];

/** The resources of the two, and the entry of the first. */
export interface Collection {
  readonly mine: string;
  readonly theirs: string;
  readonly checked: Entry;
}

export const jointPlatform = (): Promise<TestPlatform> =>
  testPlatform({ GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", "http://127.0.0.1:9") });

/** Two departments that collect together, and what they see of it. */
export const jointCollection = (platform: () => TestPlatform) => {
  const publishItems = (who: string, name: string, items: EntryItem[]) =>
    publish(platform(), who, { ...registerEntry, name, items, updateFrequency: "monthly" });
  const register = async (who: string, subjectName: string, division: string[]) =>
    start(await platform().as(who), {
      kind: "joint-collection",
      form: { subjectName, division, quality: "收入不得空缺，每月核对一次" },
    });
  /** Everything is mounted and registered, and nothing has arrived. */
  const begin = async (): Promise<Collection> => {
    const checked = await publishItems("mzj", "低收入家庭核对", families);
    const mine = await mount(await platform().as("mzj"), checked);
    const theirs = await mount(await platform().as("rsj"), await publishItems("rsj", "就业登记", workers));
    await register("sjj", subject, [`${mzj}：家庭收入、联系电话、残疾等级`, `${rsj}：就业状态，家庭收入`]);
    return { mine, theirs, checked };
  };
  const end = () =>
    platform().t.ownerPool.query(
      "update catalogue.entry set status = 'withdrawn', published_name = code; delete from collection.joint_share; delete from collection.joint",
    );
  const send = async (who: string, resource: string, csv: string) =>
    upload(await platform().as(who), resource, csv);
  /** A batch with a fault of every kind, and what the others say of the same persons. */
  async function sendFaulty({ mine, theirs }: Collection) {
    const faulty = await send(
      "mzj",
      mine,
      familyCsv(
        family(1),
        family(2, { phone: "" }),
        family(3, { name: "甲叁" }),
        family(4, { income: "", phone: "1" }),
        family(5, { income: "三千" }),
        family(6, { born: "1960-01-01" }),
        family(1, { income: "9" }),
        `${family(7)},多一列`,
      ),
    );
    await send(
      "rsj",
      theirs,
      workerCsv(
        `${identityNumber(1)},甲1,1200.5,在业`,
        `${identityNumber(2)},甲2,1300,在业`,
        `${identityNumber(3)},甲3,,失业`,
        `${identityNumber(9)},甲9,1,失业`,
      ),
    );
    return faulty;
  }

  async function seen(who: string, of = subject): Promise<JointQuality> {
    const { items } = await (await platform().as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
    const found = items.find((one) => one.subject === of);
    if (found === undefined) throw new Error(`${who} does not see ${of}`);
    return found;
  }
  /** Once everything that has arrived is counted. */
  async function counted(who: string, of = subject): Promise<JointQuality> {
    for (let tries = 0; tries < 400; tries++) {
      const found = await seen(who, of);
      const waiting =
        found.comparisons.some(({ why }) => why === "waiting") ||
        found.participants.some(({ supplies }) =>
          supplies.some(({ items }) => items.some(({ blank }) => blank === null)),
        );
      if (!waiting) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the figures are not counted");
  }
  const mendings = (joint: JointQuality, who: string) =>
    mendingOf(joint, platform().party(who)).map(({ text }) => text);
  return { begin, end, publishItems, register, send, sendFaulty, seen, counted, mendings };
};

export const supplyOf = (joint: JointQuality, unit: string) =>
  joint.participants.find((one) => one.unit.name === unit)?.supplies[0];
export const compared = ({ comparisons }: JointQuality) =>
  comparisons.map(({ item: name, subjects, differing }) => [name, subjects, differing]).toSorted();
