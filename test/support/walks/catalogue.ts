import type { Entry } from "../../../src/contract/entry.ts";
import { recordDetail } from "../../../src/contract/record.ts";
import { act, compile, publish, readEntry, save, start, submit } from "../business.ts";
import { epidemicEntry } from "../city.ts";
import { checkFiling } from "../imports.ts";
import { stockWorkbook } from "../stock.ts";
import { reasons, type Walk } from "./walk.ts";

const project = (figures: Entry) => ({
  projectName: "监测系统",
  systemName: "监测平台",
  projectKind: "new",
  approver: "市发展改革委",
  entries: [figures.id],
});
/** Chapter 3: the catalogue, its classes, lists and projects. */
export const catalogueWalks: readonly Walk[] = [
  {
    kind: "regrading",
    starter: "gaj",
    provider: "gaj",
    open: async ({ p, register }) => {
      const columns = [{ column: "mz", grade: 1 }];
      const form = { gradingTrigger: "content", changedOn: "2026-09-01", changeReason: "内容变化", columns };
      return (await start(await p.as("gaj"), { kind: "regrading", subject: register.id, form })).id;
    },
    path: [],
  },
  {
    kind: "catalogue-publication",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p }) => {
      const api = await p.as("wjw");
      return (
        await submit(api, await compile(api, { ...epidemicEntry, name: "逐月统计", sharingClass: null }))
      ).id;
    },
    path: [
      ["sjj", "promptClass"],
      ["wjw", "stateClass", { form: { sharingClass: "unconditional" } }],
      ["sjj", "approve"],
      ["dsj", "verify"],
      ["sjj2", "returnFromReReview", { reasons }],
    ],
  },
  {
    kind: "catalogue-update",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p, figures }) => {
      const api = await p.as("wjw");
      const form = { changeKind: "law", changedOn: "2026-09-18", basis: "新修订的统计法实施条例第十条" };
      const { id } = await start(api, { kind: "catalogue-update", subject: figures.id, form });
      const entry = await readEntry(api, figures.id);
      await save(api, entry, { ...entry.draft, abstract: "依新法调整" });
      return id;
    },
    path: [
      ["wjw", "submit"],
      ["sjj", "approve"],
      ["dsj", "verify"],
      ["sjj2", "returnFromReReview", { reasons }],
    ],
  },
  {
    kind: "catalogue-withdrawal",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p }) => {
      const entry = await publish(p, "wjw", { ...epidemicEntry, name: "不再统计的数据" });
      const form = { changeKind: "function", changedOn: "2026-09-18", basis: "“三定”规定第三条" };
      return (await start(await p.as("wjw"), { kind: "catalogue-withdrawal", subject: entry.id, form })).id;
    },
    path: [
      ["sjj", "approve"],
      ["dsj", "verify"],
    ],
  },
  {
    kind: "catalogue-filing",
    starter: "sjj",
    provider: "sjj",
    open: async ({ p }) => {
      const api = await p.as("sjj");
      const { id: filing } = await checkFiling(api, await stockWorkbook([{ code: "230500-0001" }]));
      const form = { filing, source: "省一体化政务数据平台" };
      return (await start(api, { kind: "catalogue-filing", form })).id;
    },
    path: [["sjj2", "file"]],
  },
  {
    kind: "project-approval",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p, figures }) =>
      (await start(await p.as("wjw"), { kind: "project-approval", form: project(figures) })).id,
    path: [],
  },
  {
    kind: "project-acceptance",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p, figures }) => {
      const api = await p.as("wjw");
      const approval = await start(api, { kind: "project-approval", form: project(figures) });
      await act(await p.as("sjj"), approval.id, "certify");
      const form = { approvalNumber: approval.number, entries: [figures.id] };
      return (await start(api, { kind: "project-acceptance", form })).id;
    },
    path: [],
  },
  {
    kind: "list-submission",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p }) => {
      const form = { list: "sharing-responsibility" };
      return (await start(await p.as("wjw"), { kind: "list-submission", form })).id;
    },
    path: [],
  },
  {
    kind: "list-publication",
    starter: "sjj",
    provider: "sjj",
    open: async ({ p }) => {
      const form = { list: "sharing-responsibility" };
      const submitted = await start(await p.as("gaj"), { kind: "list-submission", form });
      await act(await p.as("sjj"), submitted.id, "confirm");
      return (await start(await p.as("sjj"), { kind: "list-publication", form })).id;
    },
    path: [],
  },
  {
    kind: "class-change",
    starter: "gaj",
    provider: "gaj",
    open: async ({ p, register }) => {
      const form = { sharingClass: "not-shared", sharingBasis: "国家规定", changeReason: "依据国家规定" };
      return (await start(await p.as("gaj"), { kind: "class-change", subject: register.id, form })).id;
    },
    path: [],
  },
  {
    kind: "resource-registration",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p, figures }) => {
      const rules = {
        title: "公共数据资源登记管理办法",
        number: "黑数规〔2026〕1号",
        documentKind: "rule",
        documentLevel: "province",
        documentTopic: "registration",
        issuer: "黑龙江省数据局",
        edition: "2026年版",
        effectiveFrom: "2026-06-01",
      };
      await (await p.as("sjj")).post("/api/v1/records", { register: "library", form: rules }, recordDetail);
      const form = { origin: "疫情防控业务", systemName: "无", contact: "冯梅" };
      const opening = { kind: "resource-registration", subject: figures.id, form };
      return (await start(await p.as("wjw"), opening)).id;
    },
    path: [["dsj", "returnWithAdvice", { reasons }]],
  },
];
