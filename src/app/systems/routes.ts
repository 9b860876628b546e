import { z } from "zod";
import { isInside } from "../../ch3-catalogue/index.ts";
import { listQuery } from "../../contract/common.ts";
import { fundPurposeLabel } from "../../contract/labels.zh.ts";
import { type SystemResult, systemResults } from "../../contract/system.ts";
import { lawNow, shanghaiDate } from "../../platform/clocks/index.ts";
import type { Database } from "../../platform/db/index.ts";
import { attachmentHeaders } from "../../platform/files/index.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Caller } from "../../platform/http/caller.ts";
import type { Cursors } from "../../platform/http/cursors.ts";
import { type Http, Problem } from "../../platform/http/index.ts";
import { writeSheets } from "../../platform/sheets/index.ts";
import { systemResultsOf } from "./results.ts";

const position = z.object({ from: z.int() });
const config = { access: "signed-in", audit: null } as const;

/** Art. 69 ¶2: what every information system has brought, for whoever decides about its money. */
export function systemRoutes(http: Http, { db, cursors }: { db: Database; cursors: Cursors }): void {
  http.get(
    "/api/v1/systems",
    {
      config,
      schema: {
        summary: "信息系统的汇聚、共享、开放成效",
        querystring: listQuery,
        response: { 200: systemResults },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor } = request.query;
      const filter = ["systems", caller.party.id];
      const from = cursor === undefined ? 0 : cursors.decode(filter, cursor, position).from;
      const { items } = await resultsFor(caller, { limit: limit + 1, from });
      const next = items.length > limit ? cursors.encode(filter, { from: from + limit }) : null;
      return { items: items.slice(0, limit), next };
    },
  );
  http.get(
    "/api/v1/systems.xlsx",
    { config, schema: { summary: "下载信息系统成效（Excel）" } },
    async (request, reply) => {
      const { at, items } = await resultsFor(callerOf(request), { limit: null, from: 0 });
      return reply
        .headers(attachmentHeaders(`信息系统成效（${at}）.xlsx`))
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(Buffer.from(await workbook(at, items)));
    },
  );

  async function resultsFor(caller: Caller, page: { limit: number | null; from: number }) {
    if (!isInside(caller))
      throw new Problem("forbidden", "信息系统成效供公共管理和公共服务部门使用", { article: "69¶2" });
    const at = shanghaiDate(await lawNow(db.kysely));
    return { at, items: await systemResultsOf(db.kysely, { caller, today: at, ...page }) };
  }
}

type Column = readonly [title: string, width: number, value: (result: SystemResult) => string | number];
const columns: readonly Column[] = [
  ["信息系统", 28, ({ system }) => system],
  ["单位", 28, ({ unit }) => unit.name],
  ["立项证明", 22, ({ approval }) => approval ?? "无"],
  ["验收证明", 22, ({ acceptance }) => acceptance ?? "无"],
  ["数据目录", 10, ({ entries }) => entries],
  ["已发布", 10, ({ published }) => published],
  ["已挂载", 10, ({ mounted }) => mounted],
  ["已登记", 10, ({ registered }) => registered],
  ["已汇聚", 10, ({ aggregated }) => aggregated],
  ["入库行数", 12, ({ rows }) => Number(rows)],
  ["存放文件数", 12, ({ files }) => Number(files)],
  ["有效共享权限", 14, ({ grants }) => grants],
  ["共享调用次数", 14, ({ calls }) => Number(calls)],
  ["开放中", 10, ({ open }) => open],
];

function workbook(at: string, items: readonly SystemResult[]): Promise<Uint8Array> {
  const titled = (title: string, width: number) => ({ title, width });
  return writeSheets([
    {
      name: "成效",
      columns: [...columns.map(([title, width]) => titled(title, width)), titled("统计日期", 12)],
      rows: items.map((result) => [...columns.map(([, , value]) => value(result)), at]),
    },
    {
      name: "预算和绩效",
      columns: [
        titled("信息系统", 28),
        titled("单位", 28),
        titled("年度", 8),
        titled("用途", 12),
        titled("金额（万元）", 14),
        titled("绩效评价", 48),
      ],
      rows: items.flatMap(({ system, unit, budgets }) =>
        budgets.map(({ year, purpose, amount, performance, overdue }) => [
          ...[system, unit.name, year, fundPurposeLabel[purpose]],
          ...[Number(amount), performance || (overdue ? "逾期未评价" : "尚未评价")],
        ]),
      ),
    },
  ]);
}
