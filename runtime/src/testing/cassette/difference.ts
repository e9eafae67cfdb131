import { escapeStep } from "../fixtures/subschemas.ts";
import { isObject, type Json, type JsonObject, sameJson } from "../instance/schema.ts";
import type { RecordedExchange, RecordedRequestPart } from "./recorded-exchange.ts";

const mostShown = 5;
const excerptLength = 48;

/** Whether two requests are the same: method, address and body, whatever the order of keys. */
export function isSameRequest(a: RecordedRequestPart, b: RecordedRequestPart): boolean {
  return a.method === b.method && a.url === b.url && sameJson(asJson(a.body), asJson(b.body));
}

/** Says which recorded request comes nearest to one, and in what they differ. */
export function describeNearest(asked: RecordedRequestPart, recorded: readonly RecordedExchange[]): string {
  const candidates = recorded.map(({ request }, index) => ({ index, differences: differencesOf(request, asked) }));
  const nearest = candidates.sort((a, b) => weigh(a.differences) - weigh(b.differences))[0];
  if (nearest === undefined) return "nothing is recorded";
  if (nearest.differences.length === 0) {
    return `the same request is recorded as exchange ${nearest.index + 1}, and was replayed before`;
  }
  const shown = nearest.differences.slice(0, mostShown).map((difference) => `  ${difference}`);
  const more = nearest.differences.length - shown.length;
  return [
    `the nearest that is recorded is exchange ${nearest.index + 1}, which differs:`,
    ...shown,
    ...(more > 0 ? [`  and in ${more} more places`] : []),
  ].join("\n");
}

/** Another address is further away than any other body. */
function weigh(differences: readonly string[]): number {
  return differences.length + (differences.some((line) => /^(?:url|method):/.test(line)) ? 1_000 : 0);
}

function differencesOf(recorded: RecordedRequestPart, asked: RecordedRequestPart): readonly string[] {
  const lines: string[] = [];
  if (recorded.method !== asked.method) lines.push(told("method", recorded.method, asked.method));
  if (recorded.url !== asked.url) lines.push(told("url", recorded.url, asked.url));
  compare(asJson(recorded.body), asJson(asked.body), "body", lines);
  return lines;
}

function compare(recorded: Json, asked: Json, place: string, lines: string[]): void {
  if (sameJson(recorded, asked)) return;
  const [left, right] = [membersOf(recorded), membersOf(asked)];
  if (left === undefined || right === undefined || Array.isArray(recorded) !== Array.isArray(asked)) {
    lines.push(told(place, recorded, asked));
    return;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const inner = `${place}/${escapeStep(key)}`;
    const [own, other] = [left[key], right[key]];
    if (own === undefined) lines.push(`${inner}: is not recorded, and is asked for`);
    else if (other === undefined) lines.push(`${inner}: is recorded, and is not asked for`);
    else compare(own, other, inner, lines);
  }
}

function membersOf(value: Json): JsonObject | undefined {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item: Json, index) => [String(index), item]));
  return isObject(value) ? value : undefined;
}

/** The two values from where they part, and no more of them than is needed to see it. */
function told(place: string, recorded: Json, asked: Json): string {
  const [left, right] = [asText(recorded), asText(asked)];
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  const from = Math.max(0, start - 12);
  return `${place}: recorded ${excerpt(left, from)}, asked ${excerpt(right, from)}`;
}

function excerpt(text: string, from: number): string {
  const cut = text.slice(from, from + excerptLength);
  return `${from > 0 ? "…" : ""}${cut}${from + excerptLength < text.length ? "…" : ""}`;
}

function asText(value: Json): string {
  return JSON.stringify(value);
}

function asJson(body: unknown): Json {
  // A body was parsed from JSON or is a text; one that is absent is like null.
  return (body ?? null) as Json;
}
