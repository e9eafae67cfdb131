import { formatFunctions } from "../../../../runtime/src/schema/formats.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import {
  isByte,
  isDate,
  isDateTime,
  isDuration,
  isEmail,
  isHostname,
  isInt32,
  isInt64,
  isIpv4,
  isIpv6,
  isIsoDateTime,
  isIsoTime,
  isJsonPointer,
  isJsonPointerUriFragment,
  isRegex,
  isRelativeJsonPointer,
  isTime,
  isUri,
  isUriReference,
  isUriTemplate,
  isUrl,
  isUuid,
} from "../../../../runtime/src/validation/formats.ts";

/** How the runtime judges a format, and values of which type. */
export type FormatCheck =
  | { readonly type: "string"; readonly test: (text: string) => boolean }
  | { readonly type: "number"; readonly test: (value: number) => boolean };

const textChecks: Readonly<Record<string, (text: string) => boolean>> = {
  ...{ isDate, isTime, isDateTime, isIsoTime, isIsoDateTime, isDuration, isUri, isUriReference, isUriTemplate, isUrl },
  ...{ isEmail, isHostname, isIpv4, isIpv6, isRegex, isUuid, isJsonPointer, isJsonPointerUriFragment },
  ...{ isRelativeJsonPointer, isByte },
};
const numberChecks: Readonly<Record<string, (value: number) => boolean>> = { isInt32, isInt64 };

/** The check of every format that is asserted. */
export const formatChecks: ReadonlyMap<string, FormatCheck> = new Map(
  Object.entries(formatFunctions).flatMap(([format, { name, type }]): [string, FormatCheck][] => {
    const [text, number] = [textChecks[name], numberChecks[name]];
    if (type === "string") return text === undefined ? [] : [[format, { type, test: text }]];
    return number === undefined ? [] : [[format, { type, test: number }]];
  }),
);

/** Whether a value has a format, as the runtime asserts it; values of other types have every format. */
export function hasFormat(format: string, value: Json): boolean {
  const check = formatChecks.get(format);
  if (check?.type === "string") return typeof value !== "string" || check.test(value);
  return check === undefined || typeof value !== "number" || check.test(value);
}
