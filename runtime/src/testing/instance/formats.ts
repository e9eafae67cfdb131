import type { Random } from "./random.ts";

/** One string format: how to write an example and how to recognise one. */
export interface Format {
  write(random: Random): string;
  readonly accepts: RegExp;
}

const two = (value: number): string => String(value).padStart(2, "0");
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.integer(0, 15).toString(16)).join("");

const date = (random: Random): string => `2026-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
const time = (random: Random): string => `${two(random.integer(7, 19))}:${two(random.integer(0, 59))}:00`;
const first = ["ada", "tomas", "mei", "jonas", "priya", "lena"];
const hosts = ["example.com", "example.org", "mail.example.net"];
const uri = (random: Random): string =>
  `https://www.example.com/${random.pick(["items", "articles", "notes"])}/${random.integer(100, 999)}`;

const dateForm = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const timeForm = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?";
const zoneForm = "(?:[zZ]|[+-]\\d\\d(?::?\\d\\d)?)";
const uriForm = /^[a-z][a-z0-9+.-]*:[^\s]+$/i;
const webForm = /^(?:https?|ftp):\/\/[^\s/]+\.[^\s]+$/i;

/** The formats of the JSON Schema drafts and of ajv-formats. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["date", { write: date, accepts: new RegExp(`^${dateForm}$`) }],
  ["time", { write: (random) => `${time(random)}Z`, accepts: new RegExp(`^${timeForm}${zoneForm}$`) }],
  [
    "date-time",
    {
      write: (random) => `${date(random)}T${time(random)}Z`,
      accepts: new RegExp(`^${dateForm}[tT ]${timeForm}${zoneForm}$`),
    },
  ],
  ["iso-time", { write: time, accepts: new RegExp(`^${timeForm}${zoneForm}?$`) }],
  [
    "iso-date-time",
    {
      write: (random) => `${date(random)}T${time(random)}`,
      accepts: new RegExp(`^${dateForm}[tT ]${timeForm}${zoneForm}?$`),
    },
  ],
  [
    "duration",
    { write: (random) => `P${random.integer(1, 9)}D`, accepts: /^P(?!$)(?:\d+[YMDW])*(?:T(?:\d+[HMS])+)?$/ },
  ],
  [
    "email",
    { write: (random) => `${random.pick(first)}@${random.pick(hosts)}`, accepts: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
  ],
  ["idn-email", { write: (random) => `${random.pick(first)}@${random.pick(hosts)}`, accepts: /^[^\s@]+@[^\s@]+$/ }],
  [
    "hostname",
    {
      write: (random) => random.pick(hosts),
      accepts: /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    },
  ],
  ["idn-hostname", { write: (random) => random.pick(hosts), accepts: /^[^\s/@]+$/ }],
  [
    "ipv4",
    {
      write: (random) => `192.0.2.${random.integer(1, 254)}`,
      accepts: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
    },
  ],
  ["ipv6", { write: (random) => `2001:db8::${hex(random, 4)}`, accepts: /^(?=.*:.*:)[0-9a-f:.]+$/i }],
  ["uri", { write: uri, accepts: uriForm }],
  ["iri", { write: uri, accepts: uriForm }],
  ["url", { write: uri, accepts: webForm }],
  ["uri-reference", { write: uri, accepts: /^[^\s\\]*$/ }],
  ["iri-reference", { write: uri, accepts: /^[^\s\\]*$/ }],
  ["uri-template", { write: () => "https://www.example.com/{id}", accepts: /^[^\s"'<>\\^`|]*$/ }],
  [
    "uuid",
    {
      write: (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
      accepts: /^(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    },
  ],
  ["json-pointer", { write: () => "/items/0", accepts: /^(?:\/(?:[^~/]|~0|~1)*)*$/ }],
  ["relative-json-pointer", { write: () => "1/items", accepts: /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/ }],
  ["regex", { write: () => "^[a-z]+$", accepts: /^[^(){}[\]*+?\\]*$|^\^\[a-z\]\+\$$/ }],
  ["byte", { write: () => "bm90ZQ==", accepts: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/ }],
]);
