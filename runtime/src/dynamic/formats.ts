import { formats, isText, numberFormats } from "../validation/formats.ts";

/** Formats that say how a value is stored or shown; every string or number has them. */
const annotations: ReadonlySet<string> = new Set(["float", "double"]);

/** Whether a value of `format` is one that is checked, for values of a type. Of any other nothing is asserted. */
export function isAsserted(format: unknown, type?: "string" | "number"): format is string {
  if (typeof format !== "string") return false;
  const ofStrings = Object.hasOwn(formats, format) && formats[format] !== isText;
  const ofNumbers = Object.hasOwn(numberFormats, format) && !annotations.has(format);
  return (type !== "number" && ofStrings) || (type !== "string" && ofNumbers);
}
