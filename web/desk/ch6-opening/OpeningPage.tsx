import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Select } from "antd";
import { api, links } from "../../shared/api.ts";
import { queryString } from "../../shared/http.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { PageTabs } from "../PageTabs.tsx";
import { OpenCatalogue } from "./OpenCatalogue.tsx";
import { OpenCatalogueVersions, openCatalogueVersionsQuery } from "./OpenCatalogueVersions.tsx";
import { OpeningIndicators } from "./OpeningIndicators.tsx";

const route = getRouteApi("/opening");

const tabs = [
  { value: "included", label: "开放目录" },
  { value: "planned", label: "待开放" },
  { value: "indicators", label: "各单位情况" },
] as const;

/** Areas that have units, by name. */
function useRegions() {
  const units = useQuery({ queryKey: ["unit-register"], queryFn: api.unitRegister }).data?.items ?? [];
  const regions = new Map(units.map(({ region, regionName }) => [region, regionName]));
  return [...regions]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => (a.value < b.value ? -1 : 1));
}

/** A version is compiled by the standard that is in force (Art. 36 ¶4); without one there is nothing to begin. */
function Publish({ region }: { region: string | undefined }) {
  const standard = useQuery(openCatalogueVersionsQuery(region)).data?.standard;
  return (
    <div className="acts">
      {standard === null ? (
        <>
          <button type="button" className="button" disabled aria-describedby="no-standard">
            编制发布
          </button>
          <span className="muted small" id="no-standard">
            先在
            <a className="in-text" href="/desk/library?topic=opening">
              政策标准
            </a>
            里登记现行的开放目录编制标准
          </span>
        </>
      ) : (
        <a className="button primary" href={`/desk/start/${kinds.publishOpenCatalogue}`}>
          编制发布
        </a>
      )}
    </div>
  );
}

/** One open catalogue (Art. 36): what is in it, what is to come, its versions, and how the units stand with it. */
export function OpeningPage() {
  useTitle("开放目录");
  const { tab = "included", region } = route.useSearch();
  const router = useRouter();
  const me = useQuery(sessionQuery).data;
  const regions = useRegions();
  const address = (to: { tab?: string; region?: string | undefined }) =>
    `/desk/opening${queryString({ tab, region, ...to })}`;
  return (
    <>
      <Breadcrumb trail={[{ title: "第六章 开放" }, { title: "开放目录" }]} />
      <header className="page-head">
        <h1>开放目录</h1>
        {me?.party.kind === "authority" && <Publish region={region} />}
        <p className="sub">
          全市一本目录，随审核、撤回即时更新。开放前由提供单位作安全保密审查和脱敏，再按目录程序审核发布。
          <LawTag citation="36" />
          <LawTag citation="38" />
        </p>
      </header>
      <PageTabs tabs={tabs} at={tab} href={(to) => address({ tab: to })}>
        {tab !== "indicators" && (
          <Select
            aria-label="区域"
            value={region ?? ""}
            options={[{ value: "", label: "全市" }, ...regions]}
            onChange={(value) => router.history.push(address({ region: value === "" ? undefined : value }))}
            popupMatchSelectWidth={false}
          />
        )}
      </PageTabs>
      {tab === "indicators" ? (
        <OpeningIndicators />
      ) : (
        <Section
          title={tab === "planned" ? "定为开放、尚未纳入的目录" : "已审核纳入的目录"}
          note="开放重点排在前面"
          aside={
            tab !== "planned" && (
              <span className="formats">
                {(["xlsx", "csv", "json"] as const).map((format) => (
                  <a key={format} href={links.openCatalogue(format, region)} download>
                    {format.toUpperCase()}
                  </a>
                ))}
              </span>
            )
          }
        >
          <OpenCatalogue standing={tab === "planned" ? "planned" : "included"} region={region} />
        </Section>
      )}
      {tab === "included" && (
        <Section title="标准和版本" note="每一版都写入操作存证" aside={<LawTag citation="36¶4" />}>
          <OpenCatalogueVersions region={region} />
        </Section>
      )}
    </>
  );
}
