/**
 * Obligations that only people can carry out, so that no guard of the platform could: by id, what the platform offers
 * to whoever carries them, in English for the documents and in Chinese for the screen.
 */
export const dutiesOfPeople: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  "A4.1": {
    en: "principles; the rules of the other articles carry them out, all browsable as rules of the platform",
    zh: "原则由其他各条的规则落实，“平台规则”逐条列出",
  },
};
