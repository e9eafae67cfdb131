// The grammar of RFC 3986, composed from its rules. Two liberties are those of ajv-formats, which these formats are
// held equal to: one slash before an authority is enough, and a double quote may stand in a reference (not in a URI).

// Composed in functions that are marked as pure, so that a bundle without these formats has none of it.

const escaped = "%[0-9a-f]{2}";
const octet = "(?:25[0-5]|2[0-4]\\d|[01]?\\d\\d?)";
const scheme = "[a-z][a-z0-9+\\-.]*:";

/** An address in brackets, or four numbers. */
function address(): string {
  const ipv4 = `(?:${octet}\\.){3}${octet}`;
  const hex = "[0-9a-f]{1,4}";
  const lastTwo = `(?:${hex}:${hex}|${ipv4})`;
  const ipv6 = [
    `(?:${hex}:){6}${lastTwo}`,
    `::(?:${hex}:){5}${lastTwo}`,
    `(?:${hex})?::(?:${hex}:){4}${lastTwo}`,
    `(?:(?:${hex}:){0,1}${hex})?::(?:${hex}:){3}${lastTwo}`,
    `(?:(?:${hex}:){0,2}${hex})?::(?:${hex}:){2}${lastTwo}`,
    `(?:(?:${hex}:){0,3}${hex})?::${hex}:${lastTwo}`,
    `(?:(?:${hex}:){0,4}${hex})?::${lastTwo}`,
    `(?:(?:${hex}:){0,5}${hex})?::${hex}`,
    `(?:(?:${hex}:){0,6}${hex})?::`,
  ].join("|");
  const future = "v[0-9a-f]+\\.[a-z0-9\\-._~!$&'()*+,;=:]+";
  return `\\[(?:${ipv6}|${future})\\]|${ipv4}`;
}

/** The grammar after the scheme: hierarchy, query and fragment, of which only the hierarchy may be required. */
function afterScheme(quote: "" | '"', hierarchyRequired: boolean): string {
  const user = `(?:[a-z0-9\\-._~!$&'()*+,;=:]|${escaped})*@`;
  const name = `(?:[a-z0-9\\-._~!$&'${quote}()*+,;=]|${escaped})*`;
  const authority = `(?:${user})?(?:${address()}|${name})(?::\\d*)?`;
  const character = `(?:[a-z0-9\\-._~!$&'${quote}()*+,;=:@]|${escaped})`;
  const segments = `(?:\\/${character}*)*`;
  const hierarchy = `(?:\\/?\\/${authority}${segments}|\\/(?:${character}+${segments})?|${character}+${segments})`;
  const tail = `(?:[a-z0-9\\-._~!$&'${quote}()*+,;=:@/?]|${escaped})*`;
  return `${hierarchy}${hierarchyRequired ? "" : "?"}(?:\\?${tail})?(?:#${tail})?$`;
}

const uriPattern: RegExp = /* @__PURE__ */ uri();
const referencePattern: RegExp = /* @__PURE__ */ uriReference();
const templatePattern: RegExp = /* @__PURE__ */ uriTemplate();
const urlPattern: RegExp = /* @__PURE__ */ url();

function uri(): RegExp {
  return new RegExp(`^${scheme}${afterScheme("", true)}`, "i");
}

function uriReference(): RegExp {
  return new RegExp(`^(?:${scheme})?${afterScheme('"', false)}`, "i");
}

function uriTemplate(): RegExp {
  const name = `(?:[a-z0-9_]|${escaped})+(?::[1-9][0-9]{0,3}|\\*)?`;
  return new RegExp(`^(?:[^\\x00-\\x20"'<>%\\\\^\`{|}]|${escaped}|\\{[+#./;?&=,!@|]?${name}(?:,${name})*\\})*$`, "i");
}

function url(): RegExp {
  const letter = "[a-z0-9\\u{00a1}-\\u{ffff}]";
  const label = `(?:${letter}+-)*${letter}+`;
  const publicIpv4 =
    "(?!(?:10|127)(?:\\.\\d{1,3}){3})(?!(?:169\\.254|192\\.168)(?:\\.\\d{1,3}){2})(?!172\\.(?:1[6-9]|2\\d|3[0-1])(?:\\.\\d{1,3}){2})" +
    "(?:[1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3])(?:\\.(?:1?\\d{1,2}|2[0-4]\\d|25[0-5])){2}(?:\\.(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4]))";
  return new RegExp(
    `^(?:https?|ftp):\\/\\/(?:\\S+@)?(?:${publicIpv4}|${label}(?:\\.${label})*\\.[a-z\\u{00a1}-\\u{ffff}]{2,})(?::\\d{2,5})?(?:\\/\\S*)?$`,
    "iu",
  );
}

/** Whether a text is a URI, with its scheme. */
export function isUri(text: string): boolean {
  // What names nothing but a scheme and a word is no URI anyone meant.
  return /[/:]/.test(text) && uriPattern.test(text);
}

/** Whether a text is a URI or a reference relative to one. */
export function isUriReference(text: string): boolean {
  return referencePattern.test(text);
}

/** Whether a text is a URI template of RFC 6570. */
export function isUriTemplate(text: string): boolean {
  return templatePattern.test(text);
}

/** Whether a text is an `http`, `https` or `ftp` address that can be reached from outside. */
export function isUrl(text: string): boolean {
  // White space may stand nowhere. Looked for first, because the pattern would find it only after trying every `@`.
  return !/\s/.test(text) && urlPattern.test(text);
}
