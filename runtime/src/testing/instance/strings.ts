import { formats } from "./formats.ts";
import { matchesString } from "./matches.ts";
import { writeNamed } from "./named-values.ts";
import { writeForPattern } from "./pattern.ts";
import type { Hint, Phrases } from "./phrases.ts";
import type { Random } from "./random.ts";
import { type JsonObject, stringsOf } from "./schema.ts";
import { shorten, wordsOf } from "./words.ts";

/** Names whose texts are a sentence or more. */
const prose =
  /\b(?:notes?|summary|description|text|body|comment|message|reason|explanation|finding|detail|content|answer|question|action|recommendation|rationale|quote|evidence|excerpt|remark|instruction|step|overview|abstract|feedback|review|justification|decision|statement|context|impression|history|plan)s?$/;

/** Where in a prompt a format's values may stand. */
const inText: Readonly<Record<string, RegExp>> = {
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/,
  uri: /https?:\/\/[^\s)>\]"']+/,
  url: /https?:\/\/[^\s)>\]"']+/,
  date: /\b\d{4}-\d{2}-\d{2}\b/,
  "date-time": /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/,
};

/** How far an open quantifier of a pattern is stretched, one try after the other. */
const stretches = [3, 1, 0, 2, 6, 12];

/**
 * Writes a text for a plain schema, or nothing when none was found that satisfies it.
 *
 * Order of preference: the format's example, the pattern, the name, words of the prompt. A pattern that is not
 * understood, or that contradicts the bounds, is answered with nothing.
 */
export function writeString(schema: JsonObject, hint: Hint, phrases: Phrases, random: Random): string | undefined {
  const format = schema["format"];
  const known = typeof format === "string" ? formats.get(format) : undefined;
  const accepts = (candidate: string): boolean => matchesString(schema, candidate);
  if (known !== undefined) {
    const labelled = phrases.labelled(hint);
    if (labelled !== undefined && known.accepts.test(labelled) && accepts(labelled)) return labelled;
    const search = typeof format === "string" ? inText[format] : undefined;
    const found = search === undefined ? undefined : phrases.find(search);
    if (found !== undefined && accepts(found)) return found;
    for (let i = 0; i < 8; i++) {
      const candidate = known.write(random);
      if (accepts(candidate)) return candidate;
    }
  }
  const patterns = [schema["pattern"], ...stringsOf(schema["x-patterns"])].filter((item) => typeof item === "string");
  if (patterns.length > 0) return writeMatching(schema, patterns, accepts, hint, phrases, random);
  if (known !== undefined) return undefined;
  return fit(schema, writeFree(hint, phrases, random), hint, phrases, accepts);
}

/** The text with no bounds in sight. */
function writeFree(hint: Hint, phrases: Phrases, random: Random): string {
  const labelled = phrases.labelled(hint);
  const name = wordsOf(hint.name).join(" ");
  if (labelled !== undefined && !prose.test(name)) return shorten(labelled, 60);
  const isThing = name === "description" && /item|line|product/i.test(hint.owner);
  if (prose.test(name) && !isThing) return phrases.sentence(hint);
  const named = writeNamed(hint, phrases, random);
  if (named !== undefined && named !== "") return named;
  return name !== "" && hint.description === "" ? phrases.heading(hint, 5) : phrases.sentence(hint);
}

/** Brings a text within the length bounds. */
function fit(
  schema: JsonObject,
  text: string,
  hint: Hint,
  phrases: Phrases,
  accepts: (text: string) => boolean,
): string | undefined {
  const { minLength, maxLength } = schema;
  const min = typeof minLength === "number" ? minLength : 0;
  let fitted = text;
  while ([...fitted].length < min && fitted.length < 100_000) {
    const more = min - fitted.length > 40 ? phrases.sentence(hint) : "and more";
    fitted = `${fitted} ${more}`;
  }
  if (typeof maxLength === "number") fitted = shorten(fitted, maxLength);
  if (accepts(fitted)) return fitted;
  // Shortening to a word may undercut the minimum.
  const exact = [...fitted, ..."x".repeat(Math.max(0, Math.min(min, 100_000) - [...fitted].length))].join("");
  return accepts(exact) ? exact : undefined;
}

function writeMatching(
  schema: JsonObject,
  patterns: readonly string[],
  accepts: (text: string) => boolean,
  hint: Hint,
  phrases: Phrases,
  random: Random,
): string | undefined {
  const word = wordsOf(hint.name)[0] ?? "note";
  const labelled = phrases.labelled(hint);
  // Only short texts meet a pattern that is not ours: a hostile one takes exponential time on long ones.
  const named = writeNamed(hint, phrases, random);
  const natural = [labelled, named, word, word.toUpperCase()]
    .filter((text) => text !== undefined)
    .filter((text) => text.length <= 16);
  const first = natural.find(accepts);
  if (first !== undefined) return first;
  const { minLength } = schema;
  const longer =
    typeof minLength === "number" && minLength > 12 ? [minLength / 4, minLength / 2, minLength].map(Math.ceil) : [];
  for (const stretch of [...stretches, ...longer]) {
    for (let i = 0; i < 6; i++) {
      const written = patterns.map((pattern) => writeForPattern(pattern, random, stretch) ?? "");
      const candidates = [...written, written.join(""), `${written.join("")} ${word}`];
      const candidate = candidates.find(accepts);
      if (candidate !== undefined) return candidate;
    }
  }
  return ["", "a", "1", "A", "/", "x".repeat(40)].find(accepts);
}
