import { readsCoverage } from "../../src/contract/coverage.ts";
import type { PartyKind } from "../../src/contract/roles.ts";
import type { Me } from "../../src/contract/session.ts";
import { mayReadBatches, maySend } from "./ch4-collection/mayCollect.ts";

export interface MenuItem {
  title: string;
  href: string;
  /** Pages below these paths belong to the item too. */
  covers?: readonly string[];
  /** Who finds it in the menu, where not everybody does; the platform itself refuses the others. */
  offeredTo?: (me: Me) => boolean;
}
export interface MenuGroup {
  title: string | null;
  items: readonly MenuItem[];
}

const outsideKinds: readonly PartyKind[] = ["citizen", "company", "operator", "developer"];
/** Belongs to a unit that does the Measures' business; the others do their own on the portal. */
const inside = ({ party }: Me): boolean => !outsideKinds.includes(party.kind);
/** Does its unit's business, rather than keep accounts or look at records. */
const serves = (me: Me): boolean => maySend(me) || me.roles.includes("leader");
const keepsKeys = ({ roles }: Me): boolean =>
  roles.some((role) => role === "data-officer" || role === "operator" || role === "developer");
const knowsPersons = ({ roles }: Me): boolean =>
  roles.some(
    (role) =>
      role === "system-admin" || role === "security-admin" || role === "auditor" || role === "data-officer",
  );

const docks = ({ roles, party }: Me): boolean =>
  roles.includes("auditor") || party.kind === "service-agency" || party.kind === "authority";

/** Pages of the desk, grouped by the chapters of the Measures. */
export const menu: readonly MenuGroup[] = [
  {
    title: null,
    items: [
      { title: "待办", href: "/desk/", covers: ["/desk/matters", "/desk/start"] },
      { title: "我发起的", href: "/desk/?box=started" },
      { title: "逾期办件", href: "/desk/?box=overdue" },
      { title: "全部办件", href: "/desk/?box=all" },
      { title: "送审件", href: "/desk/drafts", offeredTo: serves },
      { title: "本单位", href: "/desk/office", offeredTo: serves },
    ],
  },
  {
    title: "第二章　职责与组织",
    items: [
      { title: "单位名录", href: "/desk/units", offeredTo: inside },
      { title: "任务", href: "/desk/tasks", offeredTo: inside },
      { title: "政策标准", href: "/desk/library", offeredTo: inside },
      { title: "职责分工", href: "/desk/duties", offeredTo: inside },
      { title: "渠道与平台", href: "/desk/channels" },
      {
        title: "专家与会议",
        href: "/desk/registers/meetings",
        covers: ["/desk/registers/experts", "/desk/registers/opinions", "/desk/registers/assessments"],
      },
      { title: "维护公告", href: "/desk/registers/maintenance", covers: ["/desk/registers/processing"] },
    ],
  },
  {
    title: "第三章　目录管理",
    items: [
      { title: "数据目录", href: "/desk/entries", offeredTo: inside },
      {
        title: "分类分级",
        href: "/desk/grading",
        offeredTo: inside,
        covers: ["/desk/registers/grading-rules"],
      },
      { title: "目录情况", href: "/desk/catalogue/dashboard", offeredTo: inside },
      { title: "清单", href: "/desk/lists", offeredTo: inside },
      { title: "资源登记", href: "/desk/registrations", offeredTo: inside },
      { title: "信息化项目", href: "/desk/projects", offeredTo: inside },
      { title: "存量备案", href: "/desk/filings", offeredTo: inside },
    ],
  },
  {
    title: "第四章　采集汇聚",
    items: [
      { title: "批次", href: "/desk/batches", offeredTo: mayReadBatches },
      { title: "上传数据", href: "/desk/upload", offeredTo: (me) => inside(me) && maySend(me) },
      { title: "数源与采集项", href: "/desk/sources", offeredTo: inside },
      {
        title: "协同采集",
        href: "/desk/joint",
        offeredTo: (me) => inside(me) && (mayReadBatches(me) || me.roles.includes("leader")),
      },
      {
        title: "重要数据专区",
        href: "/desk/zone",
        offeredTo: ({ roles }) => roles.includes("security-admin") || roles.includes("auditor"),
      },
    ],
  },
  {
    title: "第五章　共享",
    items: [
      { title: "共享需求", href: "/desk/needs", offeredTo: inside },
      { title: "使用权限", href: "/desk/grants", offeredTo: inside },
      { title: "客户端密钥", href: "/desk/clients", offeredTo: keepsKeys },
    ],
  },
  { title: "第六章　开放", items: [{ title: "开放目录", href: "/desk/opening", offeredTo: inside }] },
  {
    title: "平台",
    items: [
      { title: "人员与岗位", href: "/desk/persons", offeredTo: knowsPersons },
      { title: "操作存证", href: "/desk/ledger" },
      {
        title: "省级平台对接",
        href: "/desk/province",
        offeredTo: docks,
      },
      { title: "平台规则", href: "/desk/rules" },
      {
        title: "义务覆盖",
        href: "/desk/coverage",
        offeredTo: ({ roles, party }) => readsCoverage(roles, party.kind),
      },
      { title: "工作日历", href: "/desk/calendar" },
    ],
  },
];

/** Whether the item is the one to mark for the current address. */
export function isCurrent(item: MenuItem, pathname: string, search: string): boolean {
  const [path = "", query = ""] = item.href.split("?");
  if (path === "/desk/") {
    const box = new URLSearchParams(search).get("box");
    const here = pathname === "/desk" || pathname === "/desk/";
    if (here) return query === "" ? (box ?? "todo") === "todo" : query === `box=${box}`;
  } else if (pathname === path || pathname.startsWith(`${path}/`)) {
    return true;
  }
  return item.covers?.some((covered) => pathname.startsWith(covered)) === true;
}
