import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";

/** Something planted that must not come out. Its `core` is in no ordinary text, and so is any long piece of it. */
export interface Canary {
  readonly name: string;
  /** What is planted. */
  readonly text: string;
  /** The part that is looked for: letters and digits, the same in JSON and in an address. */
  readonly core: string;
}

function canary(name: string, core: string, text: (core: string) => string = (plain) => plain): Canary {
  return { name, core, text: text(core) };
}

/** One for each way a credential is given, so that a find says which one leaked. Only some look like a key. */
export const keys = {
  bearer: canary("bearer key", "4f9dQ2c7be1Wa058366e", (core) => `sk-proj-${core}`),
  anthropic: canary("x-api-key", "Zq7mK2vX9pLw4RtB8sYd", (core) => `sk-ant-api03-${core}`),
  google: canary("x-goog-api-key", "Hn5cJ8wEr3TkUy6Vb1Xo", (core) => `AIza${core}`),
  azure: canary("api-key", "b7e1f09c4a6d8325ce9fb21d"),
  plain: canary("key without a mark", "mQ4xWc9ZrT7nLk2YvB5j"),
  token: canary("access token", "Rk8sPq3DfG6hJw1NzXc7"),
  environment: canary("key in the environment", "Ue6yTg4BvN9mIk3OlP5a"),
  header: canary("header of the user's", "Xw2zAs8QdE5rFt7Gy1Hu"),
  basic: canary("basic authorization", "Jn9bVc3XsZ6aQw4EdR7f"),
  accessKeyId: canary("AWS access key id", "QW8ER2TY6UI4OPAS", (core) => `AKIA${core}`),
  secretAccessKey: canary("AWS secret access key", "pL0okMij8NuhB7ygVtfC6rdX"),
  sessionToken: canary("AWS session token", "FwoGZXIvYXdzEJr7TyUiOp3As"),
  serviceToken: canary("token of a service account", "Tg5bRf4vEd3cWs2xQa1z", (core) => `ya29.${core}`),
  proxy: canary("password of a proxy", "Yh6nUj7mIk8lOp9aZx0c"),
  address: canary("password in an address", "Cv1bNm2aSd3fGh4jKl5q"),
} as const satisfies Readonly<Record<string, Canary>>;

export const prompts = {
  system: canary(
    "system prompt",
    "Kestrel7Umbra3Quartz9Lattice",
    (core) => `Mind that ${core} is how we call the ward.`,
  ),
  user: canary("user prompt", "Bramble4Oxide8Juniper2Vellum", (core) => `Patient ${core} has a headache.`),
  media: canary("image", "Cobalt6Thistle1Marrow5Anvil", (core) => `\x89PNG ${core} ${core} ${core} ${core}`),
  link: canary("signed link", "Sorrel3Gantry7Willow2Flint"),
} as const satisfies Readonly<Record<string, Canary>>;

/** Planted in values of answers; names of properties are part of messages, and are said to be. */
export const outputs = {
  value: canary("value of an answer", "Saffron2Tundra6Heron4Basalt"),
  refusal: canary("words of a refusal", "Pewter5Mallow9Cinder3Fathom"),
  reasoning: canary("thought of a model", "Ochre8Bracken1Lantern6Shale"),
} as const satisfies Readonly<Record<string, Canary>>;

export const allKeys: readonly Canary[] = Object.values(keys);
export const allPrompts: readonly Canary[] = Object.values(prompts);
const allOutputs: readonly Canary[] = Object.values(outputs);
export const everyCanary: readonly Canary[] = [...allKeys, ...allPrompts, ...allOutputs];

/** Half of a core tells as much as all of it. */
const shortestPiece = 10;

/** Everything a canary may look like: pieces of it as they are, in base64 at each of its three offsets, in hex. */
function disguisesOf({ core }: Canary): readonly string[] {
  const starts = [0, core.length - shortestPiece];
  const pieces = starts.map((start) => core.slice(start, start + shortestPiece));
  const base64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from("x".repeat(offset) + core)
      .toString("base64")
      .replaceAll("=", "");
    // Without the characters at both ends, which depend on the neighbours.
    const inner = encoded.slice(offset === 0 ? 0 : 4, -2);
    return [inner.slice(0, 12), inner.slice(-12)];
  });
  const hex = Buffer.from(core).toString("hex");
  return [...pieces, ...base64, hex.slice(0, 2 * shortestPiece), hex.slice(-2 * shortestPiece)];
}

/** Length of the piece that says that there may be a disguise. */
const mark = 8;

/** All disguises by the piece they begin with, in lower case: a text is read once, however many there are. */
const disguisesByMark = new Map<string, { readonly one: Canary; readonly disguise: string }[]>();
for (const one of everyCanary) {
  for (const disguise of disguisesOf(one).map((text) => text.toLowerCase())) {
    const start = disguise.slice(0, mark);
    disguisesByMark.set(start, [...(disguisesByMark.get(start) ?? []), { one, disguise }]);
  }
}

/** Which of the canaries a text holds in some form, each with a little of what stands around it. */
export function findIn(text: string, canaries: readonly Canary[]): readonly string[] {
  const lower = text.toLowerCase();
  const found = new Map<Canary, string>();
  for (let at = 0; at + mark <= lower.length; at++) {
    for (const { one, disguise } of disguisesByMark.get(lower.slice(at, at + mark)) ?? []) {
      if (found.has(one) || !canaries.includes(one) || !lower.startsWith(disguise, at)) continue;
      found.set(one, `${one.name}: …${text.slice(Math.max(0, at - 60), at + 40)}…`);
    }
  }
  return [...found.values()];
}

/**
 * All that can be seen of a value without asking for a member that is not shown: printed in every way, serialised, and
 * walked through: own properties under names and symbols, enumerable or not, causes, members of collections, bytes.
 * A getter is somebody's question and is not asked.
 */
export function allThatShows(value: unknown): string {
  const seen = new Set<unknown>();
  const texts: string[] = [];
  const walk = (one: unknown): void => {
    if (typeof one === "string" || typeof one === "symbol") texts.push(String(one));
    if (one === null || (typeof one !== "object" && typeof one !== "function") || seen.has(one)) return;
    seen.add(one);
    if (one instanceof Error) texts.push(one.message, one.stack ?? "", String(one));
    if (ArrayBuffer.isView(one)) texts.push(Buffer.from(one.buffer, one.byteOffset, one.byteLength).toString("latin1"));
    if (one instanceof Map) for (const entry of one) walk(entry);
    if (one instanceof Set) for (const member of one) walk(member);
    for (const key of Reflect.ownKeys(one)) {
      texts.push(String(key));
      const descriptor = Object.getOwnPropertyDescriptor(one, key);
      if (descriptor !== undefined && "value" in descriptor) walk(descriptor.value);
    }
  };
  walk(value);
  const everything = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: null, maxStringLength: null };
  texts.push(inspect(value, everything));
  texts.push(serialise(value));
  return texts.join("\n");
}

function serialise(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // A circle.
    return "";
  }
}

/** What leaked of the canaries into whatever can be seen of the values. */
export function findLeaks(value: unknown, canaries: readonly Canary[] = everyCanary): readonly string[] {
  return findIn(allThatShows(value), canaries);
}

/** What leaked into files below a folder, links followed to nowhere. */
export function findInFiles(folder: string, canaries: readonly Canary[] = everyCanary): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((path) => {
    const whole = join(folder, path);
    if (!statSync(whole).isFile()) return [];
    return findIn(`${path}\n${readFileSync(whole, "latin1")}`, canaries).map((leak) => `${path}: ${leak}`);
  });
}
