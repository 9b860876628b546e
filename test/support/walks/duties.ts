import { start } from "../business.ts";
import { reasons, type Walk } from "./walk.ts";

/** Chapter 2: duties and organisation. */
export const dutyWalks: readonly Walk[] = [
  {
    kind: "channel-merger",
    starter: "gaj",
    provider: "gaj",
    open: async ({ p }) => {
      const form = {
        name: "警务共享前置系统",
        channelPurpose: "sharing",
        channelStatus: "built",
        users: "各区公安分局",
        plan: "年底前迁完",
        mergeBy: "2026-12-31",
      };
      return (await start(await p.as("gaj"), { kind: "channel-merger", form })).id;
    },
    path: [
      ["sjj", "returnPlan", { reasons }],
      ["gaj", "revisePlan", { form: { plan: "十一月底前迁完" } }],
      ["sjj", "acceptPlan"],
      ["gaj", "reportMerged", { form: { result: "已停用" } }],
    ],
  },
  {
    kind: "county-platform",
    starter: "jixian-sjj",
    provider: "jixian-sjj",
    open: async ({ p }) => {
      const form = { name: "集贤县数据平台", why: "网络不通", connection: "每日同步" };
      return (await start(await p.as("jixian-sjj"), { kind: "county-platform", form })).id;
    },
    path: [],
  },
  {
    kind: "data-task",
    starter: "sjj",
    provider: "gaj",
    open: async ({ p }) => {
      const form = {
        title: "清查接口",
        requirement: "逐个列出",
        dueOn: "2026-12-01",
        addressee: "双鸭山市公安局",
      };
      return (await start(await p.as("sjj"), { kind: "data-task", form })).id;
    },
    path: [
      ["gaj", "object", { reasons }],
      ["sjj", "insist", { reasons }],
      ["gaj", "signFor"],
      ["gaj", "report", { form: { result: "已列出" } }],
    ],
  },
  {
    kind: "responsibility-assignment",
    starter: "sjj",
    provider: "mzj",
    open: async ({ p }) => {
      const form = {
        category: "婚姻登记数据",
        dataKind: "government",
        department: "双鸭山市民政局",
        basis: "《婚姻登记条例》第二条",
        scope: "结婚、离婚登记信息",
        noSecrets: true,
        secrecyReviewer: "赵敏",
        secrecyReviewedOn: "2026-09-18",
      };
      return (await start(await p.as("sjj"), { kind: "responsibility-assignment", form })).id;
    },
    path: [],
  },
];
