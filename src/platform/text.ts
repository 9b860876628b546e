/** What a text in the database cannot hold, or nobody sees. */
const unseen = /[\p{Cc}--[\t\n\r]]/v;

/** Whether it can be kept and seen: the same for what is typed and for what stands in a file. */
export const isText = (text: string): boolean => !unseen.test(text) && text.isWellFormed();
