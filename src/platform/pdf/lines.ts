/** Signs that do not begin a line, and signs that do not end one (GB/T 15834). */
const closing = /^[，。、；：？！）》〉」』】〕”’…—·%％℃,.;:?!)\]}]/u;
const opening = /[（《〈「『【〔“‘([{]$/u;
const latin = /^[\p{Script=Latin}\p{N}/_+=@#&'-]+$/u;

/** What stays together on a line: a Latin word or number, else one character with the signs that cling to it. */
function unitsOf(text: string): string[] {
  const units: string[] = [];
  for (const character of text) {
    const last = units.at(-1);
    const clings =
      last !== undefined &&
      (closing.test(character) || opening.test(last) || (latin.test(character) && latin.test(last)));
    if (clings) units[units.length - 1] = last + character;
    else units.push(character);
  }
  return units;
}

/**
 * The lines of a text in a measure, `indent` less wide on each first line of a paragraph. A unit wider than the
 * measure, such as a digest, is broken where it must be.
 */
export function linesOf(
  text: string,
  width: number,
  indent: number,
  measure: (text: string) => number,
): { text: string; first: boolean }[] {
  return text.split(/\r?\n/).flatMap((paragraph) => {
    const lines: { text: string; first: boolean }[] = [];
    let line = "";
    const room = () => (lines.length === 0 ? width - indent : width);
    const end = () => {
      lines.push({ text: line.trimEnd(), first: lines.length === 0 });
      line = "";
    };
    for (const unit of unitsOf(paragraph)) {
      if (line !== "" && measure(line + unit) > room()) end();
      if (measure(unit) <= room()) {
        line = line === "" ? unit.trimStart() : line + unit;
        continue;
      }
      for (const character of unit) {
        if (line !== "" && measure(line + character) > room()) end();
        line += character;
      }
    }
    end();
    return lines;
  });
}
