import assert from "node:assert/strict";
import type { Codec, CompiledDialect } from "@outspec/runtime/codec";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { assertAssignable, assertTruthful } from "./laws.ts";
import { mustBeWhole } from "./must-be-whole.ts";

/** What partials are held against: the generated codec and the schema as it was authored. */
export interface Judged {
  readonly codec: Codec;
  readonly schema: unknown;
}

/**
 * Streams a text in the given pieces and holds every partial against DESIGN's P3, and the last one against the decoded
 * value. Gives the partials that were seen, as JSON. Throws at the first that breaks a law.
 */
export function partialsOf(
  { codec, schema }: Judged,
  dialect: Exclude<CompiledDialect, { readonly unusable: string }>,
  wire: unknown,
  cuts: (length: number) => Iterable<number>,
): ReadonlySet<string> {
  const text = JSON.stringify(wire);
  const { table, checks } = codec;
  const final = decodeValue(table, dialect.inverse, wire);
  const builder = createPartialBuilder({ table, checks, inverse: dialect.inverse });
  const seen = new Set<string>();
  let previous: unknown;
  let read = 0;
  const look = (): void => {
    const partial = builder.snapshot();
    if (partial === previous) return;
    const at = `after ${read} of ${text.length}`;
    assertTruthful(previous, partial, at);
    assertAssignable(table, partial);
    assertLeadsTo(partial, final, [], schema, at);
    seen.add(JSON.stringify(partial));
    previous = partial;
  };
  for (const cut of cuts(text.length)) {
    builder.push(text.slice(read, cut));
    read = cut;
    look();
  }
  builder.push(text.slice(read));
  read = text.length;
  look();
  const { value } = builder.finish();
  look();
  assert.deepEqual(value, final, "what is streamed ends in what is decoded whole");
  assert.deepEqual(previous, final, "the last partial is the value");
  return seen;
}

/** Asserts that a partial can become `final`: nothing in it is else than there, and only what may grow is shorter. */
function assertLeadsTo(
  partial: unknown,
  final: unknown,
  path: readonly (string | number)[],
  schema: unknown,
  at: string,
): void {
  if (partial === undefined && path.length === 0) return;
  const place = `${at} at /${path.join("/")}`;
  if (typeof partial === "string" && typeof final === "string") {
    assert.ok(
      final.startsWith(partial),
      `${place}: ${JSON.stringify(partial)} does not become ${JSON.stringify(final)}`,
    );
    assert.ok(!/[\ud800-\udbff]$/.test(partial) || partial === final, `${place}: ends in half a character`);
    if (partial !== final)
      assert.equal(mustBeWhole(schema, path, final), undefined, `${place}: shown before it is whole`);
  } else if (Array.isArray(partial) && Array.isArray(final)) {
    assert.ok(partial.length <= final.length, `${place}: more elements than there will be`);
    for (const [index, item] of partial.entries()) {
      if (index < partial.length - 1)
        assert.deepEqual(item, final[index], `${place}/${index}: passed, and not finished`);
      else assertLeadsTo(item, final[index], [...path, index], schema, at);
    }
  } else if (isRecord(partial) && isRecord(final)) {
    for (const [key, item] of Object.entries(partial)) {
      assert.ok(Object.hasOwn(final, key), `${place}: the key ${JSON.stringify(key)} will not be there`);
      assertLeadsTo(item, final[key], [...path, key], schema, at);
    }
  } else {
    assert.deepEqual(partial, final, place);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
