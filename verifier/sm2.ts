import { sm3 } from "./sm3.ts";

/* SM2 signatures (GB/T 32918.2, .5) on the recommended curve, user id 1234567812345678. Verification only: no secrets. */
const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const a = p - 3n;
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const G = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

type Point = { readonly x: bigint; readonly y: bigint } | null;

const mod = (value: bigint, m: bigint): bigint => ((value % m) + m) % m;

function inverse(value: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [mod(value, m), m, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return mod(s0, m);
}

function add(left: Point, right: Point): Point {
  if (left === null) return right;
  if (right === null) return left;
  if (left.x === right.x && mod(left.y + right.y, p) === 0n) return null;
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x + a) * inverse(2n * left.y, p)
      : (right.y - left.y) * inverse(right.x - left.x, p);
  const x = mod(slope * slope - left.x - right.x, p);
  return { x, y: mod(slope * (left.x - x) - left.y, p) };
}

function times(factor: bigint, point: Point): Point {
  let sum: Point = null;
  for (let [k, doubled] = [factor, point]; k > 0n; k >>= 1n, doubled = add(doubled, doubled)) {
    if (k & 1n) sum = add(sum, doubled);
  }
  return sum;
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, "0"), "hex");

/** @param publicKey 04 ‖ x ‖ y  @param signature r ‖ s */
export function verifySm2(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false;
  const key = { x: number(publicKey.subarray(1, 33)), y: number(publicKey.subarray(33)) };
  if (mod(key.y * key.y - (key.x * key.x * key.x + a * key.x + b), p) !== 0n) return false;
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const identity = Buffer.from("1234567812345678");
  const z = sm3(Buffer.of(0, 128), identity, ...[a, b, G.x, G.y, key.x, key.y].map(bytes));
  const t = mod(r + s, n);
  const point = add(times(s, G), times(t, key));
  return t !== 0n && point !== null && mod(number(sm3(z, message)) + point.x, n) === r;
}
