import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  apply,
  compile,
  grantConditional,
  mount,
  openingOf,
  openToPublic,
  publish,
  readEntry,
  refusal,
  save,
  securityReview,
  see,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { checkFiling } from "../../test/support/imports.ts";
import { accounts, partyOfAccount, type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { stockWorkbook } from "../../test/support/stock.ts";
import type { Entry } from "../contract/entry.ts";
import { recordDetail } from "../contract/record.ts";
import type { Actor, Procedure } from "../law/language.ts";
import { procedures } from "./procedures.ts";

/** One matter taken through all its states that are not final; at each, everybody who is not the actor tries every step. */
interface Walk {
  readonly kind: string;
  readonly open: () => Promise<string>;
  readonly starter: string;
  readonly provider: string;
  readonly path: readonly (readonly [who: string, step: string, given?: object])[];
}

let p: TestPlatform;
let register: Entry;
let figures: Entry;

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  figures = await publish(p, "wjw", epidemicEntry);
  const row = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
  const api = await p.as("wjw");
  await upload(api, await mount(api, figures), `${header}\n${row}\n`);
});
afterAll(() => p.close());

const project = () => ({
  projectName: "监测系统",
  systemName: "监测平台",
  projectKind: "new",
  approver: "市发展改革委",
  entries: [figures.id],
});
const reasons = "试验用的理由";
const finding = { finding: "已核对原件" };
const walks: readonly Walk[] = [
  {
    kind: "channel-merger",
    starter: "gaj",
    provider: "gaj",
    open: async () => {
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
    open: async () => {
      const form = { name: "集贤县数据平台", why: "网络不通", connection: "每日同步" };
      return (await start(await p.as("jixian-sjj"), { kind: "county-platform", form })).id;
    },
    path: [],
  },
  {
    kind: "data-task",
    starter: "sjj",
    provider: "gaj",
    open: async () => {
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
    open: async () => {
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
  {
    kind: "regrading",
    starter: "gaj",
    provider: "gaj",
    open: async () => {
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
    open: async () => {
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
    open: async () => {
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
    open: async () => {
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
    open: async () => {
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
    open: async () => (await start(await p.as("wjw"), { kind: "project-approval", form: project() })).id,
    path: [],
  },
  {
    kind: "project-acceptance",
    starter: "wjw",
    provider: "wjw",
    open: async () => {
      const api = await p.as("wjw");
      const approval = await start(api, { kind: "project-approval", form: project() });
      await act(await p.as("sjj"), approval.id, "certify");
      const form = { approvalNumber: approval.number, entries: [figures.id] };
      return (await start(api, { kind: "project-acceptance", form })).id;
    },
    path: [],
  },
  {
    kind: "collection-item",
    starter: "mzj",
    provider: "mzj",
    open: async () => {
      const form = {
        itemName: "家庭收入",
        about: "person",
        legalBasis: "《社会救助暂行办法》第十一条",
        collectionScope: "低保申请人",
        necessity: "认定低保对象",
        frequency: "irregular",
        itemStandard: "MZ/T 048",
      };
      return (await start(await p.as("mzj"), { kind: "collection-item", form })).id;
    },
    path: [],
  },
  {
    kind: "source-designation",
    starter: "mzj",
    provider: "wjw",
    open: async () => {
      const form = { itemName: "随访结果", itemStandard: "WS 364", duty: "“三定”规定第三条" };
      const first = await start(await p.as("wjw"), { kind: "source-designation", form });
      await act(await p.as("sjj"), first.id, "designate");
      return (await start(await p.as("mzj"), { kind: "source-designation", form })).id;
    },
    path: [["sjj", "hear"]],
  },
  {
    kind: "list-submission",
    starter: "wjw",
    provider: "wjw",
    open: async () => {
      const form = { list: "sharing-responsibility" };
      return (await start(await p.as("wjw"), { kind: "list-submission", form })).id;
    },
    path: [],
  },
  {
    kind: "list-publication",
    starter: "sjj",
    provider: "sjj",
    open: async () => {
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
    open: async () => {
      const form = { sharingClass: "not-shared", sharingBasis: "国家规定", changeReason: "依据国家规定" };
      return (await start(await p.as("gaj"), { kind: "class-change", subject: register.id, form })).id;
    },
    path: [],
  },
  {
    kind: "sharing-need",
    starter: "mzj",
    provider: "mzj",
    open: async () => {
      const form = {
        dataName: "残疾人证持有信息",
        dataItems: "证件号码、残疾类别和等级",
        scenario: "残疾人两项补贴资格核对",
        basis: "《社会救助暂行办法》第五十八条",
      };
      return (await start(await p.as("mzj"), { kind: "sharing-need", form })).id;
    },
    path: [
      [
        "sjj",
        "coordinate",
        { form: { heldOn: "2026-09-21", consulted: ["双鸭山市公安局"], outcome: "已核实" } },
      ],
      ["sjj", "arrange", { form: { compiler: "双鸭山市公安局", compileBy: "2026-11-30" } }],
    ],
  },
  {
    kind: "sharing-application",
    starter: "mzj",
    provider: "gaj",
    open: async () => (await apply(await p.as("mzj"), register)).id,
    path: [
      ["sjj", "askSupplement", { reasons }],
      ["mzj", "supplement"],
      ["sjj", "passToProvider"],
    ],
  },
  {
    kind: "grant-stop",
    starter: "gaj",
    provider: "gaj",
    open: async () => {
      const { id } = await grantConditional(p, "mzj", "gaj", register);
      return (await start(await p.as("gaj"), { kind: "grant-stop", subject: id, form: { risk: "异常" } })).id;
    },
    path: [],
  },
  {
    kind: "opening-publication",
    starter: "wjw",
    provider: "wjw",
    open: async () => (await start(await p.as("wjw"), openingOf(figures))).id,
    path: [
      ["wjw2", "passSecurityReview", { form: securityReview }],
      ["sjj", "approve"],
      ["dsj", "verify"],
    ],
  },
  {
    kind: "open-catalogue-publication",
    starter: "sjj",
    provider: "sjj",
    open: async () => {
      const form = {
        title: "开放目录编制规范",
        number: "DB23/T 200-2026",
        documentKind: "specification",
        documentLevel: "province",
        documentTopic: "opening",
        issuer: "黑龙江省数据局",
        edition: "2026年版",
        effectiveFrom: "2026-06-01",
      };
      const api = await p.as("sjj");
      await api.post("/api/v1/records", { register: "library", form }, recordDetail);
      await openToPublic(p, figures);
      return (await start(api, { kind: "open-catalogue-publication", form: {} })).id;
    },
    path: [["dsj", "verify"]],
  },
  {
    kind: "opening-objection",
    starter: "citizen",
    provider: "wjw",
    open: async () => {
      const api = await p.as("citizen");
      const attachments = [await api.attach("证据.txt", "text/plain", "通报截图\n")];
      const form = { ground: "error", claim: "数字有误", where: "", contact: "0469-0000000" };
      return (await start(api, { kind: "opening-objection", subject: figures.id, form, attachments })).id;
    },
    path: [
      ["wjw", "restore", { form: finding, reasons }],
      ["citizen", "askReview", { reasons }],
    ],
  },
  {
    kind: "resource-registration",
    starter: "wjw",
    provider: "wjw",
    open: async () => {
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

const administrators = new Set(["sysadmin", "secadmin", "auditor"]);
/** Whether the declaration makes the account's unit the actor of the step in this walk. */
function isActor(account: string, actor: Actor, walk: Walk): boolean {
  if (administrators.has(account)) return false;
  const parties: Readonly<Record<Actor, string | null>> = {
    starter: walk.starter,
    department: walk.starter,
    public: walk.starter,
    provider: walk.provider,
    "same-level-authority": "sjj",
    "municipal-authority": "sjj",
    "service-agency": "dsj",
    "staffing-office": "sbb",
    platform: null,
  };
  return partyOfAccount(account) === parties[actor];
}

const declared = (kind: string): Procedure => {
  const found = procedures.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no procedure ${kind}`);
  return found;
};
const tried = new Map<string, Set<string>>();

async function everybodyElseTries(id: string, walk: Walk): Promise<void> {
  const keeper = await p.as(walk.starter);
  const { state, version } = await see(keeper, id);
  const known = tried.get(walk.kind) ?? new Set();
  tried.set(walk.kind, known);
  for (const [name, step] of Object.entries(declared(walk.kind).steps)) {
    if (![step.from].flat().includes(state)) continue;
    known.add(name);
    for (const account of accounts) {
      if (isActor(account, step.by, walk)) continue;
      const attempt = act(await p.as(account), id, name, { version, reasons, form: finding });
      const { status, code } = await refusal(attempt);
      const expected = ["403 not_the_holder", "403 forbidden", "404 not_found"];
      expect(expected, `${account} in ${walk.kind} ${name}: ${code}`).toContain(`${status} ${code}`);
    }
  }
  expect(await see(keeper, id)).toMatchObject({ state, version });
}

test.each(walks)(
  "$kind: whoever is not the actor of a step is refused at every step",
  async (walk) => {
    const id = await walk.open();
    await everybodyElseTries(id, walk);
    for (const [who, step, given] of walk.path) {
      await act(await p.as(who), id, step, given);
      await everybodyElseTries(id, walk);
    }
  },
  300_000,
);

test("no step of any procedure was left out", () => {
  const steps = procedures
    .filter(({ steps }) => Object.keys(steps).length > 0)
    .map(({ kind, steps }) => [kind, Object.keys(steps).toSorted()]);
  expect([...tried].map(([kind, names]) => [kind, [...names].toSorted()])).toEqual(steps);
});
