import type { Citation } from "../law/language.ts";

/**
 * Base data whose source Art. 16 names itself, as facts. `words` are how the item is recognised in the name of a data
 * item, `offices` how its departments are recognised in the names of units; both in our own short form.
 */
export interface Statutory {
  readonly citation: Citation;
  readonly about: "person" | "organisation" | "spatial";
  readonly item: string;
  readonly words: readonly string[];
  readonly sources: string;
  readonly offices: readonly string[];
}

const person = (
  n: number,
  item: string,
  words: readonly string[],
  sources: string,
  offices: readonly string[],
): Statutory => ({ citation: `16¶1(${n})`, about: "person", item, words, sources, offices });
const organisation = (
  n: number,
  item: string,
  words: readonly string[],
  sources: string,
  offices: readonly string[],
): Statutory => ({ citation: `16¶2(${n})`, about: "organisation", item, words, sources, offices });

export const statutorySources: readonly Statutory[] = [
  person(1, "户籍登记", ["户籍"], "公安机关", ["公安"]),
  person(2, "流动人口登记、居住证", ["流动人口", "居住证", "居住登记"], "流动人口服务管理部门及受托机构", [
    "公安",
    "流动人口",
  ]),
  person(3, "婚姻登记", ["婚姻"], "民政部门", ["民政"]),
  person(4, "出生、死亡登记", ["出生登记", "死亡登记"], "卫生健康、民政部门和公安机关", [
    "卫生健康",
    "民政",
    "公安",
  ]),
  person(5, "卫生健康", ["诊疗", "健康档案"], "卫生健康部门", ["卫生健康"]),
  person(
    6,
    "社会保障、最低生活保障",
    ["社会保障", "社会保险", "最低生活保障", "低保"],
    "人社、医保、民政部门",
    ["人力资源", "医疗保障", "民政"],
  ),
  person(7, "教育", ["学籍", "学历", "学位"], "教育、人社部门和高校、科研机构", [
    "教育",
    "人力资源",
    "学院",
    "大学",
    "研究",
  ]),
  person(
    8,
    "残疾人登记",
    ["残疾人登记", "残疾类别", "残疾等级", "残疾证", "残疾人证"],
    "残疾人工作主管部门",
    ["残疾", "残联"],
  ),
  person(9, "住房公积金登记", ["公积金"], "住房公积金主管部门", ["公积金"]),
  person(10, "不动产登记", ["不动产"], "自然资源部门", ["自然资源"]),
  // Not known by the name of an item: which unit it is depends on the certificate or the data.
  person(11, "资格证书、执业证书", [], "颁发证书的单位", []),
  person(12, "其他自然人基础数据", [], "相关部门", []),
  organisation(1, "市场经营主体登记", ["经营主体", "企业登记", "营业执照"], "市场监管部门", ["市场监督"]),
  organisation(
    2,
    "社会组织和基层自治组织登记",
    ["社会团体", "民办非企业", "基金会", "村民委员会", "居民委员会"],
    "民政部门",
    ["民政"],
  ),
  organisation(3, "机关、事业单位登记", ["事业单位登记", "机关登记"], "机构编制部门", ["编制"]),
  organisation(
    4,
    "法律服务机构登记",
    ["律师", "公证处", "司法鉴定", "仲裁委员会", "法律服务所"],
    "司法行政部门",
    ["司法"],
  ),
  organisation(5, "宗教活动场所登记", ["宗教活动场所"], "宗教事务部门", ["宗教"]),
  organisation(6, "基层工会登记", ["工会"], "工会", ["工会"]),
  organisation(7, "农村集体经济组织登记", ["集体经济组织"], "农业农村部门", ["农业农村"]),
  organisation(8, "其他法人和非法人组织基础数据", [], "相关部门", []),
  organisation(9, "统一社会信用代码", ["统一社会信用代码"], "市场监管、民政、机构编制等部门", [
    "市场监督",
    "民政",
    "编制",
  ]),
  {
    citation: "16¶3",
    about: "spatial",
    item: "自然资源和空间地理",
    words: ["国土空间", "矿产", "森林", "草地", "湿地", "气象", "地下管道", "城市部件"],
    sources: "自然资源、水利、农业农村、林草、气象、住建、城管等部门和事业单位",
    offices: ["自然资源", "水务", "水利", "农业农村", "林业", "草原", "气象", "住房和城乡建设", "城市管理"],
  },
];

/** The rule of Art. 16 about an item of this name, if there is one. */
export const ruleFor = (itemName: string): Statutory | undefined =>
  statutorySources.find(({ words }) => words.some((word) => itemName.includes(word)));

export const isNamedSource = (rule: Statutory, unitName: string): boolean =>
  rule.offices.some((office) => unitName.includes(office));
