/** What stands on the city's official paper besides its own words. */
export const measures = "双鸭山市公共数据管理暂行办法";

/** 机关代字 of the offices of the city and its counties. */
const signs: Readonly<Record<string, string>> = {
  双鸭山市人民政府: "双政",
  双鸭山市数据局: "双数",
  双鸭山市大数据中心: "双数中心",
  双鸭山市卫生健康委员会: "双卫健",
  双鸭山市民政局: "双民",
  双鸭山市公安局: "双公",
  双鸭山市市场监督管理局: "双市监",
  双鸭山市自然资源局: "双自然资",
  双鸭山市人力资源和社会保障局: "双人社",
  集贤县人民政府: "集政",
  集贤县数据局: "集数",
  集贤县卫生健康局: "集卫健",
};

/** An office without a sign of its own goes by its name, so that its numbers are still its own. */
export const officeSign = (partyName: string): string => signs[partyName] ?? partyName;
