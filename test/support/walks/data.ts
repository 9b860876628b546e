import { recordDetail } from "../../../src/contract/record.ts";
import { act, apply, grantConditional, openingOf, openToPublic, securityReview, start } from "../business.ts";
import { finding, reasons, type Walk } from "./walk.ts";

/** Chapters 4 to 6: collection, sharing, opening. */
export const dataWalks: readonly Walk[] = [
  {
    kind: "collection-item",
    starter: "mzj",
    provider: "mzj",
    open: async ({ p }) => {
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
    open: async ({ p }) => {
      const form = { itemName: "随访结果", itemStandard: "WS 364", duty: "“三定”规定第三条" };
      const first = await start(await p.as("wjw"), { kind: "source-designation", form });
      await act(await p.as("sjj"), first.id, "designate");
      return (await start(await p.as("mzj"), { kind: "source-designation", form })).id;
    },
    path: [["sjj", "hear"]],
  },
  {
    kind: "sharing-need",
    starter: "mzj",
    provider: "mzj",
    open: async ({ p }) => {
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
    open: async ({ p, register }) => (await apply(await p.as("mzj"), register)).id,
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
    open: async ({ p, register }) => {
      const { id } = await grantConditional(p, "mzj", "gaj", register);
      return (await start(await p.as("gaj"), { kind: "grant-stop", subject: id, form: { risk: "异常" } })).id;
    },
    path: [],
  },
  {
    kind: "opening-publication",
    starter: "wjw",
    provider: "wjw",
    open: async ({ p, figures }) => (await start(await p.as("wjw"), openingOf(figures))).id,
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
    open: async ({ p, figures }) => {
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
    open: async ({ p, figures }) => {
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
];
