import { identityNumber } from "./tables.ts";

/** Rows as departments upload them. */

/** Of the one person in `registerRows`. */
export const registered = identityNumber(1);

/** One person for `registerEntry`. */
export const registerRows = [
  "公民身份号码,姓名,性别,出生日期,民族,户籍地址,户号,与户主关系,派出所,登记日期",
  `${registered},王小明,1,1950-01-02,汉族,双鸭山市尖山区二马路街道1号,100000001,户主,尖山派出所,2020-01-01`,
].join("\n");

/** One day for `epidemicEntry`. */
export const figureRows =
  "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡\n" +
  "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2\n";
