import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { errors } from "../../../src/contract/errors/index.ts";
import type { Grant, Usage } from "../../../src/contract/grant.ts";
import {
  columnTreatmentLabel,
  sharingModeLabel,
  usageOperationLabel,
  usageOutcomeLabel,
} from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { count, dateText, instantText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Code, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { maySend } from "../ch4-collection/mayCollect.ts";
import { GrantChip } from "./GrantChip.tsx";
import { GrantFiles } from "./GrantFiles.tsx";

const route = getRouteApi("/grants/$id");
const treatmentChip = { plain: "done", masked: "active", "verify-only": "later", refused: "refused" };

function Columns({ grant }: { grant: Grant }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据项</th>
          <th scope="col">字段名</th>
          <th scope="col">决定</th>
          <th scope="col">原因</th>
        </tr>
      </thead>
      <tbody>
        {grant.columns.map((column) => (
          <tr key={column.column}>
            <td>{column.itemName}</td>
            <td>
              <code>{column.column}</code>
            </td>
            <td>
              <span className={`chip ${treatmentChip[column.treatment]}`}>
                {columnTreatmentLabel[column.treatment]}
              </span>
            </td>
            <td>{column.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const refusals: Readonly<Record<string, { title: string }>> = errors;
const refusalTitle = (code: string) => refusals[code]?.title ?? code;

/** Operations about one person each; files are about whatever is in them. */
const byPerson: ReadonlySet<Usage["operation"]> = new Set(["query", "verify"]);

function UsageRows({ usage, now }: { usage: readonly Usage[]; now: string | undefined }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">时间</th>
          <th scope="col">操作</th>
          <th scope="col">结果</th>
          <th scope="col">数据项、文件</th>
          <th scope="col" className="number">
            人数
          </th>
          <th scope="col">客户端、经办人</th>
        </tr>
      </thead>
      <tbody>
        {usage.map((row) => (
          <tr key={row.id}>
            <td className="nowrap">{instantText(row.lawAt, now)}</td>
            <td>{usageOperationLabel[row.operation]}</td>
            <td>
              <span className={`chip ${row.outcome === "refused" ? "refused" : "done"}`}>
                {usageOutcomeLabel[row.outcome]}
              </span>
              {row.refusal !== null && <span className="small block">{refusalTitle(row.refusal)}</span>}
              {row.article !== null && <LawTag citation={row.article} />}
            </td>
            {row.file === null ? (
              <td className="mono">{row.columns.join(" ")}</td>
            ) : (
              <td>{row.fileName ?? "没有这个文件"}</td>
            )}
            <td className="number" data-label="人数">
              {byPerson.has(row.operation) ? count(row.subjects) : "—"}
            </td>
            <td>{row.client}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function GrantView({ grant }: { grant: Grant }) {
  const { now } = useLawTime();
  const me = useQuery(sessionQuery).data;
  const usage = useList(["usage", grant.id], (cursor) => api.usage(grant.id, cursor));
  // What would only be refused is not offered.
  const usable = grant.state === "active";
  const { gone } = grant.resource;
  const renewable = grant.state === "expired" && !gone && me?.party.id === grant.holder.id;
  const until = grant.validUntil === null ? "不设期限" : instantText(grant.validUntil, now);
  return (
    <>
      <header className="page-head">
        <h1>
          {grant.holder.name}使用“{grant.resource.entryName}”
        </h1>
        <div className="acts">
          {renewable && (
            <a
              className="button primary"
              href={`/desk/start/${kinds.applyForSharing}?subject=${grant.resource.entryId}`}
            >
              重新申请共享
            </a>
          )}
          {usable && (
            <a className="button" href={`/desk/start/${kinds.returnGrant}?grant=${grant.id}`}>
              退回权限
            </a>
          )}
          {gone && (
            <a className="button" href={`/desk/entries/${grant.resource.entryId}`}>
              看目录撤销
            </a>
          )}
          <a className="button" href={`/desk/matters/${grant.matterId}`}>
            看办件
          </a>
        </div>
        <p className="sub">
          <GrantChip grant={grant} />
          {grant.state === "expired" && (
            <span>
              {gone
                ? "有效期已满，不能再调用；数据目录已经撤销，不能重新申请。"
                : "有效期已满，不能再调用；仍需使用的，由使用单位重新申请共享。"}
              <LawTag citation={gone ? "13¶2" : "27¶1"} />
            </span>
          )}
          {grant.endedReason !== null && <span>{grant.endedReason}</span>}
          {grant.endedArticle !== null && <LawTag citation={grant.endedArticle} />}
        </p>
      </header>
      <Section title="权限内容">
        <Facts
          facts={[
            { label: "使用单位", value: grant.holder.name },
            { label: "提供单位", value: grant.provider.name },
            { label: "用途", value: grant.scenario, wide: true },
            { label: "用途编码", value: <code>{grant.purpose}</code> },
            { label: "数据编码", value: <code>{grant.resource.code}</code> },
            { label: "方式", value: grant.modes.map((mode) => sharingModeLabel[mode]).join("、") },
            ...(grant.rowScope.stated === null
              ? []
              : [{ label: "对象范围", value: <RowScope scope={grant.rowScope} />, wide: true }]),
            {
              label: "有效期",
              value: (
                <>
                  {instantText(grant.validFrom, now)} 至 {until}
                  {grant.validUntil === null && grant.filed === null && (
                    <span className="muted small block">
                      无条件共享的数据不附加期限，申请时填写的期限不适用。
                      <LawTag citation="27¶2(1)" />
                      <LawTag citation="63" />
                    </span>
                  )}
                </>
              ),
            },
            ...(grant.filed === null ? [] : filedFacts(grant.filed)),
          ]}
        />
      </Section>
      <Section title="逐项决定" note={`${grant.columns.length} 项`}>
        <Columns grant={grant} />
      </Section>
      {usable && grant.modes.includes("file") && me?.party.id === grant.holder.id && maySend(me) && (
        <GrantFiles grant={grant} />
      )}
      {usable && grant.modes.some((mode) => mode !== "workroom" && mode !== "table") && (
        <Call grant={grant} />
      )}
      <Section title="使用日志" note="每次读取一条，被拒绝的也记；不含个人信息的值">
        <ListStates list={usage} unit="条" empty={<Empty>还没有使用过。</Empty>}>
          {(rows) => <UsageRows usage={rows} now={now} />}
        </ListStates>
      </Section>
    </>
  );
}

/** A standing grant of another platform: what it was there (存量备案). */
const filedFacts = (filed: NonNullable<Grant["filed"]>) => [
  { label: "来源", value: `存量备案，原授权编号 ${filed.number}`, wide: true },
  {
    label: "原批准",
    value: `${filed.approver}，${dateText(filed.approvedOn)}，${filed.document}`,
    wide: true,
  },
];

/** About whom: a sentence of the application binds the user, not the machine, and the page says which of the two it is. */
function RowScope({ scope }: { scope: Grant["rowScope"] }) {
  return (
    <>
      {scope.stated}
      <span className="muted small block">
        {scope.enforced
          ? "平台逐行核对，范围以外的记录不给。"
          : "这是申请时写明的文字，平台不能据此逐行拦截；平台只按数据项、用途和有效期控制。范围由使用单位遵守，提供单位可以对照使用日志核查。"}
      </span>
    </>
  );
}

/** What a client system may ask under the grant: the columns given, else the yes or no of a verification. */
function exampleOf(grant: Grant): { operation: "query" | "verify" | "file"; body: string } {
  if (grant.modes.includes("file"))
    return {
      operation: "file",
      body: JSON.stringify({ purpose: grant.purpose, file: "（文件编号，由 files 列出）" }),
    };
  const columns = grant.columns
    .filter((column) => column.treatment === "plain" || column.treatment === "masked")
    .map((column) => column.column);
  const asked = { purpose: grant.purpose, subject: "（主体标识的值）" };
  if (grant.modes.includes("query") && columns.length > 0) {
    return { operation: "query", body: JSON.stringify({ ...asked, columns }) };
  }
  const claimed = grant.columns.filter((column) => column.treatment !== "refused");
  const claims = Object.fromEntries(claimed.map((column) => [column.column, "（待核验的值）"]));
  return { operation: "verify", body: JSON.stringify({ ...asked, claims }) };
}

function Call({ grant }: { grant: Grant }) {
  const { operation, body } = exampleOf(grant);
  return (
    <Section
      title="怎样调用"
      note="RFC 9421 签名，密钥在“客户端密钥”办理，详见接口文档 /api/docs"
      aside={<a href="/desk/clients">客户端密钥</a>}
    >
      <Code label="调用示例">{`POST /share/v1/${grant.resource.code}/${operation}
Content-Type: application/json
Content-Digest: sha-256=:…:
Signature-Input: sig=("@method" "@authority" "@path" "@query" "content-digest");created=…;nonce="…";keyid="k-…"
Signature: sig=:…:

${body}`}</Code>
    </Section>
  );
}

export function GrantPage() {
  const { id } = route.useParams();
  const grant = useQuery({ queryKey: ["grant", id], queryFn: () => api.grant(id) });
  useTitle(grant.data === undefined ? "使用权限" : `使用权限 ${grant.data.resource.entryName}`);
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "使用权限", href: "/desk/grants" },
          { title: grant.data?.resource.entryName ?? "权限" },
        ]}
      />
      <Loaded read={grant} rows={12}>
        {(data) => <GrantView grant={data} />}
      </Loaded>
    </>
  );
}
