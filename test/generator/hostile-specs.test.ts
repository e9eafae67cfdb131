import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import ts from "typescript";
import { describe, it } from "vitest";
import type { ProjectConfig } from "../../generator/src/config.ts";
import { compile } from "../../generator/src/pipeline.ts";
import { text as spellVariable } from "../../runtime/src/prompt.ts";
import { lawRuns } from "../law-runs.ts";
import { config as ordinary } from "./emit-cases.ts";
import { evaluateInternal } from "./emit-corpus.ts";
import { nasties } from "./hostile-texts.ts";

const numRuns = lawRuns(40);

/** Every text of a spec that its author controls. The same text at two places of the same kind would be a repeat. */
interface Texts {
  readonly description: string;
  readonly properties: readonly string[];
  readonly values: readonly string[];
  readonly constant: string;
  readonly keyword: string;
  readonly definition: string;
  readonly format: string;
  readonly pattern: string;
  readonly patternName: string;
  readonly prompt: readonly string[];
  readonly variables: readonly string[];
  readonly stop: string;
  readonly router: string;
  readonly path: string;
  readonly model: string;
  readonly remarks: readonly string[];
}

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasties) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...nasties), fc.constantFrom(...nasties)).map((two) => two.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const some = (count: number): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(nasty, { minLength: count, maxLength: count });
/** Names that JavaScript moves to the front have a finding of their own. */
const isOrdered = (names: readonly string[]): boolean => !names.some((name) => /^\d+$/.test(name));

const variable = fc.constantFrom(
  ...["__proto__", "constructor", "toString", "prototype", "default", "arguments", "class", "await", "input", "text"],
  ...["undefined", "患者", "é", "$", "_", "prompt", "spec", "a-b"],
);

const anything: fc.Arbitrary<Texts> = fc.record({
  description: nasty,
  properties: some(6).filter(isOrdered),
  values: some(3),
  constant: nasty,
  keyword: nasty,
  definition: nasty,
  format: nasty,
  pattern: fc.oneof(
    fc.constantFrom(
      "`",
      "^\\$\\{x\\}$",
      '"',
      "'",
      "\\u2028",
      "\u2028",
      "*/",
      "^__proto__$",
      "//",
      "\\/",
      "[\\]`]",
      "$`",
    ),
    nasty.filter(isPattern),
  ),
  patternName: fc.constantFrom("^x`", "^\\$\\{x\\}", '^"', "^'", "^\u2028", "^\\*/", "^//", "^\\\\$"),
  prompt: some(3),
  variables: fc.uniqueArray(variable, { minLength: 3, maxLength: 3 }),
  stop: nasty.filter((text) => text !== ""),
  router: fc.constantFrom("main", "it's", "a`b", "${x}", "__proto__", "constructor", "*/", "患者", "x y"),
  path: fc.constantFrom(
    "a`b",
    "it's",
    '"x"',
    "${x}",
    "*/",
    "x\ny",
    "x\u2028y",
    "\u202ex",
    "b//c",
    "constructor",
    "患者",
    "a\\b",
  ),
  model: nasty,
  remarks: some(4),
});

// A value that is there already would not be written twice.
const hostile = anything.filter(({ values, constant }) => !values.includes(constant));

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** The same spec in harmless words. Equal texts stay equal. */
const benign: Texts = {
  description: "A description.",
  properties: ["one", "two", "three", "four", "five", "six"],
  values: ["red", "green", "blue"],
  constant: "fixed",
  keyword: "owner",
  definition: "Part",
  format: "colour",
  pattern: "^abc$",
  patternName: "^y",
  prompt: ["Hello", "Read", "End"],
  variables: ["first", "second", "third"],
  stop: "STOP",
  router: "main",
  path: "plain",
  model: "gpt-5.4-mini",
  remarks: ["r1", "r2", "r3", "r4"],
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const record = (...pairs: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } =>
  Object.fromEntries(pairs);

/** The output schema with every text in its place. */
function schemaOf(texts: Texts): { readonly [keyword: string]: Json } {
  const [p1 = "", p2 = "", p3 = "", p4 = "", p5 = "", p6 = ""] = texts.properties;
  const [r1 = "", r2 = "", r3 = "", r4 = ""] = texts.remarks;
  const pointer = `#/$defs/${encodeURIComponent(texts.definition.replaceAll("~", "~0").replaceAll("/", "~1")).replaceAll("%24", "$")}`;
  return {
    title: r1,
    $comment: r2,
    description: texts.description,
    type: "object",
    additionalProperties: false,
    required: [p1, p2, p3],
    properties: record(
      [p1, { description: r3, enum: texts.values }],
      [p2, { type: "string", pattern: texts.pattern, default: r4, examples: [r1, r2] }],
      [p3, { $ref: pointer }],
      [p4, { type: "array", items: { const: texts.constant, description: texts.description } }],
      [
        p5,
        { type: "object", additionalProperties: false, patternProperties: { [texts.patternName]: { type: "number" } } },
      ],
      [p6, { type: "string", format: texts.format }],
    ),
    $defs: record([
      texts.definition,
      {
        title: texts.definition,
        type: "object",
        description: r3,
        additionalProperties: false,
        required: [p2],
        properties: record(
          [p1, { enum: [...texts.values, texts.constant, null].filter(isFirst) }],
          [p2, { type: "string" }],
        ),
      },
    ]),
    [`x-${texts.keyword}`]: { [r1]: r2 },
  };
}

function isFirst(value: Json, index: number, all: readonly Json[]): boolean {
  return all.indexOf(value) === index;
}

function promptOf({ prompt, variables }: Texts): { readonly system: string; readonly user: string } {
  const [system = "", before = "", after = ""] = prompt.map((one) => one.replaceAll("{{", "( ("));
  const [a = "", b = "", c = ""] = variables;
  return {
    system: `${system} .`,
    user: `${before} | {{ ${a} }} | {{#if ${b}}}${after} {{ ${b} }}{{else}}${system} .{{/if}} |{{#each ${c}}} - {{ this }}${before} .{{/each}}`,
  };
}

/** A spec and the project it belongs to. */
function projectOf(texts: Texts): { readonly files: ReadonlyMap<string, string>; readonly config: ProjectConfig } {
  const [a = "", b = "", c = ""] = texts.variables;
  const isText = { type: "string" };
  const spec = {
    name: "Spec",
    description: texts.description,
    router: texts.router,
    prompt: promptOf(texts),
    input: {
      type: "object",
      additionalProperties: false,
      required: [a, c],
      properties: record(
        [a, isText],
        [b, { ...isText, description: texts.description }],
        [c, { type: "array", items: isText }],
      ),
    },
    settings: { stop: [texts.stop] },
    output: schemaOf(texts),
  };
  const model = {
    provider: "openai",
    model: texts.model,
    apiKeyEnv: texts.stop,
    headers: Object.fromEntries([[texts.keyword, texts.description]]),
  };
  return {
    files: new Map([[`schemas/${texts.path}/${texts.path}.json`, JSON.stringify(spec)]]),
    config: { ...ordinary, routers: Object.fromEntries([[texts.router, { primary: model, fallbacks: [] }]]) },
  };
}

/** What a hostile text may be refused for, instead of being emitted. */
const refusals = new Set([
  "inherited-name",
  "invalid-pattern",
  "lone-surrogate",
  "template-syntax",
  "unsafe-integer",
  "reserved-name",
]);

interface Emitted {
  readonly reviewable: string;
  readonly internal: string;
  readonly index: string;
  readonly router: string;
}

async function emit(texts: Texts): Promise<Emitted | undefined> {
  const { files, config } = projectOf(texts);
  const { files: written, diagnostics } = await compile(files, config);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    for (const { code, message } of errors) assert.ok(refusals.has(code), `${code}: ${message}`);
    return undefined;
  }
  const textOf = (path: string): string => {
    const found = written.find((file) => file.path === path);
    assert.ok(found, `${path} among ${written.map((file) => file.path).join(", ")}`);
    return found.text;
  };
  return {
    reviewable: textOf(`${texts.path}/${texts.path}.ts`),
    internal: textOf(`internal/${texts.path}/${texts.path}.ts`),
    index: textOf("index.ts"),
    router: textOf("router.ts"),
  };
}

/** The syntax tree in kinds, where it does not matter how a name or a text is spelt. */
function shapeOf(text: string, depth: number): string {
  const file = parse(text);
  const show = (node: ts.Node, level: number): string => {
    if (isSpelling(node)) return "spelling";
    if (level === 0) return String(node.kind);
    const inner: string[] = [];
    ts.forEachChild(node, (child) => {
      inner.push(show(child, level - 1));
    });
    return `${node.kind}(${inner.join(" ")})`;
  };
  return file.statements.map((statement) => show(statement, depth)).join("\n");
}

function isSpelling(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isComputedPropertyName(node);
}

function parse(text: string): ts.SourceFile {
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2022, true);
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: options });
  assert.deepEqual(
    diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
    [],
  );
  return file;
}

const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };

/** Asserts that no comment speaks to a compiler, and that the file asks for nothing but what its twin does. */
function assertNoDirectives(text: string, isInternal: boolean): void {
  const { referencedFiles, typeReferenceDirectives, libReferenceDirectives, importedFiles } = ts.preProcessFile(text);
  assert.deepEqual([referencedFiles, typeReferenceDirectives, libReferenceDirectives], [[], [], []]);
  for (const { fileName } of importedFiles)
    assert.ok(/^@outspec\/runtime(\/codegen)?$|^\.{1,2}\//.test(fileName), fileName);
  const file = parse(text) as ts.SourceFile & {
    readonly commentDirectives?: readonly unknown[];
    readonly pragmas: ReadonlyMap<string, unknown>;
  };
  assert.deepEqual(file.commentDirectives ?? [], []);
  assert.deepEqual([...file.pragmas.keys()], isInternal ? ["ts-nocheck"] : []);
  for (const comment of commentsOf(text))
    assert.ok(!/^\/\/[#@]\s*source|\bsource(?:Mapping)?URL=/.test(comment) || comment.startsWith("/**"), comment);
  assert.ok(!/[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\0]/.test(text), "nothing invisible is left");
}

/** All comments, found between the tokens of the syntax tree. */
function commentsOf(text: string): readonly string[] {
  const file = parse(text);
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    for (const child of node.getChildren(file)) visit(child);
    if (node.getChildCount(file) > 0) return;
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) found.set(pos, text.slice(pos, end));
  };
  visit(file);
  return [...found.values()];
}

interface Call {
  readonly prompt: (input: unknown) => unknown;
  readonly settings: unknown;
}

/** Runs a reviewable file with a runtime that only notes what it is given. */
function load(
  reviewable: string,
  internal: unknown,
): { readonly ask: (input: unknown) => Call; readonly name: unknown } {
  const { outputText } = ts.transpileModule(reviewable, { compilerOptions: options });
  const exports: Record<string, unknown> = {};
  let call: Call | undefined;
  const runtime = {
    defineOutput: (output: unknown) => output,
    generate: (given: Call) => {
      call = given;
    },
    stream: () => undefined,
    text: spellVariable,
  };
  const require = (name: string): unknown =>
    name.startsWith("@outspec/")
      ? runtime
      : name.includes("internal/")
        ? internal
        : new Proxy({}, { get: () => "router" });
  new Function("exports", "require", outputText)(exports, require);
  return {
    name: (exports["spec"] as { readonly name?: unknown }).name,
    ask: (input) => {
      (exports["generateSpec"] as (input: unknown) => void)(input);
      assert.ok(call);
      return call;
    },
  };
}

/** What a prompt comes to, spelt out by hand. */
function rendered(texts: Texts, values: readonly [string, string | undefined, readonly string[]]): unknown {
  const [system = "", before = "", after = ""] = texts.prompt.map((one) => one.replaceAll("{{", "( ("));
  const [a, b, c] = values;
  const middle = b === undefined || b === "" ? `${system} .` : `${after} ${b}`;
  return {
    system: `${system} .`,
    user: `${before} | ${a} | ${middle} |${c.map((item) => ` - ${item}${before} .`).join("")}`,
  };
}

/** Values to judge: one that is meant to fit, and slips of many kinds. */
function instancesOf(texts: Texts): readonly Json[] {
  const [p1 = "", p2 = "", p3 = "", p4 = "", p5 = "", p6 = ""] = texts.properties;
  const [v1 = ""] = texts.values;
  const whole: readonly (readonly [string, Json])[] = [
    [p1, v1],
    [p2, "abc"],
    [p3, record([p1, texts.constant], [p2, "x"])],
    [p4, [texts.constant, texts.constant]],
    [p5, {}],
    [p6, "x"],
  ];
  const changed = (name: string, value: Json): Json =>
    record(...whole.map(([key, one]) => [key, key === name ? value : one] as const));
  return [
    record(...whole),
    ...whole.map(([name]) => record(...whole.filter(([other]) => other !== name))),
    ...texts.remarks.flatMap((remark) => [
      changed(p1, remark),
      changed(p2, remark),
      changed(p4, [remark]),
      changed(p5, record([remark, 1])),
    ]),
    changed(p2, texts.pattern),
    changed(p3, record([p1, null], [p2, "x"])),
    changed(p3, record([p1, "no"], [p2, "x"])),
    changed(p5, record(["x`", 1])),
    changed(p6, 1),
    record(...whole, ["extra", 1]),
    null,
  ];
}

describe("whatever a spec says", { timeout: 600_000 }, () => {
  it("the code has the statements of a harmless spec, and means what was written", async () => {
    const twin = await emit(benign);
    assert.ok(twin);
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(hostile, async (texts) => {
        const emitted = await emit(texts);
        if (emitted === undefined) return;
        accepted++;
        for (const [name, text] of Object.entries(emitted)) assertNoDirectives(text, name === "internal");
        assert.equal(shapeOf(emitted.index, 9), shapeOf(twin.index, 9));
        assert.equal(shapeOf(emitted.router, 20), shapeOf(twin.router, 20));
        assert.equal(shapeOf(emitted.reviewable, 3), shapeOf(twin.reviewable, 3));
        // The validators' code follows the names; how many there are and all else does not.
        assert.ok(parse(emitted.internal).statements.every(isExpected), "only imports, constants and functions");

        const internal = evaluateInternal(emitted.internal);
        assert.equal(JSON.stringify(internal.schema), JSON.stringify(schemaOf(texts)));
        const { ask } = load(emitted.reviewable, internal);
        const [a = "", b = "", c = ""] = texts.variables;
        const inserted = texts.remarks;
        for (const second of [undefined, "{{ x }} ${y}"]) {
          const input = record([a, inserted[0] ?? ""], ...(second === undefined ? [] : [[b, second] as const]), [
            c,
            inserted,
          ]);
          const call = ask(input);
          assert.deepEqual(call.prompt(input), rendered(texts, [inserted[0] ?? "", second, inserted]));
          assert.deepEqual(call.settings, { stop: [texts.stop] });
        }
        const { title: _title, ...schema } = schemaOf(texts);
        const judge = new Ajv2020({
          strict: false,
          allErrors: true,
          logger: false,
          validateFormats: false,
          ownProperties: true,
        }).compile(withoutProto(schema));
        for (const instance of instancesOf(texts)) {
          if (JSON.stringify(instance).includes("__proto__")) continue;
          assert.equal(internal.validate(instance), judge(instance), JSON.stringify(instance).slice(0, 300));
        }
      }),
      { numRuns, seed: Number(process.env["HOSTILE_SEED"] ?? 20_260_730) },
    );
    assert.ok(accepted > numRuns / 2, `${accepted} of ${numRuns} were emitted`);
  });
});

/** ajv leaves out a property of this name; what it says of the others is what counts. */
function withoutProto(schema: Json): object {
  return JSON.parse(JSON.stringify(schema)) as object;
}

function isExpected(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression))
  );
}
