import assert from "node:assert/strict";
import ts from "typescript";
import { describe, it } from "vitest";
import { compile } from "../../../../generator/src/pipeline.ts";
import { compareSpecs } from "../../../../generator/src/review/compare-spec.ts";
import { type Level, worstLevel } from "../../../../generator/src/review/difference.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { isSweep } from "../../../corpus.ts";
import { loadContent, threeDialects } from "./in-memory.ts";
import { type Pair, pairOf, readSmallSchemas } from "./random-reviews.ts";
import { schemaRuleCases } from "./schema-rules.ts";
import { writeCaller, writeReader } from "./total-reader.ts";

const pairCount = Number(process.env["REVIEW_PAIRS"] ?? (isSweep ? 2000 : 150));

/** Comparisons that can no longer be true: dead code, and no break. */
const dead = new Set([2678, 2367]);

interface Subject extends Pair {
  readonly side: "output" | "input";
  readonly consumer: Level;
}

interface Modules {
  readonly subject: Subject;
  readonly before: string;
  readonly after: string;
  readonly code: string;
  /** What the old version exports, taken from the new one. */
  readonly imports: string;
}

/** Pairs of schemas that are specs on both sides, with what the comparison says of them. */
async function subjectsFrom(pairs: readonly Pair[], side: Subject["side"]): Promise<readonly Subject[]> {
  const found: Subject[] = [];
  for (const pair of pairs) {
    if (side === "input" && ![pair.before, pair.after].every(isObjectSchema)) continue;
    const [before, after] = await Promise.all([
      loadContent(contentOf(side, pair.before)),
      loadContent(contentOf(side, pair.after)),
    ]);
    if (before === undefined || after === undefined) continue;
    const differences = await compareSpecs(before, after, { asFiles: true, sampleCount: 200 });
    found.push({ ...pair, side, consumer: worstLevel(differences.map(({ consumer }) => consumer)) });
  }
  return found;
}

function isObjectSchema(schema: JsonSchema): boolean {
  return isRecord(schema) && schema["type"] === "object" && isRecord(schema["properties"]);
}

/** Emits both versions of some subjects, a batch at a time, and writes the old code of each. */
async function emitAll(subjects: readonly Subject[]): Promise<readonly Modules[]> {
  const found: Modules[] = [];
  for (let start = 0; start < subjects.length; start += 40) {
    const batch = subjects.slice(start, start + 40);
    const [before, after] = await Promise.all(
      (["before", "after"] as const).map((version) => emitBatch(batch.map((one) => textOf(one, one[version])))),
    );
    for (const [index, subject] of batch.entries()) {
      const [old, now] = [before?.[index], after?.[index]];
      if (old === undefined || now === undefined) continue;
      const at = found.length;
      const [from, to] = [`./${at}.old.ts`, `./${at}.new.ts`];
      const code =
        subject.side === "output"
          ? writeReader(old, `T${index}`, from, to)
          : writeCaller(old, `T${index}Input`, from, to);
      found.push({ subject, before: old, after: now, code: code.text, imports: code.imports });
    }
  }
  return found;
}

function textOf({ side }: Subject, schema: JsonSchema): string {
  return JSON.stringify(contentOf(side, schema));
}

function contentOf(side: Subject["side"], schema: JsonSchema): { readonly [key: string]: Json } {
  return side === "output" ? { output: schema } : { prompt: "Go on.", input: schema, output: { type: "string" } };
}

/** The reviewable files of some specs; where one cannot be emitted, each is emitted by itself. */
async function emitBatch(texts: readonly string[]): Promise<readonly (string | undefined)[]> {
  const emit = async (list: readonly (readonly [string, string])[]): Promise<ReadonlyMap<string, string>> => {
    const { files } = await compile(new Map(list), { ...threeDialects, routers: {} });
    return new Map(files.map(({ path, text }) => [path, text]));
  };
  const entries = texts.map((text, index) => [`schemas/t${index}.json`, text] as const);
  const all = await emit(entries);
  const missing = entries.filter((_, index) => !all.has(`t${index}.ts`));
  const singles = await Promise.all(missing.map((entry) => emit([entry])));
  const more = new Map(singles.flatMap((files) => [...files]));
  return texts.map((_, index) => all.get(`t${index}.ts`) ?? more.get(`t${index}.ts`));
}

/** Types of a module alone: its imports and functions say nothing about values. */
function typesOf(text: string): string {
  const end = text.search(/^\/\*\* (The spec itself|The prompt, as it is sent)/m);
  return `${(end < 0 ? text : text.slice(0, end)).replaceAll(/^import .*$/gm, "")}\nexport {};\n`;
}

/** What a compiler says of the old code of one pair, without what is said of dead code. */
interface Compiled {
  readonly errors: readonly string[];
  /** Exported types that are gone. */
  readonly gone: readonly string[];
}

/** Compiles the old code of all against their new types, in one program. */
function compileAll(modules: readonly Modules[]): readonly Compiled[] {
  const texts = new Map<string, string>();
  for (const [index, { before, after, code, imports }] of modules.entries()) {
    texts.set(`/code/${index}.old.ts`, typesOf(before));
    texts.set(`/code/${index}.new.ts`, typesOf(after));
    texts.set(`/code/${index}.code.ts`, code);
    texts.set(`/code/${index}.names.ts`, imports);
  }
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  const { directoryExists } = host;
  host.directoryExists = (name) => name === "/code" || directoryExists?.call(host, name) === true;
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  const errorsOf = (name: string): readonly string[] => {
    const file = program.getSourceFile(name);
    assert.ok(file !== undefined);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ code }) => !dead.has(code))
      .map(({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  };
  return modules.map((_, index) => ({
    errors: errorsOf(`/code/${index}.code.ts`).filter((text) => !isOfDeadCode(text)),
    gone: errorsOf(`/code/${index}.names.ts`),
  }));
}

/**
 * Inside of a comparison that cannot be true there is nothing to read; and to ask for a key that was possible and is
 * not any more gives nothing, as a comparison with a member that is gone does.
 */
function isOfDeadCode(text: string): boolean {
  return /^TS2339 .* on type 'never'|^TS2488 Type 'never'/.test(text) || /^TS7053 .*"a key of its own"/.test(text);
}

/** Fails where old code does not compile, or an exported type is gone, and the change was called safe. */
async function check(subjects: readonly Subject[]): Promise<void> {
  const modules = await emitAll(subjects);
  const compiled = compileAll(modules);
  const itself = compileAll(modules.map((one) => ({ ...one, after: one.before })));
  const wrong: string[] = [];
  const count = { safe: 0, compiles: 0, open: 0, gone: 0 };
  for (const [index, { subject, code }] of modules.entries()) {
    const { errors = [], gone = [] } = compiled[index] ?? {};
    // The oracle itself: code that does not compile against its own version says nothing.
    const [fault] = itself[index]?.errors ?? [];
    if (fault !== undefined) wrong.push(`the old code is wrong: ${subject.name} ${fault}\n${code}`);
    const { consumer } = subject;
    if (consumer === "safe") count.safe++;
    if (errors.length === 0) count.compiles++;
    else if (consumer === "dangerous") count.open++;
    const schemas = [subject.before, subject.after].map((schema) => JSON.stringify(schema));
    const tell = (texts: readonly string[]): string =>
      [`${subject.side} ${subject.name}`, ...texts.slice(0, 3), ...schemas].join("\n  ");
    if (fault === undefined && errors.length > 0 && consumer === "safe") wrong.push(tell(errors));
    if (gone.length > 0) count.gone++;
    if (errors.length === 0 && gone.length > 0 && consumer === "safe") wrong.push(tell(gone));
  }
  console.log(
    `${modules.length} pairs compiled: ${count.safe} are safe, old code compiles in ${count.compiles}, ` +
      `what breaks ${count.open} others was called dangerous; ${count.gone} lost an exported type`,
  );
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} verdicts are wrong`);
}

function randomPairs(): readonly Pair[] {
  const seeds = readSmallSchemas();
  return Array.from({ length: pairCount }, (_, index) => pairOf(index, index % 2 === 0 ? seeds : [])).filter(
    (pair) => pair !== undefined,
  );
}

const tabled: readonly Pair[] = schemaRuleCases.flatMap(({ rule, before, after, near }) => [
  { name: rule, before, after },
  { name: `near ${rule}`, before: near[0], after: near[1] },
]);

describe("old code", () => {
  it("that reads outputs compiles where a change is safe for consumers", { timeout: 3_600_000 }, async () => {
    await check(await subjectsFrom([...tabled, ...randomPairs()], "output"));
  });

  it("that calls compiles where a change of the input is safe", { timeout: 3_600_000 }, async () => {
    await check(await subjectsFrom([...tabled, ...randomPairs()], "input"));
  });
});
