import { queryOptions, useQuery } from "@tanstack/react-query";
import type { OpenCatalogueVersions as Versions } from "../../../src/contract/open-catalogue.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { Facts } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";

const sinceText = ({ added, removed, changed }: Versions["since"]): string =>
  added + removed + changed === 0 ? "没有变化" : `新增 ${added} 个，撤回 ${removed} 个，变动 ${changed} 个`;

export const openCatalogueVersionsQuery = (region: string | undefined) =>
  queryOptions({
    queryKey: ["open-catalogue-versions", region],
    queryFn: () => api.openCatalogueVersions(region),
  });

/** By which standard the open catalogue of an area is compiled, its versions, and what has changed since (Art. 36). */
export function OpenCatalogueVersions({ region }: { region: string | undefined }) {
  const { now } = useLawTime();
  const read = useQuery(openCatalogueVersionsQuery(region));
  return (
    <Loaded read={read} rows={3}>
      {({ standard, items, since }) => (
        <>
          <Facts
            facts={[
              {
                label: "编制标准",
                value:
                  standard === null ? (
                    <>
                      <a className="in-text" href="/desk/library?topic=opening">
                        政策标准
                      </a>
                      里还没有登记现行的开放目录编制标准
                    </>
                  ) : (
                    <a href="/desk/library?topic=opening">
                      《{standard.title}》（{standard.number}，{standard.edition}）
                    </a>
                  ),
              },
              { label: items.length === 0 ? "尚未发布" : "最新一版以来", value: sinceText(since) },
            ]}
          />
          {items.length === 0 ? (
            <Empty>还没有发布过。</Empty>
          ) : (
            <ul className="resources">
              {items.map((version) => (
                <li key={version.id}>
                  <a href={`/desk/matters/${version.matterId}`}>第 {version.version} 版</a>
                  <span>{version.lines} 个目录</span>
                  <span>按{version.standard.number}编制</span>
                  <span>{instantText(version.at, now)}发布</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Loaded>
  );
}
