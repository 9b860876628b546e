/**
 * Obligations that only people can carry out, so that no guard of the platform could: by id, what the platform offers
 * to whoever carries them, in English for the documents and in Chinese for the screen.
 */
export const dutiesOfPeople: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  "A4.1": {
    en: "principles; the rules of the other articles carry them out, all browsable as rules of the platform",
    zh: "原则由其他各条的规则落实，“平台规则”逐条列出",
  },
  "A10.3": {
    en: "the verification step of every entry, the registers of processing and maintenance, the progress of every unit",
    zh: "每条目录的校核环节、加工和运维登记、各单位工作进度",
  },
  "A10.5": {
    en: "checks of every batch, encrypted storage, an audit that names every changed row",
    zh: "逐批质量检查、加密存放，以及能指出哪一行被改动的核对",
  },
};
