/** GB 32100-2015: digits and capital letters without I, O, S, V and Z, each worth its place. */
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Whether a text is written as a unified social credit code: 18 characters of the alphabet. */
export const isWrittenAsCreditCode = (text: string): boolean => /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(text);

/** The check character of the first 17. A sum that 31 divides has `0`, which libraries have been seen to refuse. */
export function creditCodeCheck(text: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(text.charAt(at)), 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

export const isCreditCode = (text: string): boolean =>
  isWrittenAsCreditCode(text) && creditCodeCheck(text) === text.charAt(17);
