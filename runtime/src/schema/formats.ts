/** The runtime's function for each asserted format; those of numbers judge numbers. */
export const formatFunctions: Readonly<Record<string, { readonly name: string; readonly type: "string" | "number" }>> =
  {
    date: { name: "isDate", type: "string" },
    time: { name: "isTime", type: "string" },
    "date-time": { name: "isDateTime", type: "string" },
    "iso-time": { name: "isIsoTime", type: "string" },
    "iso-date-time": { name: "isIsoDateTime", type: "string" },
    duration: { name: "isDuration", type: "string" },
    uri: { name: "isUri", type: "string" },
    "uri-reference": { name: "isUriReference", type: "string" },
    "uri-template": { name: "isUriTemplate", type: "string" },
    url: { name: "isUrl", type: "string" },
    email: { name: "isEmail", type: "string" },
    hostname: { name: "isHostname", type: "string" },
    ipv4: { name: "isIpv4", type: "string" },
    ipv6: { name: "isIpv6", type: "string" },
    regex: { name: "isRegex", type: "string" },
    uuid: { name: "isUuid", type: "string" },
    "json-pointer": { name: "isJsonPointer", type: "string" },
    "json-pointer-uri-fragment": { name: "isJsonPointerUriFragment", type: "string" },
    "relative-json-pointer": { name: "isRelativeJsonPointer", type: "string" },
    byte: { name: "isByte", type: "string" },
    int32: { name: "isInt32", type: "number" },
    int64: { name: "isInt64", type: "number" },
  };

/** The JSON type whose values a `format` judges; nothing where it asserts nothing. */
export function assertedType(format: unknown): "string" | "number" | undefined {
  if (typeof format !== "string" || !Object.hasOwn(formatFunctions, format)) return undefined;
  return formatFunctions[format]?.type;
}

// They say how a value is stored or shown; every string or number has them.
const annotations: readonly string[] = ["float", "double", "password", "binary"];

/** The values of `format` that mean something here; of any other the developer is told that nothing checks it. */
export const knownFormats: readonly string[] = [...Object.keys(formatFunctions), ...annotations];
