/** What a message under a key is for: the first byte of every authenticated message, so that none passes for another. */
export const purpose = {
  field: 1,
  rowMac: 2,
  equality: 3,
  subject: 4,
  wrap: 5,
  derive: 6,
  file: 7,
  chunk: 8,
} as const;

/** Length-prefixed text: concatenations of such parts can be read in one way only. */
export function counted(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const out = Buffer.allocUnsafe(4 + bytes.length);
  out.writeUInt32BE(bytes.length);
  out.set(bytes, 4);
  return out;
}

/** The message is not the one that was sealed: changed, moved to another place, or of another key. */
export class IntegrityError extends Error {
  /** `where` names table, column, row; never a value. */
  constructor(where: string) {
    super(`完整性校验不通过：${where}。数据可能被改动或移动，请停用并联系安全管理员核查。`);
    this.name = "IntegrityError";
  }
}
