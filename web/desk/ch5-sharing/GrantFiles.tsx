import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { DataFile } from "../../../src/contract/data-file.ts";
import type { Grant } from "../../../src/contract/grant.ts";
import { api, links } from "../../shared/api.ts";
import { bytesText, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure } from "../../shared/States.tsx";

/** Every page of the list; it is on record each time that it is asked for, so nothing asks for it by itself. */
async function allFiles(grant: string): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (let after: string | undefined; ; ) {
    const { items, next } = await api.grantFiles(grant, after);
    files.push(...items);
    if (next === null) return files;
    after = next;
  }
}

/** Files that the unit may have under the grant, for its persons: each look and each download is on record. */
export function GrantFiles({ grant }: { grant: Grant }) {
  const { now } = useLawTime();
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const recorded = () => queries.invalidateQueries({ queryKey: ["usage", grant.id] });
  const files = useQuery({
    queryKey: ["grant-files", grant.id],
    queryFn: () => allFiles(grant.id).finally(recorded),
    enabled: asked,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <Section
      title="文件"
      note="由本单位经办人、处室负责人或者首席数据官下载；每次列出、下载都记入使用日志"
      aside={<LawTag citation="20" />}
    >
      {files.error !== null && <Failure error={files.error} />}
      {files.data === undefined && (
        <p className="acts">
          <Button loading={files.isFetching} onClick={() => (asked ? files.refetch() : setAsked(true))}>
            列出可下载的文件
          </Button>
        </p>
      )}
      {files.data?.length === 0 && <Empty>现在没有文件。</Empty>}
      {files.data !== undefined && files.data.length > 0 && (
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">文件</th>
              <th scope="col" className="number">
                大小
              </th>
              <th scope="col">SM3 校验值</th>
              <th scope="col">入库</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {files.data.map((file) => (
              <tr key={file.id}>
                <td className="main-cell">{file.name}</td>
                <td className="number" data-label="大小">
                  {bytesText(file.bytes)}
                </td>
                <td data-label="SM3">
                  <code className="digest">{file.sm3}</code>
                </td>
                <td className="nowrap" data-label="入库">
                  {instantText(file.at, now)}
                </td>
                <td>
                  <a
                    href={links.grantFile(grant.id, file.id)}
                    download={file.name}
                    aria-label={`下载 ${file.name}`}
                    onClick={() => setTimeout(recorded, 2_000)}
                  >
                    下载
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
