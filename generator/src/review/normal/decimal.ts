/** A finite number as `digits × 10^-scale`, exactly as it is written. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

// Beyond this nobody writes a step, and the integers would grow large.
const mostScale = 400;

function toDecimal(value: number): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > mostScale) return undefined;
  const digits = BigInt(sign + whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Whether a number is a whole multiple of another, by their decimal digits and not by floating division. */
export function isMultipleOf(value: number, step: number): boolean {
  if (step === 0) return false;
  const [left, right] = [toDecimal(value), toDecimal(step)];
  if (left === undefined || right === undefined) return Number.isInteger(value / step);
  const scale = Math.max(left.scale, right.scale);
  const numerator = left.digits * 10n ** BigInt(scale - left.scale);
  const denominator = right.digits * 10n ** BigInt(scale - right.scale);
  return denominator !== 0n && numerator % denominator === 0n;
}

/**
 * Whether no number between two bounds is a multiple of all of some steps: `false` also where that is not known. A bound
 * itself counts, unless it is exclusive.
 */
export function hasNoMultiple(
  low: { readonly value: number; readonly exclusive: boolean },
  high: { readonly value: number; readonly exclusive: boolean },
  steps: readonly number[],
): boolean {
  const all = [low.value, high.value, ...steps].map(toDecimal);
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length) return false;
  const scale = Math.max(...known.map((one) => one.scale));
  const [from = 0n, to = 0n, ...sizes] = known.map((one) => one.digits * 10n ** BigInt(scale - one.scale));
  if (sizes.includes(0n) || sizes.length === 0) return false;
  const step = sizes.reduce((a, b) => (a / greatestDivisor(a, b)) * b);
  const start = low.exclusive ? from + 1n : from;
  const rest = ((start % step) + step) % step;
  const first = rest === 0n ? start : start + step - rest;
  return high.exclusive ? first >= to : first > to;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}
