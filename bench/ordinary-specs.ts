/** Numbers between 0 and 1 that are the same on every machine (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A JSON Schema as the specs of this benchmark use it. */
export type Schema = Readonly<Record<string, unknown>>;

/** One spec: its file name without extension, and the schema of its output. */
export interface OrdinarySpec {
  readonly name: string;
  readonly schema: Schema;
}

const subjects = ["account", "article", "booking", "candidate", "claim", "contract", "customer", "delivery", "device"];
const moreSubjects = ["incident", "invoice", "lead", "meeting", "order", "patient", "policy", "product", "review"];
const aspects = ["summary", "details", "rating", "status", "history", "report", "profile", "check", "plan", "note"];
const fields = ["amount", "author", "city", "code", "comment", "confidence", "country", "currency", "department"];
const moreFields = ["email", "handler", "language", "priority", "quantity", "reason", "score", "segment", "total"];
const states = ["new", "open", "waiting", "approved", "rejected", "escalated", "archived", "unknown"];

/**
 * Makes specs as teams write them by hand: an object of 5 to 25 described properties, most of them texts, numbers,
 * booleans and enums, some lists, some objects one level down, now and then a definition used twice and a list of
 * tagged objects. The same count gives the same specs.
 */
export function ordinarySpecs(count: number): readonly OrdinarySpec[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(index + 1);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const name = `${pick([...subjects, ...moreSubjects])}-${pick(aspects)}-${index}`;
    return { name, schema: objectSchema(random, 5 + Math.floor(random() * 21), 0) };
  });
}

function objectSchema(random: () => number, size: number, depth: number): Schema {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const named = depth === 0 && random() < 0.3;
  const properties: Record<string, Schema> = {};
  while (Object.keys(properties).length < size) {
    const base = pick([...fields, ...moreFields]);
    const name = base in properties ? `${pick(aspects)}_${base}_${Object.keys(properties).length}` : base;
    properties[name] = { description: describe(name, pick), ...propertySchema(random, depth, named) };
  }
  const required = Object.keys(properties).filter(() => random() < 0.8);
  const definitions = named ? { $defs: { Party: objectSchema(random, 3, 2) } } : {};
  return {
    type: "object",
    required,
    properties,
    ...(depth > 0 ? { additionalProperties: false } : {}),
    ...definitions,
  };
}

function propertySchema(random: () => number, depth: number, named: boolean): Schema {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const kind = random();
  if (kind < 0.32) return { type: "string" };
  if (kind < 0.37) return { type: "string", maxLength: 200 };
  if (kind < 0.42) return { type: "string", format: pick(["date", "date-time", "email"]) };
  if (kind < 0.52) return { type: "number", minimum: 0 };
  if (kind < 0.6) return { type: "integer" };
  if (kind < 0.68) return { type: "boolean" };
  if (kind < 0.8) return { enum: states.slice(0, 2 + Math.floor(random() * 6)) };
  if (kind < 0.86) return { type: "array", items: { type: "string" } };
  if (named && kind < 0.9) return { $ref: "#/$defs/Party" };
  if (depth >= 2) return { type: ["string", "null"] };
  if (kind < 0.93) return objectSchema(random, 2 + Math.floor(random() * 4), depth + 1);
  if (kind < 0.98) return { type: "array", items: objectSchema(random, 2 + Math.floor(random() * 4), depth + 1) };
  return { type: "array", items: { oneOf: [taggedSchema("text"), taggedSchema("link")] } };
}

function taggedSchema(kind: string): Schema {
  const properties = { kind: { const: kind }, [kind]: { type: "string" } };
  return { type: "object", required: ["kind", kind], properties, additionalProperties: false };
}

function describe(name: string, pick: (list: readonly string[]) => string): string {
  const openings = [
    "What the text says about the",
    "The most important",
    "How sure the reader can be of the",
    "Latest known",
  ];
  return `${pick(openings)} ${name.replaceAll("_", " ")}; leave nothing out that a colleague would ask for.`;
}

/** What the types of a spec are named after. */
export function typeNameOf(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The text of a spec's file: an envelope with a prompt, as YAML would have it (all of JSON is YAML). */
export function specText({ name, schema }: OrdinarySpec): string {
  const lines = [
    `description: Everything worth knowing for the ${name.replaceAll("-", " ")}.`,
    "prompt:",
    "  system: You read what people wrote and fill in the requested structure.",
    "  user: |",
    "    Written on {{ date }}:",
    "    {{ text }}",
    "output:",
    ...yamlLines(schema, 2),
  ];
  return `${lines.join("\n")}\n`;
}

/** Writes a value as block YAML, with flow lists of scalars. */
function yamlLines(value: Schema, depth: number): readonly string[] {
  const space = " ".repeat(depth);
  return Object.entries(value).flatMap(([key, item]): readonly string[] => {
    if (Array.isArray(item) || typeof item !== "object" || item === null)
      return [`${space}${key}: ${JSON.stringify(item)}`];
    return [`${space}${key}:`, ...yamlLines(item as Schema, depth + 2)];
  });
}
