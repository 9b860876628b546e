import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EqualityIndex,
  FieldSealer,
  IntegrityError,
  type MacedRow,
  RowMac,
  SEALED_OVERHEAD,
  type StoredValue,
  SubjectIndex,
  sealedVersion,
  softwareCryptography as sm,
} from "./index.ts";

const keys = {
  version: 1,
  encryption: Buffer.alloc(16, 1),
  authentication: Buffer.alloc(32, 2),
  rowMac: Buffer.alloc(32, 3),
  index: Buffer.alloc(32, 4),
};
const sealer = (table = "r_1", column = "c_1", version = 1) =>
  new FieldSealer(sm, { ...keys, version }, table, column);
const rowId = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const value = fc.string({ maxLength: 200, unit: "binary" });

/** The value with one bit turned. */
function flip(bytes: Uint8Array, bit: number): Buffer {
  const out = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % out.length;
  out[at] = (out[at] ?? 0) ^ (1 << (bit % 8));
  return out;
}

describe("A60.9 a sealed item is encrypted and cannot be altered", () => {
  it("opens to what was sealed and says its key version", () => {
    fc.assert(
      fc.property(rowId, value, (row, text) => {
        const sealed = sealer().seal(row, text);
        expect(sealed.length).toBe(SEALED_OVERHEAD + Buffer.byteLength(text));
        expect(sealedVersion(sealed)).toBe(1);
        expect(sealer().open(row, sealed).toString("utf8")).toBe(Buffer.from(text).toString("utf8"));
      }),
    );
  });

  it("never gives the same bytes twice, and no byte run of the value", () => {
    const number = "230599199001011234";
    const one = sealer().seal(1n, number);
    expect(one.equals(sealer().seal(1n, number))).toBe(false);
    expect(one.includes(number.slice(0, 6))).toBe(false);
  });

  it("refuses every flipped bit", () => {
    fc.assert(
      fc.property(rowId, value, fc.nat(), (row, text, bit) => {
        const changed = flip(sealer().seal(row, text), bit);
        expect(() => sealer().open(row, changed)).toThrow(IntegrityError);
      }),
    );
  });

  it("refuses a value moved to another row, column, table or key version", () => {
    fc.assert(
      fc.property(rowId, rowId, value, (row, other, text) => {
        fc.pre(row !== other);
        const sealed = sealer().seal(row, text);
        expect(() => sealer().open(other, sealed)).toThrow(IntegrityError);
        expect(() => sealer("r_1", "c_2").open(row, sealed)).toThrow(IntegrityError);
        expect(() => sealer("r_2").open(row, sealed)).toThrow(IntegrityError);
        expect(() => sealer("r_1", "c_1", 2).open(row, sealed)).toThrow(IntegrityError);
        const relabelled = Buffer.from(sealed);
        relabelled.writeUInt16BE(2, 1);
        expect(() => sealer("r_1", "c_1", 2).open(row, relabelled)).toThrow(IntegrityError);
      }),
    );
  });

  it("does not confuse where a table's name ends and a column's begins", () => {
    const sealed = sealer("r_1", "1c").seal(1n, "x");
    expect(() => sealer("r_11", "c").open(1n, sealed)).toThrow(IntegrityError);
  });

  it("refuses truncated and empty input, naming the place but no value", () => {
    const sealed = sealer().seal(7n, "230599199001011234");
    for (const length of [0, 1, 30, sealed.length - 1]) {
      expect(() => sealer().open(7n, sealed.subarray(0, length))).toThrow("表 r_1 列 c_1 行 7");
    }
  });
});

describe("The row's code", () => {
  const columns = ["c_1", "c_2", "c_3"];
  const mac = (names = columns, table = "r_1", version = 1) =>
    new RowMac(sm, { ...keys, version }, table, names);
  const stored: fc.Arbitrary<StoredValue> = fc.oneof(
    fc.constant(null),
    value,
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
  );
  const macedRow: fc.Arbitrary<MacedRow> = fc.record({
    rowId,
    sourceVersion: fc.string(),
    values: fc.tuple(stored, stored, stored),
  });

  it("holds for the row itself and for no other row", () => {
    fc.assert(
      fc.property(macedRow, macedRow, (row, other) => {
        const code = mac().compute(row);
        expect(mac().verify(row, code)).toBe(true);
        fc.pre(JSON.stringify(row, asText) !== JSON.stringify(other, asText));
        expect(mac().verify(other, code)).toBe(false);
      }),
    );
  });

  it("refuses any flipped bit of the code", () => {
    fc.assert(
      fc.property(macedRow, fc.nat(), (row, bit) => {
        expect(mac().verify(row, flip(mac().compute(row), bit))).toBe(false);
      }),
    );
  });

  it("refuses values shifted between columns, null for empty, text for bytes", () => {
    const row = (values: readonly StoredValue[]): MacedRow => ({ rowId: 1n, sourceVersion: "1", values });
    const code = mac().compute(row(["ab", "c", ""]));
    for (const values of [
      ["a", "bc", ""],
      ["c", "ab", ""],
      ["ab", "c", null],
      [Buffer.from("ab"), "c", ""],
    ]) {
      expect(mac().verify(row(values), code)).toBe(false);
    }
  });

  it("covers table, columns, key version and source version", () => {
    const row: MacedRow = { rowId: 1n, sourceVersion: "2026-10-01", values: ["a", "b", "c"] };
    const code = mac().compute(row);
    expect(mac(columns, "r_2").verify(row, code)).toBe(false);
    expect(mac(["c_1", "c_3", "c_2"]).verify(row, code)).toBe(false);
    expect(mac(columns, "r_1", 2).verify(row, code)).toBe(false);
    expect(mac().verify({ ...row, sourceVersion: "2026-09-30" }, code)).toBe(false);
    expect(() => mac(["c_1"]).compute(row)).toThrow(RangeError);
  });
});

function asText(_: string, part: unknown): unknown {
  return typeof part === "bigint" ? String(part) : part;
}

describe("Blind indexes are keyed", () => {
  const index = (table: string, column: string, key = keys.index) =>
    new EqualityIndex(sm, { index: key }, table, column);

  it("are equal for equal values of one column, and tell nothing across columns, tables and keys", () => {
    const number = "230599199001011234";
    const one = index("r_1", "c_1").of(number);
    expect(one).toHaveLength(16);
    expect(index("r_1", "c_1").of(number)).toEqual(one);
    expect(index("r_1", "c_2").of(number)).not.toEqual(one);
    expect(index("r_2", "c_1").of(number)).not.toEqual(one);
    expect(index("r_1", "c_1", Buffer.alloc(32, 9)).of(number)).not.toEqual(one);
    expect(index("r_1", "c_1").of("230599199001011235")).not.toEqual(one);
  });

  it("give one subject the same key in every resource, per kind of subject", () => {
    const subjects = new SubjectIndex(sm, Buffer.alloc(32, 5));
    expect(subjects.of("person", "230599199001011234")).toHaveLength(16);
    expect(subjects.of("person", "x")).toEqual(subjects.of("person", "x"));
    expect(subjects.of("person", "x")).not.toEqual(subjects.of("organisation", "x"));
    expect(new SubjectIndex(sm, Buffer.alloc(32, 6)).of("person", "x")).not.toEqual(
      subjects.of("person", "x"),
    );
  });
});
