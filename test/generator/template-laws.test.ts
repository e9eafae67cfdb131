import assert from "node:assert/strict";
import fc from "fast-check";
import ts from "typescript";
import { describe, it } from "vitest";
import { compilePrompt } from "../../generator/src/emit/prompt.ts";
import { parseTemplate } from "../../generator/src/spec/template.ts";
import { text } from "../../runtime/src/prompt.ts";
import { buildIr } from "../../runtime/src/schema/ir/build.ts";
import type { JsonSchema } from "../../runtime/src/schema/json.ts";
import { lawRuns } from "../law-runs.ts";

/** A template as a person thinks of it, before it is written down: pieces of a line, and lines. */
type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly path: string }
  | { readonly kind: "if"; readonly path: string; readonly then: readonly Piece[]; readonly else?: readonly Piece[] }
  | { readonly kind: "each"; readonly path: string; readonly body: readonly Piece[] };

type Line =
  | { readonly kind: "line"; readonly pieces: readonly Piece[] }
  | {
      readonly kind: "if-lines";
      readonly path: string;
      readonly indent: string;
      readonly then: readonly Line[];
      readonly else?: readonly Line[];
    }
  | { readonly kind: "each-lines"; readonly path: string; readonly indent: string; readonly body: readonly Line[] };

const schema: JsonSchema = {
  type: "object",
  required: ["name", "count", "tags", "rows", "maybe"],
  properties: {
    name: { type: "string" },
    count: { type: "number" },
    flag: { type: "boolean" },
    maybe: { type: ["string", "null"] },
    "odd-name": { enum: ["a", 1, null, true] },
    tags: { type: "array", items: { type: ["string", "null"] } },
    place: {
      type: "object",
      required: ["city"],
      properties: {
        city: { type: "string" },
        owner: { type: ["object", "null"], properties: { name: { type: "string" } } },
        notes: { type: "array", items: { type: "string" } },
      },
    },
    rows: {
      type: "array",
      items: {
        type: "object",
        required: ["cells"],
        properties: { title: { type: "string" }, cells: { type: "array", items: { type: "number" } } },
      },
    },
  },
};

const word = fc.constantFrom("", "a", "`b`", "${c}", '"d"', "\\n", "\u2028", "é😀", "*/", "</x>", "{ {", "}}");
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const input = fc
  .record(
    {
      name: word,
      count: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      flag: fc.boolean(),
      maybe: fc.option(word),
      "odd-name": fc.constantFrom("a", 1, null, true),
      tags: fc.array(fc.option(word), { maxLength: 3 }),
      place: fc.record(
        {
          city: word,
          owner: fc.option(fc.record({ name: word }, { requiredKeys: [] })),
          notes: fc.array(word, { maxLength: 2 }),
        },
        { requiredKeys: ["city"] },
      ),
      rows: fc.array(
        fc.record({ title: word, cells: fc.array(fc.integer(), { maxLength: 2 }) }, { requiredKeys: ["cells"] }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ["name", "count", "tags", "rows", "maybe"] },
  )
  .map((value) => value as unknown);

const scalars = ["name", "count", "flag", "maybe", "odd-name", "place.city", "place.owner.name"];
const lists = ["tags", "rows", "place.notes"];
const objects = ["place", "place.owner"];

/** What `this` can be followed by in the body of a loop over a list. */
const elements: Readonly<Record<string, { readonly values: readonly string[]; readonly lists: readonly string[] }>> = {
  tags: { values: ["this"], lists: [] },
  "place.notes": { values: ["this"], lists: [] },
  "this.cells": { values: ["this"], lists: [] },
  rows: { values: ["this", "this.title"], lists: ["this.cells"] },
};

const literal = fc.constantFrom(
  "x",
  " ",
  "`",
  "${a",
  "{.",
  "}",
  '"',
  "'",
  "\\n",
  "\u2028",
  "*/",
  "😀",
  "\r",
  "\t",
  "#if",
);

function pieces(depth: number, inner?: string): fc.Arbitrary<readonly Piece[]> {
  const here = inner === undefined ? { values: [], lists: [] } : (elements[inner] ?? { values: [], lists: [] });
  const value = fc.constantFrom(...scalars, ...objects, ...lists, ...here.values, ...here.lists);
  const simple: fc.Arbitrary<Piece>[] = [
    literal.map((piece) => ({ kind: "text", text: piece })),
    value.map((path) => ({ kind: "value", path })),
  ];
  if (depth === 0) return fc.array(fc.oneof(...simple), { maxLength: 4 });
  const below = pieces(depth - 1, inner);
  const branch: fc.Arbitrary<Piece> = fc
    .tuple(value, below, optional(below))
    .map(([path, then, otherwise]) => ({ kind: "if", path, then, ...(otherwise && { else: otherwise }) }));
  const loop: fc.Arbitrary<Piece> = fc
    .constantFrom(...lists, ...here.lists)
    .chain((path) => pieces(depth - 1, path).map((body): Piece => ({ kind: "each", path, body })));
  return fc.array(fc.oneof(...simple, branch, loop), { maxLength: 4 });
}

function lines(depth: number, inner?: string): fc.Arbitrary<readonly Line[]> {
  const here = inner === undefined ? { values: [], lists: [] } : (elements[inner] ?? { values: [], lists: [] });
  const line: fc.Arbitrary<Line> = pieces(1, inner)
    // A text of its own at the start, so that no block tag of the line is alone on it.
    .map((list) => ({ kind: "line", pieces: [{ kind: "text", text: "|" }, ...list] }));
  if (depth === 0) return fc.array(line, { minLength: 1, maxLength: 2 });
  const indent = fc.constantFrom("", "  ", "\t");
  const below = lines(depth - 1, inner);
  const branch: fc.Arbitrary<Line> = fc
    .tuple(
      fc.constantFrom(...scalars, ...objects, ...lists, ...here.values, ...here.lists),
      indent,
      below,
      optional(below),
    )
    .map(([path, by, then, otherwise]) => ({
      kind: "if-lines",
      path,
      indent: by,
      then,
      ...(otherwise && { else: otherwise }),
    }));
  const loop: fc.Arbitrary<Line> = fc
    .tuple(fc.constantFrom(...lists, ...here.lists), indent)
    .chain(([path, by]) =>
      lines(depth - 1, path).map((body): Line => ({ kind: "each-lines", path, indent: by, body })),
    );
  return fc.array(fc.oneof(line, branch, loop), { minLength: 1, maxLength: 3 });
}

function writePiece(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "value":
      return `{{ ${piece.path} }}`;
    case "if": {
      const otherwise = piece.else === undefined ? "" : `{{else}}${write(piece.else)}`;
      return `{{#if ${piece.path}}}${write(piece.then)}${otherwise}{{/if}}`;
    }
    case "each":
      return `{{#each ${piece.path}}}${write(piece.body)}{{/each}}`;
  }
}

const write = (list: readonly Piece[]): string => list.map((piece) => writePiece(piece)).join("");

const writeLines = (list: readonly Line[]): string =>
  list
    .map((line) => {
      if (line.kind === "line") return `${write(line.pieces)}\n`;
      const tag = (content: string) => `${line.indent}{{${content}}}${line.indent}\n`;
      if (line.kind === "each-lines") return `${tag(`#each ${line.path}`)}${writeLines(line.body)}${tag("/each")}`;
      const otherwise = line.else === undefined ? "" : `${tag("else")}${writeLines(line.else)}`;
      return `${tag(`#if ${line.path}`)}${writeLines(line.then)}${otherwise}${tag("/if")}`;
    })
    .join("");

interface Surroundings {
  readonly input: unknown;
  readonly element?: unknown;
}

const lookUp = (path: string, { input: whole, element }: Surroundings): unknown => {
  const [first = "", ...rest] = path.split(".");
  let value = first === "this" ? element : (whole as Readonly<Record<string, unknown>>)[first];
  for (const step of rest) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[step];
  return value;
};
const insert = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
const holds = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
const listAt = (path: string, at: Surroundings) => (lookUp(path, at) ?? []) as readonly unknown[];

function sayPiece(piece: Piece, at: Surroundings): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "value":
      return insert(lookUp(piece.path, at));
    case "if":
      return holds(lookUp(piece.path, at)) ? say(piece.then, at) : say(piece.else ?? [], at);
    case "each":
      return listAt(piece.path, at)
        .map((element) => say(piece.body, { ...at, element }))
        .join("");
  }
}

const say = (list: readonly Piece[], at: Surroundings): string => list.map((piece) => sayPiece(piece, at)).join("");

const sayLines = (list: readonly Line[], at: Surroundings): string =>
  list
    .map((line) => {
      if (line.kind === "line") return `${say(line.pieces, at)}\n`;
      if (line.kind === "if-lines") return sayLines((holds(lookUp(line.path, at)) ? line.then : line.else) ?? [], at);
      return listAt(line.path, at)
        .map((element) => sayLines(line.body, { ...at, element }))
        .join("");
    })
    .join("");

/** Compiles a template; the code is what stands in the generated prompt function. */
function compileTemplate(template: string): string {
  const { nodes, problems } = parseTemplate(template);
  assert.deepEqual(problems, []);
  const parts = [{ type: "text", nodes, cache: false } as const];
  const ir = buildIr(schema, "2020-12");
  const { expression, unclear } = compilePrompt({ form: "user", messages: [{ role: "user", parts }] }, ir);
  assert.deepEqual(unclear, []);
  return expression;
}

const inputType = `{
  name: string; count: number; flag?: boolean; maybe: string | null; "odd-name"?: "a" | 1 | null | true;
  tags: (string | null)[]; rows: { title?: string; cells: number[] }[];
  place?: { city: string; owner?: { name?: string } | null; notes?: string[] };
}`;

describe("a compiled template", () => {
  it("says what the same template says to a reader who knows nothing of the compiler", () => {
    fc.assert(
      fc.property(lines(2), input, (template, given) => {
        const run = new Function("text", "input", `return (${compileTemplate(writeLines(template))});`);
        assert.equal(run(text, given), sayLines(template, { input: given }));
      }),
      { numRuns: lawRuns(400) },
    );
  });

  it("is code the strictest compiler takes", () => {
    const functions = fc
      .sample(lines(2), { seed: 7, numRuns: 120 })
      .map(
        (template, index) =>
          `export function prompt${index}(input: Input): string {\n  return (${compileTemplate(writeLines(template))});\n}`,
      );
    const source = `type Input = ${inputType};\ndeclare function text(value: unknown): string;\n${functions.join("\n")}\n`;
    const options: ts.CompilerOptions = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2023,
      types: [],
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (path, ...rest) =>
      path === "prompts.ts" ? ts.createSourceFile(path, source, ts.ScriptTarget.ES2023) : getSourceFile(path, ...rest);
    const problems = ts.getPreEmitDiagnostics(ts.createProgram(["prompts.ts"], options, host));
    assert.deepEqual(
      problems.map(({ messageText, start }) => [messageText, source.slice(start ?? 0, (start ?? 0) + 200)]),
      [],
    );
  }, 60_000);

  it("asks for nothing that a condition around it has found", () => {
    const code = (template: string) => compileTemplate(template);
    assert.equal(code("{{#if place}}{{ place.city }}{{/if}}"), '`${input.place ? input.place.city : ""}`');
    assert.equal(
      code("{{#if place.owner.name}}{{ place.city }} {{ place.owner.name }}{{/if}}"),
      '`${input.place?.owner?.name ? `${input.place.city} ${input.place.owner.name}` : ""}`',
    );
    // A condition says nothing of what is beside it.
    assert.equal(
      code("{{#if place.owner}}{{ place.owner.name }}{{else}}{{ place.city }}{{/if}}"),
      "`${input.place?.owner ? text(input.place.owner.name) : text(input.place?.city)}`",
    );
  });
});
