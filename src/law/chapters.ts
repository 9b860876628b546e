/** The chapters of the Measures with the first article of each. */
const begins: readonly (readonly [title: string, first: number])[] = [
  ["总则", 1],
  ["管理体制和工作体系", 5],
  ["分类分级和目录管理", 11],
  ["采集和汇聚", 15],
  ["共享", 21],
  ["开放", 35],
  ["授权运营", 42],
  ["安全", 59],
  ["监督保障", 63],
  ["相关责任", 72],
  ["附则", 77],
];

export interface Chapter {
  readonly number: number;
  readonly title: string;
  readonly first: number;
}

export const chapters: readonly Chapter[] = begins.map(([title, first], index) => ({
  number: index + 1,
  title,
  first,
}));

/** Number of the chapter that the article stands in. */
export const chapterOf = (article: number): number => chapters.filter(({ first }) => first <= article).length;
