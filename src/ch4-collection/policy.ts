import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { Problem } from "../platform/http/index.ts";
import { type CollectedResource, entriesOf, type StoredResource } from "./catalogue.ts";
import "./tables.ts";

/** Posts that send data of their unit, and posts that may look at batches. Administrators may do neither. */
export const senders = ["data-officer", "section-head", "chief-data-officer"] as const;
export const readers = [...senders, "auditor"] as const;

/**
 * A batch is seen by the unit that provided it, whoever provides the entry since, the bureau of its level, the service agency and the auditor;
 * to all others it does not exist.
 */
export function mayRead(caller: Caller) {
  return (eb: ExpressionBuilder<Tables, "collection.batch">): Expression<SqlBool> => {
    if (caller.roles.includes("auditor") || caller.party.kind === "service-agency") return eb.val(true);
    return eb.or([
      eb("provider_id", "=", caller.party.id),
      eb("authority_id", "=", caller.party.id),
      eb("entry_id", "in", entriesOf(caller.party.id)),
    ]);
  };
}

/**
 * Only the provider sends data, to an entry that is in force (Art. 17) and was graded before (Art. 11 ¶4), into a table
 * that can hold them as the entry now asks: what is to be sealed is never written into a plain column.
 */
export function assertMaySend(
  caller: Caller,
  code: string,
  resource: CollectedResource | undefined,
): asserts resource is CollectedResource {
  if (resource === undefined) {
    throw new Problem(
      "not_found",
      `没有可接收数据的资源 ${code}：目录须先审核发布并挂载库表或者文件资源，撤下的目录不再接收数据`,
    );
  }
  if (resource.providerPartyId !== caller.party.id) {
    throw new Problem("not_the_provider", "只能由数据提供单位上传本单位的数据，请联系该目录的提供单位", {
      article: "17¶1",
    });
  }
  if (resource.kind === "interface") {
    throw new Problem(
      "interface_not_stored",
      `目录“${resource.entryName}”挂载的是接口，数据留在本单位系统，随调随取，不用上传；要改为上传库表的，请另编一条目录`,
      { article: "7¶3" },
    );
  }
  if (resource.resealing) {
    throw new Problem(
      "resource_resealing",
      `目录“${resource.entryName}”调整了级别，已入库的数据正在重新加密存放，请过一会儿再上传`,
      { article: "11¶3" },
    );
  }
  if (resource.changed.length > 0) {
    throw new Problem("entry_changed", changedItems(resource), { article: "11¶3" });
  }
  if (!resource.graded) {
    throw new Problem(
      "entry_not_graded",
      `目录“${resource.entryName}”有数据项未填类别或级别：汇聚之前须先完成分类分级`,
      { article: "11¶4" },
    );
  }
  if (resource.unruled) {
    throw new Problem(
      "rules_missing",
      "本市分类分级标准已经施行，本单位还没有按它制定分类分级细则：首次汇聚之前，请在“分类分级细则”里登记",
      { article: "11¶4" },
    );
  }
}

/** A wrong file goes at any time: also while the entry is ungraded, without rules, being moved, or withdrawn. */
export function assertMayRemove(caller: Caller, resource: StoredResource | undefined): void {
  if (resource?.kind !== "file") throw noFiles();
  if (caller.party.id !== resource.providerPartyId)
    throw new Problem("not_the_provider", "只能由数据提供单位撤下本单位的文件，请联系该目录的提供单位", {
      article: "17¶1",
    });
}

export const noFiles = () => new Problem("not_found", "没有这个文件资源，或者不属于本单位可查看的范围");

/** Which items keep data from being taken, and the way out. */
export const changedItems = ({ entryName, changed }: CollectedResource): string =>
  `目录“${entryName}”的新版改变了数据项：${changed.slice(0, 20).join("、")}；已挂载的数据表不能按新版存放，未接收数据。请为新结构另行编目并挂载新表，或者经审核把数据项改回`;
