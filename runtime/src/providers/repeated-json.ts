import { joinPieces } from "../joined-text.ts";
import { asText, type JsonObject, parseJson } from "./json-values.ts";

/** Where in a parsed event the text stands in which one event of a stream differs from the next. */
export interface TextPlace {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** The place of a text that says something, if there is one under the key. */
export function textPlace(object: JsonObject | undefined, key: string): TextPlace | undefined {
  // The cast holds: the object was parsed for nobody else, who could mind that it changes.
  return asText(object?.[key]) === undefined ? undefined : { holder: object as Record<string, unknown>, key };
}

/** What an event looks like around its text, proven to hold for any text at that place. */
interface Template {
  /** Up to and with the opening quote. */
  readonly before: string;
  /** From the closing quote on. */
  readonly after: string;
  readonly place: TextPlace;
  readonly value: unknown;
}

/** Streams whose events always differ elsewhere (in a time stamp, in padding) are not worth more attempts. */
const mostAttempts = 8;

/**
 * Makes a parser for the events of one stream.
 *
 * Hundreds of events of a stream are the same JSON but for the few characters of text that each brings. When what stands
 * around the text is, character for character, what it was before, the text alone is parsed, and set in the value that is
 * known already. So the value given is only good until the next one is asked for. What differs anywhere else is
 * parsed as a whole, and what is no JSON gives nothing.
 */
export function createRepeatedJsonParser(
  placeOf: (value: unknown) => TextPlace | undefined,
): (text: string) => unknown {
  let template: Template | undefined;
  let attemptsLeft = mostAttempts;
  return (text) => {
    if (template !== undefined) {
      const { before, after, place, value } = template;
      const end = text.length - after.length;
      // Compared as slices: startsWith and endsWith take ten times as long on Node.
      const isAlike = end >= before.length && text.slice(0, before.length) === before && text.slice(end) === after;
      const piece = isAlike ? unquoted(text.slice(before.length, end)) : undefined;
      if (piece !== undefined) {
        place.holder[place.key] = piece;
        return value;
      }
    }
    const value = parseJson(text);
    if (attemptsLeft > 0) {
      const place = placeOf(value);
      if (place !== undefined) {
        attemptsLeft--;
        template = learn(text, value, place, placeOf) ?? template;
      }
    }
    return value;
  };
}

/** The text that stands between two quotes, or nothing when it is not one text: a quote in it would end it. */
function unquoted(written: string): string | undefined {
  // Parsed even where there is nothing to unescape: what is cut out of a string keeps all of it in memory.
  const text = parseJson(`"${written}"`);
  return typeof text === "string" ? text : undefined;
}

function learn(
  text: string,
  value: unknown,
  { holder, key }: TextPlace,
  placeOf: (value: unknown) => TextPlace | undefined,
): Template | undefined {
  const written = JSON.stringify(holder[key]);
  const at = text.lastIndexOf(written);
  if (at < 0) return undefined;
  // What is cut out of the event keeps all of the chunk it came in; what is cut out of this keeps this.
  const around = joinPieces(text.slice(0, at + 1) + text.slice(at + written.length - 1));
  const before = around.slice(0, at + 1);
  const after = around.slice(at + 1);
  // The same characters may stand elsewhere, too: only a probe tells whether this is where the text comes from.
  const probe = `${String(holder[key])}?`;
  const probed = placeOf(parseJson(before + JSON.stringify(probe).slice(1, -1) + after));
  return probed?.holder[probed.key] === probe ? { before, after, place: { holder, key }, value } : undefined;
}
