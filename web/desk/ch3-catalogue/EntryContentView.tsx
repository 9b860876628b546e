import type { ReactNode } from "react";
import type { Entry, EntryContent } from "../../../src/contract/entry.ts";
import { industryWords } from "../../../src/contract/industry.ts";
import {
  dataFormatLabel,
  itemRoleLabel,
  itemStorageLabel,
  itemTypeLabel,
  labelOf,
  maskingLabel,
  openingClassLabel,
  operationStatusLabel,
  secrecyResultLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "../../../src/contract/labels.zh.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Facts, Grade, Scroll, Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";
import { DueDay, useUpdates } from "./DataDue.tsx";
import { useAreas } from "./useAreas.ts";

const said = (text: string) => (text === "" ? "未填" : text);

const openingConditions = ({ openingClass, openingConditions: conditions }: EntryContent) =>
  openingClass === "unconditional" ? "无条件" : said(conditions);

function secrecyText({ secrecyReview: review }: EntryContent): string {
  if (review == null || review.result === null) return "未填";
  const when = review.date === null ? "" : `，${dateText(review.date)}`;
  return `${labelOf(secrecyResultLabel, review.result)}（${review.reviewer}${when}）`;
}

function factsOf(entry: Entry, content: EntryContent, areas: ReadonlyMap<string, string>, due: ReactNode) {
  const until = content.timeTo === null ? "今" : dateText(content.timeTo);
  return [
    { label: "数据资源摘要", value: said(content.abstract), wide: true },
    { label: "数据格式", value: labelOf(dataFormatLabel, content.format) },
    { label: "行业分类", value: industryWords(content.industry) },
    {
      label: "覆盖时间",
      value: content.timeFrom === null ? "未填" : `${dateText(content.timeFrom)}至${until}`,
    },
    { label: "覆盖地域", value: said(content.area.map((code) => areas.get(code) ?? code).join("、")) },
    { label: "更新频率", value: labelOf(updateFrequencyLabel, content.updateFrequency) },
    { label: "下次更新数据", value: due },
    { label: "提供方", value: `${entry.provider.name}　${entry.providerCode}` },
    { label: "共享类型", value: labelOf(sharingClassLabel, content.sharingClass) },
    { label: "共享方式", value: said(content.sharingModes.map((mode) => sharingModeLabel[mode]).join("、")) },
    { label: "共享范围", value: said(content.sharingScope) },
    { label: "使用用途", value: said(content.sharingPurpose) },
    { label: "共享依据", value: said(content.sharingBasis), wide: true },
    { label: "是否开放", value: labelOf(openingClassLabel, content.openingClass) },
    content.openingClass === "not-open"
      ? { label: "不予开放依据", value: said(content.openingBasis) }
      : { label: "开放条件", value: openingConditions(content) },
    { label: "授权运营", value: labelOf(operationStatusLabel, content.operationStatus) },
    { label: "保密审查", value: secrecyText(content) },
  ];
}

function Items({ content }: { content: EntryContent }) {
  if (content.items.length === 0) return <Empty>还没有数据项。</Empty>;
  return (
    <Scroll label="数据项">
      <table className="ruled items-read">
        <thead>
          <tr>
            <th scope="col">名称</th>
            <th scope="col">字段名</th>
            <th scope="col">类型</th>
            <th scope="col" className="number">
              长度
            </th>
            <th scope="col">必填</th>
            <th scope="col">类别</th>
            <th scope="col">级别</th>
            <th scope="col">标识角色</th>
            <th scope="col">脱敏方式</th>
            <th scope="col">存储方式</th>
          </tr>
        </thead>
        <tbody>
          {content.items.map((item) => (
            <tr key={item.column}>
              <td>{item.name}</td>
              <td>
                <code>{item.column}</code>
              </td>
              <td>{itemTypeLabel[item.type]}</td>
              <td className="number">{item.length ?? "—"}</td>
              <td>{item.required ? "是" : "否"}</td>
              <td>{item.category}</td>
              <td>
                <Grade grade={item.grade} importance={item.importance} />
              </td>
              <td>{itemRoleLabel[item.role]}</td>
              <td>{maskingLabel[item.masking]}</td>
              <td>{itemStorageLabel[item.storage]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** The fields and items of an entry: what is under review while it is reviewed, else the version in force. */
export function EntryContentView({ entry }: { entry: Entry }) {
  const areas = useAreas();
  const content = entry.status === "in-review" ? entry.draft : (entry.published ?? entry.draft);
  const update = useUpdates([entry.id]).get(entry.id);
  return (
    <>
      <Section title="目录内容" aside={<LawTag citation="12" />}>
        <Facts
          facts={factsOf(
            entry,
            content,
            areas,
            entry.resources.length === 0 ? "挂载数据后起算" : <DueDay update={update} />,
          )}
        />
      </Section>
      <Section title="数据项" note={`${content.items.length} 项`}>
        <Items content={content} />
      </Section>
    </>
  );
}
