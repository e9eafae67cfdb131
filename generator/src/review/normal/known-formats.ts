/** For each format the formats that admit all of its texts. Prose, settled by their grammars and the checks we run. */
const wider: Readonly<Record<string, readonly string[]>> = {
  uri: ["uri-reference", "iri", "iri-reference"],
  url: [],
  "uri-reference": ["iri-reference"],
  iri: ["iri-reference"],
  email: ["idn-email"],
  hostname: ["idn-hostname"],
  "date-time": ["iso-date-time"],
  time: ["iso-time"],
  int32: ["int64"],
};

/** Formats whose texts have nothing in common. */
const kinds: readonly (readonly string[])[] = [
  ["date"],
  ["date-time", "iso-date-time"],
  ["time", "iso-time"],
  ["email", "idn-email"],
  ["uuid"],
  ["ipv4"],
  ["ipv6"],
  ["duration"],
];

/** Whether every text of one format is known to have another. */
export function formatIncludes(outer: string, inner: string): boolean {
  return outer === inner || (wider[inner] ?? []).includes(outer);
}

/** Whether no text is known to have both formats. */
export function formatsDisjoint(one: string, other: string): boolean {
  const kindOf = (format: string): number => kinds.findIndex((kind) => kind.includes(format));
  const [left, right] = [kindOf(one), kindOf(other)];
  return left >= 0 && right >= 0 && left !== right;
}

/** A pattern that all texts of a format match; others may match it as well. `undefined` where none is known. */
export function formatShape(format: string): string | undefined {
  return shapes.get(format);
}

const day = "\\d{4}-\\d{2}-\\d{2}";
const time = "\\d{2}:\\d{2}:\\d{2}";

const shapes: ReadonlyMap<string, string> = new Map([
  ["date", `^${day}$`],
  ["time", `^${time}[^a-y]+$`],
  ["iso-time", `^${time}[^a-y]*$`],
  ["date-time", `^${day}[tT\\s]${time}[^a-y]+$`],
  ["iso-date-time", `^${day}[tT\\s]${time}[^a-y]*$`],
  ["duration", "^P[0-9.DHMSTWY]+$"],
  ["uuid", "^[UuRrNnIiDd:]{0,9}[0-9A-Fa-f-]{36}$"],
  ["ipv4", "^[0-9.]{7,15}$"],
  ["ipv6", "^[0-9A-Fa-f:.]{2,45}$"],
  ["hostname", "^[0-9A-Za-z.-]{1,254}$"],
  ["email", "^\\S+@[0-9A-Za-z.-]{3,}$"],
  ["uri", "^[A-Za-z]\\S*:\\S*$"],
]);

/** Texts, or numbers, that have a format; the first is the plainest. */
export function formatSamples(format: string): readonly (string | number)[] {
  return samples[format] ?? [];
}

const samples: Readonly<Record<string, readonly (string | number)[]>> = {
  date: ["2026-01-31", "1999-12-31"],
  time: ["09:30:00Z", "23:59:59+01:00"],
  "date-time": ["2026-01-31T09:30:00Z", "1999-12-31T23:59:59+01:00"],
  "iso-time": ["09:30:00", "09:30:00Z"],
  "iso-date-time": ["2026-01-31T09:30:00", "2026-01-31T09:30:00Z"],
  duration: ["P1D", "PT2H"],
  uri: ["https://example.com/a", "urn:a:b"],
  "uri-reference": ["/a/b", "https://example.com/a"],
  "uri-template": ["/a/{b}", "/a"],
  url: ["https://example.com/a"],
  email: ["a@example.com", "b.c@example.org"],
  hostname: ["example.com", "a"],
  ipv4: ["192.0.2.1", "10.0.0.1"],
  ipv6: ["2001:db8::1", "::1"],
  regex: ["^a$", "b+"],
  uuid: ["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-4000-8000-000000000000"],
  "json-pointer": ["/a/b", ""],
  "json-pointer-uri-fragment": ["#/a", "#"],
  "relative-json-pointer": ["0/a", "1"],
  byte: ["YWJj", "YQ=="],
  int32: [0, 2147483647, -2147483648],
  int64: [0, 4294967296],
};
