import assert from "node:assert/strict";
import type { JsonType, StreamTable } from "@outspec/runtime/codec";
import { createPartialBuilder, type PartialBuilderOptions } from "@outspec/runtime/partial/partial-builder";

/** Cuts a text at the given places; the pieces together are the text. */
export function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b);
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}

/** A partial, and how many characters had been read when it was taken. */
export interface Look {
  readonly read: number;
  readonly partial: unknown;
}

/** Streams pieces through a builder and looks after each. Partials are frozen: a builder that changes one later throws. */
export function streamPieces(
  options: PartialBuilderOptions,
  pieces: readonly string[],
): { readonly looks: readonly Look[]; readonly value: unknown } {
  const { looks, outcome } = streamUntil(options, pieces);
  return { looks, value: outcome() };
}

/** The same for a text that may not be readable to its end: `outcome` throws what the builder threw. */
export function streamUntil(
  options: PartialBuilderOptions,
  pieces: readonly string[],
): { readonly looks: readonly Look[]; readonly outcome: () => unknown } {
  const builder = createPartialBuilder(options);
  const looks: Look[] = [];
  let read = 0;
  let previous: unknown;
  let version = builder.version;
  for (const piece of pieces) {
    try {
      builder.push(piece);
    } catch (error) {
      return {
        looks,
        outcome: () => {
          throw error;
        },
      };
    }
    read += piece.length;
    const partial = builder.snapshot();
    assert.equal(builder.snapshot(), partial, "a second look sees the same reference");
    assert.equal(partial !== previous, builder.version !== version, "the version tells whether something changed");
    looks.push({ read, partial: deepFreeze(partial, previous) });
    previous = partial;
    version = builder.version;
  }
  return { looks, outcome: () => builder.finish().value };
}

/**
 * Asserts that `next` takes nothing back of `previous`: strings go on, arrays grow, keys stay, scalars are fixed. And
 * that what did not change is the same reference in both.
 */
export function assertTruthful(previous: unknown, next: unknown, path = ""): void {
  if (previous === next || previous === undefined) return;
  if (typeof previous === "string" && typeof next === "string") {
    assert.ok(next.startsWith(previous), `${path}: a text went on as another one`);
  } else if (Array.isArray(previous) && Array.isArray(next)) {
    assert.ok(next.length >= previous.length, `${path}: the array shrank`);
    previous.forEach((element, index) => {
      if (index < previous.length - 1)
        assert.equal(next[index], element, `${path}/${index}: only the last element may be unfinished`);
      else assertTruthful(element, next[index], `${path}/${index}`);
    });
    if (next.length === previous.length)
      assert.notDeepEqual(next, previous, `${path}: an array was copied for nothing`);
  } else if (isRecord(previous) && isRecord(next)) {
    const changed = Object.keys(previous).filter((key) => {
      assert.ok(Object.hasOwn(next, key), `${path}/${key}: a key was taken back`);
      assertTruthful(previous[key], next[key], `${path}/${key}`);
      return previous[key] !== next[key];
    });
    assert.ok(changed.length <= 1, `${path}: ${changed.join(", ")} were unfinished at the same time`);
    if (Object.keys(previous).length === Object.keys(next).length) {
      assert.notDeepEqual(next, previous, `${path}: an object was copied for nothing`);
    }
  } else {
    assert.deepEqual(next, previous, `${path}: a decided value changed`);
  }
}

/** Asserts that a partial fits its table: closed sets are never shown in part, and nothing is shown that is not declared. */
export function assertAssignable(table: StreamTable, partial: unknown, row = 0, path = ""): void {
  if (partial === undefined && path === "") return;
  assert.ok(isAssignable(table, partial, row), `${path}: ${JSON.stringify(partial)} does not fit row ${row}`);
}

function isAssignable(table: StreamTable, partial: unknown, row: number): boolean {
  const node = table[row];
  switch (node?.kind) {
    case "text":
      return typeof partial === "string" && !/[\ud800-\udbff]$/.test(partial);
    case "whole":
      if (node.types !== undefined && !node.types.some((type) => isOfType(partial, type))) return false;
      return (
        node.values === undefined || node.values.some((value) => JSON.stringify(value) === JSON.stringify(partial))
      );
    case "object":
      return (
        isRecord(partial) &&
        Object.entries(partial).every(([key, value]) => {
          if (Object.hasOwn(node.properties, key)) return isAssignable(table, value, node.properties[key] ?? -1);
          return node.rest === "keep" || (typeof node.rest === "number" && isAssignable(table, value, node.rest));
        })
      );
    case "array":
      return (
        Array.isArray(partial) &&
        partial.every((element, index) => isAssignable(table, element, node.prefix?.[index] ?? node.items))
      );
    case "union":
      if (isRecord(partial) && node.tag !== undefined) {
        const variant = node.byTag?.[String(partial[node.tag])];
        if (node.options.some((option) => table[option]?.kind === "any")) return true;
        // A tag that came late appears together with what was kept back for it, so it may stand anywhere.
        return variant !== undefined
          ? isAssignable(table, partial, variant)
          : Object.keys(partial).every((key) => key !== node.tag);
      }
      return node.options.some((option) => isAssignable(table, partial, option));
    case "any":
      return true;
    case undefined:
      return false;
  }
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Freezes a value, but for what it shares with `known`, which is frozen already. */
function deepFreeze(value: unknown, known: unknown): unknown {
  if (value === known || typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member, undefined);
  return Object.freeze(value);
}
