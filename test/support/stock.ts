import { filingWorkbook, grantColumns, grantSheet } from "../../src/ch3-catalogue/filing-columns.ts";
import { catalogueWorkbook } from "../../src/ch3-catalogue/sheets-template.ts";
import type { EntryContent } from "../../src/contract/entry.ts";
import type { PlannedGrant } from "../../src/contract/filing.ts";
import { epidemicEntry, shuangyashan } from "./city.ts";

/** Existing stock of an old platform, as files that a bureau files. */

export const areas = new Map(shuangyashan.regions.map(({ code, name }) => [code, name]));
export const unitNames = {
  wjw: "双鸭山市卫生健康委员会",
  gaj: "双鸭山市公安局",
  mzj: "双鸭山市民政局",
} as const;
export const oldApproval = { on: "2021-03-08", by: "黑龙江省大数据局", document: "黑数函〔2021〕7号" };

export interface Old {
  readonly code: string;
  readonly provider?: string;
  readonly content?: Partial<EntryContent>;
  readonly approval?: typeof oldApproval;
}

export const oldEntry = ({ code, provider = unitNames.wjw, content = {}, approval = oldApproval }: Old) => ({
  facts: { code, providerName: provider, providerCode: "", approval },
  content: { ...epidemicEntry, name: `旧平台目录${code}`, ...content },
});

export const oldGrant = (
  number: string,
  oldCode: string,
  more: Partial<PlannedGrant> = {},
): PlannedGrant => ({
  number,
  oldCode,
  entryId: "",
  entryName: "",
  holder: { id: "", name: unitNames.mzj },
  scenario: "最低生活保障核对",
  modes: ["query"],
  columns: [],
  scope: "低保申请人",
  until: "2027-06-30",
  approvedOn: "2022-01-05",
  approver: "双鸭山市营商环境建设监督局",
  document: "双营函〔2022〕1号",
  ...more,
});

export const stockWorkbook = (entries: readonly Old[], grants: readonly PlannedGrant[] = []) =>
  catalogueWorkbook(entries.map(oldEntry), areas, filingWorkbook, [
    {
      name: grantSheet,
      columns: grantColumns,
      rows: grants.map((one) => grantColumns.map((column) => column.write(one, areas))),
    },
  ]);
