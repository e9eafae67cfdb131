import { formats } from "./formats.ts";
import type { Hint, Phrases } from "./phrases.ts";
import type { Random } from "./random.ts";
import { wordsOf } from "./words.ts";

/** Writes a text for a property whose name says what it holds. */
type Writer = (phrases: Phrases, random: Random, hint: Hint) => string;

const people = ["Ada Lindqvist", "Tomás Rivera", "Mei Tanaka", "Jonas Weber", "Priya Nair", "Léa Martin"];
const companies = ["Northwind Supplies", "Alpenglow Studio", "Harbour & Finch", "Meridian Labs"];
const products = ["Desk lamp", "Steel bottle", "Canvas backpack", "Wireless mouse", "Ceramic mug", "Notebook A5"];
const cities = ["Vienna", "Lisbon", "Toronto", "Osaka", "Oslo"];
const countries = ["Austria", "Portugal", "Canada", "Japan", "Norway"];
const streets = ["12 Harbour Street", "48 Mill Lane", "7 Station Road"];

const format =
  (name: string): Writer =>
  (_phrases, random) =>
    formats.get(name)?.write(random) ?? "";
const oneOf =
  (values: readonly string[]): Writer =>
  (_phrases, random) =>
    random.pick(values);
const found =
  (pattern: RegExp, otherwise: Writer): Writer =>
  (phrases, random, hint) =>
    phrases.find(pattern) ?? otherwise(phrases, random, hint);
const code =
  (prefix: string): Writer =>
  (_phrases, random) =>
    `${prefix}-${random.integer(1000, 9999)}`;
const heading =
  (words: number): Writer =>
  (phrases, _random, hint) =>
    phrases.heading(hint, words);

const person = found(/(?<![.!?]\s)\b(?:(?:Mr|Mrs|Ms|Dr)\.? )?\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}{2,}\b/u, oneOf(people));
const isoDate = found(/\b\d{4}-\d{2}-\d{2}\b/, format("date"));

/** From the most telling name to the least: the first that matches the end of the name's words decides. */
const table: readonly (readonly [pattern: RegExp, writer: Writer])[] = [
  [/\b(?:e ?mail|email address)$/, found(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/, format("email"))],
  [/\b(?:url|uri|link|website|homepage|href)$/, found(/https?:\/\/[^\s)>\]"']+/, format("uri"))],
  [
    /\b(?:phone|telephone|mobile|fax)(?: number)?$/,
    found(/\+?\d[\d ()/-]{6,}\d/, (_phrases, random) => `+43 1 555 ${random.integer(1000, 9999)}`),
  ],
  [
    /\b(?:created|updated|modified|published|occurred|started|ended) ?(?:at|on)$|\btimestamp$|\bdatetime$/,
    format("date-time"),
  ],
  [/\b(?:date|day|birthday|deadline|due|dob)$|\b(?:due|start|end|issued|valid) (?:on|by|until)$/, isoDate],
  [/\btime$/, found(/\b\d{1,2}:\d{2}\b/, (_phrases, random) => `${random.integer(8, 18)}:30`)],
  [/\b(?:currency|currency code)$/, found(/\b(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|CAD|AUD)\b/, () => "EUR")],
  [/\b(?:language|locale|lang)$/, () => "en"],
  [/\bcountry code$/, oneOf(["AT", "PT", "CA", "JP", "NO"])],
  [/\bcountry$/, oneOf(countries)],
  [/\b(?:city|town)$/, oneOf(cities)],
  [
    /\b(?:zip|postcode|postal code|zip code)$/,
    found(/\b\d{4,5}\b/, (_phrases, random) => String(random.integer(1000, 9990))),
  ],
  [/\b(?:street|address|address line)$/, oneOf(streets)],
  [/\b(?:uuid|guid)$/, format("uuid")],
  [/\b(?:sku|article number|part number|product code)$/, found(/\b[A-Z]{2,5}-\d{2,6}(?:-[A-Z0-9]+)?\b/, code("SKU"))],
  [
    /\b(?:invoice|order|ticket|reference|customer|patient|case)? ?(?:number|no|reference|ref)$/,
    found(/\b[A-Z]{2,5}-?\d{3,8}\b/, code("REF")),
  ],
  [
    /\bid$|\bidentifier$|\bkey$/,
    found(
      /\b[A-Z]{2,5}-\d{2,8}\b/,
      (_phrases, random, hint) => `${wordsOf(hint.name)[0]?.slice(0, 3) ?? "id"}-${random.integer(1000, 9999)}`,
    ),
  ],
  [/\b(?:first|given) name$/, (phrases, random, hint) => person(phrases, random, hint).split(" ").at(-2) ?? ""],
  [/\b(?:last|family|sur) ?name$/, (phrases, random, hint) => person(phrases, random, hint).split(" ").at(-1) ?? ""],
  [
    /\b(?:author|owner|assignee|attendee|participant|speaker|customer|patient|clinician|doctor|reviewer|contact|sender|recipient|user|person|full|employee) ?(?:name)?s?$/,
    person,
  ],
  [
    /\b(?:company|vendor|supplier|merchant|organi[sz]ation|employer|brand|manufacturer|seller|buyer|issuer)(?: name)?$/,
    oneOf(companies),
  ],
  [/\b(?:product|item|article)(?: name)?$/, oneOf(products)],
  [/\b(?:title|subject|headline|heading|topic|label)$/, heading(6)],
  [
    /\b(?:tag|keyword|category|type|kind|theme|skill|symptom)s?$/,
    (phrases, _random, hint) => phrases.topic() ?? phrases.heading(hint, 2).toLowerCase(),
  ],
  [/\b(?:version)$/, () => "1.0.0"],
  [/\b(?:color|colour)$/, oneOf(["slate blue", "forest green", "amber"])],
  [/\bsize$/, oneOf(["small", "medium", "large"])],
  [/\bmaterial$/, oneOf(["oak", "steel", "cotton", "ceramic"])],
  [/\b(?:origin|made in)$/, oneOf(countries)],
  [/\b(?:unit|uom)$/, oneOf(["pcs", "h", "kg"])],
  [
    /\b(?:quantity|amount|price|total|subtotal|cost|tax|balance)$/,
    found(/\b\d+(?:[.,]\d{2})\b/, (_phrases, random) => `${random.integer(10, 400)}.50`),
  ],
];

/** Objects whose plain `name` is that of a thing, not of a person. */
const things: readonly (readonly [pattern: RegExp, writer: Writer])[] = [
  [/\b(?:product|item|line|article|good)s?\b/, oneOf(products)],
  [/\b(?:company|vendor|supplier|merchant|organi[sz]ation|seller|buyer|brand)\b/, oneOf(companies)],
  [/\b(?:city|town|place|location)\b/, oneOf(cities)],
  [
    /\b(?:author|owner|customer|patient|person|people|user|member|attendee|participant|contact|employee|author|doctor)s?\b/,
    person,
  ],
];

/** The text a property's name asks for, or nothing when the name says too little. */
export function writeNamed(hint: Hint, phrases: Phrases, random: Random): string | undefined {
  const name = wordsOf(hint.name).join(" ");
  if (name === "") return undefined;
  if (/^description$/.test(name) && /\b(?:product|line|article|good)s?\b/.test(wordsOf(hint.owner).join(" ")))
    return random.pick(products);
  if (/^(?:display )?name$/.test(name)) {
    const owner = wordsOf(`${hint.owner} ${hint.description}`).join(" ");
    const writer = things.find(([pattern]) => pattern.test(owner))?.[1] ?? heading(3);
    return writer(phrases, random, hint);
  }
  return table.find(([pattern]) => pattern.test(name))?.[1](phrases, random, hint);
}
