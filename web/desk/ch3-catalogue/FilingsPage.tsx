import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import type { CatalogueImport } from "../../../src/contract/entry-import.ts";
import type { CommonApproval } from "../../../src/contract/filed.ts";
import { mayFile } from "../../../src/contract/filing.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api, links } from "../../shared/api.ts";
import { ErrorSummary, Field } from "../../shared/Field.tsx";
import { instantText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";
import { ApprovalFields, approvalText } from "./FilingApproval.tsx";
import { FilingContent } from "./FilingContent.tsx";
import { HandIn, Notes, Reading, StateChip } from "./ImportParts.tsx";

const route = getRouteApi("/filings");

function Upload({ words, approval, off }: { words: string; approval: CommonApproval; off?: boolean }) {
  return (
    <HandIn
      id="stock"
      label="选择存量目录文件"
      words={words}
      accept=".xlsx,.csv,.json"
      off={off === true}
      start={(file) => api.startFiling({ file, approval }, crypto.randomUUID())}
      page={(id) => `/desk/filings?id=${id}`}
    />
  );
}

function Batches() {
  const { now } = useLawTime();
  const batches = useQuery({ queryKey: ["filings"], queryFn: api.filings });
  return (
    <Section title="备案批次">
      <Loaded read={batches} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有备案过存量目录。</Empty>
          ) : (
            <table className="ruled stacked">
              <thead>
                <tr>
                  <th scope="col">文件</th>
                  <th scope="col">状态</th>
                  <th scope="col">目录、使用权限</th>
                  <th scope="col">上传</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td className="main-cell">
                      <a className="title" href={`/desk/filings?id=${one.id}`}>
                        {one.fileName}
                      </a>
                    </td>
                    <td>
                      <StateChip {...one} />
                    </td>
                    <td>
                      {one.counts === null
                        ? "—"
                        : `${one.counts.create + one.counts.update + one.counts.unchanged} 个目录，${one.counts.grants ?? 0} 项权限`}
                    </td>
                    <td className="nowrap">{instantText(one.createdAt, now)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Section>
  );
}

function Begin() {
  const [approval, setApproval] = useState<CommonApproval>({});
  const [late, setLate] = useState(false);
  return (
    <>
      <header className="page-head">
        <h1>存量备案</h1>
        <p className="sub">
          省级平台、旧平台在本平台启用以前批准的目录和使用权限，成批备案，一次审定；不补办程序，不倒算时限。
          <LawTag citation="12¶1" />
        </p>
      </header>
      <Section title="三步完成">
        <ol className="steps-list">
          <li>
            <a href={links.filingTemplate} download>
              下载备案模板
            </a>
            ，填写目录、数据项和现行有效的使用权限，写明原代码；原批准日期、单位和文号逐行写，目录整批相同的在下面填写一次。
          </li>
          <li>
            上传填好的文件（Excel、CSV 或 JSON）。平台逐行逐列列出要改的地方；改好再传是更新，不会重复。
          </li>
          <li>
            检查通过后提交备案，由市数据局另一人审定，上传的人不能自己审定。审定后一次生效，原代码留作别名，可以查找。
          </li>
        </ol>
        <ApprovalFields approval={approval} onChange={setApproval} onLate={setLate} />
        <p className="acts">
          <Upload words="上传存量目录" approval={approval} off={late} />
        </p>
      </Section>
      <Batches />
    </>
  );
}

const sourceMissing: FieldError = { pointer: "/form/source", detail: "请写明目录原来在哪个平台" };

/** Sends the batch to be decided by another person. */
function Submit({ batch }: { batch: CatalogueImport }) {
  const router = useRouter();
  const [source, setSource] = useState("");
  const [missing, setMissing] = useState<FieldError[]>([]);
  const submit = useOnce(
    (key) => api.submit({ kind: kinds.fileStock, form: { filing: batch.id, source }, attachments: [] }, key),
    {
      onSuccess: (started) =>
        router.history.push(
          "draft" in started ? `/desk/drafts/${started.draft.id}` : `/desk/matters/${started.id}`,
        ),
    },
  );
  return (
    <Section title="提交备案" aside={<LawTag citation="12¶1" />}>
      <form
        className="narrow-form"
        onSubmit={(event) => {
          event.preventDefault();
          const found = source.trim() === "" ? [sourceMissing] : [];
          setMissing(found);
          if (found.length === 0) submit.mutate();
        }}
        noValidate
      >
        <ErrorSummary errors={missing} fieldId={() => "source"} />
        <Field id="source" title="来源平台" error={missing[0]}>
          <Input
            id="source"
            value={source}
            maxLength={200}
            aria-invalid={missing.length > 0}
            aria-describedby="source-error"
            placeholder="例：省一体化政务数据平台"
            onChange={(event) => setSource(event.target.value)}
          />
        </Field>
        {submit.error !== null && <Failure error={submit.error} />}
        <p className="acts">
          <Button type="primary" htmlType="submit" loading={submit.isPending}>
            提交备案
          </Button>
        </p>
      </form>
    </Section>
  );
}

const advice: Record<CatalogueImport["state"], string> = {
  reading: "正在检查，可以离开本页，稍后再来看。",
  ready: "检查通过。核对下面的内容，提交备案后由另一人审定。",
  faulty: "请按下面列出的位置改好，再上传一次。没有写入任何内容。",
  refused: "文件没有读成，没有写入任何内容。",
  applied: "已备案，目录已发布，使用权限已生效。",
};

function Checked({ batch }: { batch: CatalogueImport }) {
  const { counts, state } = batch;
  const figures =
    counts === null
      ? []
      : [
          { label: "新备案", value: `${counts.create} 个目录` },
          { label: "更新", value: `${counts.update} 个目录` },
          { label: "没有变化", value: `${counts.unchanged} 个目录` },
          { label: "数据项", value: `${counts.items} 项` },
          { label: "使用权限", value: `${counts.grants ?? 0} 项` },
          { label: "须改", value: `${counts.errors} 处` },
          { label: "提示", value: `${counts.warnings} 处` },
        ];
  return (
    <>
      <header className="page-head">
        <h1>{batch.fileName}</h1>
        <div className="acts">
          {(state === "faulty" || state === "refused") && (
            <Upload words="上传改好的文件" approval={batch.approval ?? {}} />
          )}
        </div>
        <p className="sub" role="status">
          <StateChip {...batch} />
          <span>{advice[state]}</span>
        </p>
      </header>
      <Reading task={batch} />
      {batch.approval !== null && Object.keys(batch.approval).length > 0 && (
        <p className="muted">没有写原批准的目录，按上传时填写的：{approvalText(batch.approval)}。</p>
      )}
      {counts !== null && (
        <Section
          title="这个批次"
          note={counts.errors > 0 ? "有错的行没有计入" : "新备案 + 更新 + 没有变化 = 文件中的目录"}
        >
          <Facts facts={figures} />
        </Section>
      )}
      {counts !== null && <Notes id={batch.id} notes={counts.errors + counts.warnings} />}
      {state === "ready" && <Submit batch={batch} />}
      {(state === "ready" || state === "applied") && <FilingContent id={batch.id} />}
    </>
  );
}

function Batch({ id }: { id: string }) {
  const batch = useQuery({
    queryKey: ["import", id],
    queryFn: () => api.import(id),
    refetchInterval: ({ state }) => (state.data?.state === "reading" ? 1_000 : false),
  });
  return (
    <Loaded read={batch} rows={6}>
      {(data) => <Checked batch={data} />}
    </Loaded>
  );
}

/** Why there is no form here, and what to do instead. */
function NotHere({ me }: { me: Me }) {
  const own = me.party.kind === "authority" && me.party.level === "city";
  const county = me.party.kind === "authority" && me.party.level === "county";
  return (
    <>
      <header className="page-head">
        <h1>存量备案</h1>
      </header>
      <Empty action={<a href="/desk/entries">看数据目录</a>}>
        {own
          ? "存量目录由本局的数据经办人备案，请切换到数据经办人的岗位，或者请同事办理。"
          : county
            ? "全市目录由市数据局统一组织编制，存量目录由市数据局备案，县（区）数据局不单独备案。请把本县（区）的存量目录表送市数据局。"
            : "存量目录由市数据局备案。本单位的存量目录请把材料送市数据局。"}
        <LawTag citation="12¶1" />
      </Empty>
    </>
  );
}

/** Existing stock (存量): what other platforms approved, filed in batches by the city's bureau (Art. 12 ¶1). */
export function FilingsPage() {
  const { id } = route.useSearch();
  const me = useQuery(sessionQuery).data;
  useTitle("存量备案");
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "第三章 目录管理" },
          id === undefined ? { title: "存量备案" } : { title: "存量备案", href: "/desk/filings" },
          ...(id === undefined ? [] : [{ title: "批次" }]),
        ]}
      />
      {me !== undefined && me !== null && !mayFile(me) ? (
        <NotHere me={me} />
      ) : id === undefined ? (
        <Begin />
      ) : (
        <Batch key={id} id={id} />
      )}
    </>
  );
}
