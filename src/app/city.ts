export const cityName = "双鸭山市";

/** Regions of Shuangyashan (GB/T 2260); the development zone has no code of its own and carries a local extension. */
export const regions = [
  { code: "230000", name: "黑龙江省", level: "province", parent: null },
  { code: "230500", name: "双鸭山市", level: "city", parent: "230000" },
  { code: "230502", name: "尖山区", level: "county", parent: "230500" },
  { code: "230503", name: "岭东区", level: "county", parent: "230500" },
  { code: "230505", name: "四方台区", level: "county", parent: "230500" },
  { code: "230506", name: "宝山区", level: "county", parent: "230500" },
  { code: "230521", name: "集贤县", level: "county", parent: "230500" },
  { code: "230522", name: "友谊县", level: "county", parent: "230500" },
  { code: "230523", name: "宝清县", level: "county", parent: "230500" },
  { code: "230524", name: "饶河县", level: "county", parent: "230500" },
  { code: "230500-ETDZ", name: "双鸭山经济技术开发区", level: "county", parent: "230500" },
] as const;
