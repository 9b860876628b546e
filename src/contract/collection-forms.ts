import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { instant, partyRef, uuid } from "./common.ts";
import { updateFrequency } from "./entry.ts";

/** Art. 15 ¶2: a department is to be the one source of an item, by one standard. */
export const sourceClaim = z.object({
  itemName: words("数据项名称", 200, "请填写数据项名称"),
  itemStandard: words("采用标准", 500, "请写明采用的标准和编码，如 GB/T 2261.1"),
  duty: words("职能依据", 1000, "请写明法律、法规或者“三定”规定，写到条"),
});

/** Art. 15 ¶1: an item is collected lawfully, of necessity and moderately. */
export const collectionItem = z.object({
  itemName: words("采集的数据项", 200, "请填写数据项名称"),
  about: z.enum(["person", "organisation", "other"]).meta({ title: "采集对象" }),
  legalBasis: words("法定依据", 1000, "请写明法律、法规或者“三定”规定，写到条"),
  collectionScope: words("采集范围", 1000, "请写明向谁采集、采集到什么程度"),
  necessity: words("必要性", 1000, "请写明用于办理什么事项，为什么少采集不行"),
  frequency: updateFrequency.meta({ title: "采集频率" }),
  itemStandard: words("采用标准和编码", 500, "请写明采用的标准和编码"),
});

/** Art. 15 ¶3: who collects what of data that several departments collect together. */
export const jointCollection = z.object({
  subjectName: words("协同采集的数据", 200, "请填写数据名称"),
  division: z.array(z.string().trim().max(500)).min(2, "协同采集至少涉及两个单位").max(50).meta({
    title: "分工",
    description: "每行一个单位，写成“单位全称：数据项、数据项”，数据项用目录里的名称，平台据此统计质量",
  }),
  quality: words("质量要求", 1000, "请写明完整性、准确性、一致性和时效性的要求"),
});

export const sourceItem = z.object({
  id: uuid,
  name: z.string(),
  standard: z.string(),
  source: partyRef,
  basis: z.string(),
  since: instant,
  matterId: uuid,
});
export type SourceItem = z.infer<typeof sourceItem>;

export const statutorySource = z.object({
  citation: z.string(),
  about: z.enum(["person", "organisation", "spatial"]),
  item: z.string(),
  sources: z.string(),
});
export type StatutorySource = z.infer<typeof statutorySource>;
