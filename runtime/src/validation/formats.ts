import { isDate, isDateTime, isDuration, isIsoDateTime, isIsoTime, isTime } from "./time-formats.ts";
import { isUri, isUriReference, isUriTemplate, isUrl } from "./uri-formats.ts";

// Verdicts are those of ajv-formats in its mode "full", and a test holds them equal. Each takes time in proportion to
// its text, whatever the text: no pattern here can be made to try the same characters over and over.

export { isDate, isDateTime, isDuration, isIsoDateTime, isIsoTime, isTime } from "./time-formats.ts";
export { isUri, isUriReference, isUriTemplate, isUrl } from "./uri-formats.ts";

const emailPattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const hostnamePattern =
  /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const ipv4Pattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const uuidPattern = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const jsonPointerPattern = /^(?:\/(?:[^~/]|~0|~1)*)*$/;
const pointerFragmentPattern = /^#(?:\/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~0|~1)*)*$/i;
const relativePointerPattern = /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/;
const bytePattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/m;

/** Whether a text is an e-mail address. */
export function isEmail(text: string): boolean {
  return emailPattern.test(text);
}

/** Whether a text is the name of a host. */
export function isHostname(text: string): boolean {
  return hostnamePattern.test(text);
}

/** Whether a text is an IPv4 address in four decimal numbers. */
export function isIpv4(text: string): boolean {
  return ipv4Pattern.test(text);
}

/** Whether a text is an IPv6 address (RFC 4291, section 2.2). */
export function isIpv6(text: string): boolean {
  const [head = "", tail, ...rest] = text.split("::", 3);
  if (rest.length > 0) return false;
  if (tail === undefined) return groupsIn(head, true) === 8;
  const before = groupsIn(head, false);
  const after = groupsIn(tail, true);
  // `::` stands for at least one group of zeros.
  return before >= 0 && after >= 0 && before + after <= 7;
}

/** How many groups of 16 bits a part of an IPv6 address has; an IPv4 address at its end is two. Negative when it is none. */
function groupsIn(part: string, mayEndInIpv4: boolean): number {
  if (part === "") return 0;
  const groups = part.split(":", 9);
  const last = groups.at(-1) ?? "";
  const endsInIpv4 = mayEndInIpv4 && ipv4Pattern.test(last);
  const hexadecimal = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (!hexadecimal.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return -100;
  return hexadecimal.length + (endsInIpv4 ? 2 : 0);
}

/** Whether a text is a UUID. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** Whether a text is a regular expression of ECMAScript. */
export function isRegex(text: string): boolean {
  // The end-anchor of other dialects would pass as an escaped letter.
  if (/[^\\]\\Z/.test(text)) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a JSON pointer (RFC 6901). */
export function isJsonPointer(text: string): boolean {
  return jsonPointerPattern.test(text);
}

/** Whether a text is a JSON pointer in the form of a URI fragment. */
export function isJsonPointerUriFragment(text: string): boolean {
  return pointerFragmentPattern.test(text);
}

/** Whether a text is a relative JSON pointer. */
export function isRelativeJsonPointer(text: string): boolean {
  return relativePointerPattern.test(text);
}

/** Whether a text is base64. As in ajv-formats, one line of several is enough. */
export function isByte(text: string): boolean {
  return bytePattern.test(text);
}

/** Accepts every text: formats that are hints for people, `password` and `binary`. */
export function isText(_text: string): boolean {
  return true;
}

/** Whether a number is an integer of 32 bits. */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value <= 2 ** 31 - 1;
}

/** Whether a number is an integer. What JSON can say exactly fits into 64 bits. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value);
}

/** Accepts every number: `float` and `double`. */
export function isNumber(_value: number): boolean {
  return true;
}

/** Formats of strings, by the name a schema gives them. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  time: isTime,
  "date-time": isDateTime,
  "iso-time": isIsoTime,
  "iso-date-time": isIsoDateTime,
  duration: isDuration,
  uri: isUri,
  "uri-reference": isUriReference,
  "uri-template": isUriTemplate,
  url: isUrl,
  email: isEmail,
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  regex: isRegex,
  uuid: isUuid,
  "json-pointer": isJsonPointer,
  "json-pointer-uri-fragment": isJsonPointerUriFragment,
  "relative-json-pointer": isRelativeJsonPointer,
  byte: isByte,
  password: isText,
  binary: isText,
};

/** Formats of numbers, by the name a schema gives them. */
export const numberFormats: Readonly<Record<string, (value: number) => boolean>> = {
  int32: isInt32,
  int64: isInt64,
  float: isNumber,
  double: isNumber,
};
