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
