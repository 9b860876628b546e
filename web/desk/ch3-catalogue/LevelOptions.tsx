import { type Level, levelLabel, levels } from "../../../src/contract/level.ts";

/** The level that a control's value names. */
export const levelNamed = (value: string): Level | undefined => levels.find((level) => level === value);

/** The four grades of general data, then important and core data. */
export const LevelOptions = () =>
  levels.map((level) => (
    <option key={level} value={level}>
      {levelLabel[level]}
    </option>
  ));
