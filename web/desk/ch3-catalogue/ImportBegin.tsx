import { useQuery } from "@tanstack/react-query";
import { api, links } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { HandIn, StateChip } from "./ImportParts.tsx";

/** Hands a workbook in and goes to its check. */
export function Upload({ words }: { words: string }) {
  return (
    <HandIn
      id="workbook"
      label="选择填好的目录表"
      words={words}
      accept=".xlsx"
      start={(file) => api.startImport(file, crypto.randomUUID())}
      page={(id) => `/desk/entries/import?id=${id}`}
    />
  );
}

function Recent() {
  const { now } = useLawTime();
  const recent = useQuery({ queryKey: ["imports"], queryFn: api.imports });
  return (
    <Section title="本单位最近的导入">
      <Loaded read={recent} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有导入过。</Empty>
          ) : (
            <table className="ruled stacked">
              <thead>
                <tr>
                  <th scope="col">文件</th>
                  <th scope="col">状态</th>
                  <th scope="col">时间</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td className="main-cell">
                      <a className="title" href={`/desk/entries/import?id=${one.id}`}>
                        {one.fileName}
                      </a>
                    </td>
                    <td>
                      <StateChip {...one} />
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

/** How to import, and what was imported before. */
export function ImportBegin() {
  return (
    <>
      <header className="page-head">
        <h1>用 Excel 导入数据目录</h1>
        <p className="sub">先检查，再由您确认写入草稿；有错时什么都不写入。</p>
      </header>
      <Section title="三步完成" aside={<LawTag citation="12¶3" />}>
        <ol className="steps-list">
          <li>
            <a href={links.template} download>
              下载目录模板
            </a>
            ，或者在“数据目录”页把现有目录导出成同样的表。
          </li>
          <li>在“目录”表逐行写目录，在“数据项”表逐行写数据项；有下拉列表的从列表中选。</li>
          <li>上传填好的表。平台逐行逐列列出要改的地方，改好后再传一次，不会重复新建。</li>
        </ol>
        <p className="acts">
          <Upload words="上传填好的表" />
        </p>
      </Section>
      <Recent />
    </>
  );
}
