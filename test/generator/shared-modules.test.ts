import assert from "node:assert/strict";
import fc from "fast-check";
import ts from "typescript";
import { describe, it } from "vitest";
import { emitSpec } from "../../generator/src/emit/emit-spec.ts";
import { loadTypeTools } from "../../generator/src/emit/types.ts";
import { loadValidatorTools } from "../../generator/src/emit/validator-tools.ts";
import { createImports } from "../../generator/src/plan/exports.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";
import type { ResolvedSpec } from "../../generator/src/spec/resolved-spec.ts";
import { lawRuns } from "../law-runs.ts";
import { config, projectCases } from "./emit-cases.ts";

const tools = { types: await loadTypeTools(), validators: await loadValidatorTools() };

/** Resolves specs that have no errors. */
async function resolve(
  texts: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string> = new Map(),
): Promise<readonly ResolvedSpec[]> {
  const documents = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => readSpec(path, text));
  const { specs, diagnostics } = await resolveSpecs(documents, config, others);
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === "error"),
    [],
  );
  return specs;
}

interface Module {
  readonly path: string;
  readonly types: string;
  readonly own: readonly string[];
}

/** Everything that is imported but types of other specs. */
const valueImports = /^import (?:type )?\{[^}]*\} from "(?:@outspec[^"]*|[^"]*internal\/[^"]*|[^"]*router\.js)";$/gm;

/** The types of all specs, importing from each other or each with copies of its own. */
async function modulesOf(specs: readonly ResolvedSpec[], sharing: boolean): Promise<readonly Module[]> {
  const importsOf = createImports(specs);
  const modules: Module[] = [];
  for (const spec of specs) {
    const { files, entry } = await emitSpec(tools, { spec, imports: sharing ? importsOf(spec) : [] }, config);
    const text = files.find(({ path }) => path === `${spec.stem}.ts`)?.text ?? "";
    const types = text.split(/^(?:\/\*\* The (?:spec itself|prompt)|function |const )/m)[0] ?? "";
    const own = entry?.own.filter((name) => entry.types.includes(name)) ?? [];
    modules.push({ path: `${spec.stem}.ts`, types: types.replaceAll(valueImports, ""), own });
  }
  return modules;
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
const library = new Map<string, ts.SourceFile | undefined>();

function errorsIn(texts: ReadonlyMap<string, string>): readonly string[] {
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    if (!library.has(name)) library.set(name, getSourceFile.call(host, name, ...rest));
    return library.get(name);
  };
  host.directoryExists = () => true;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
}

/** What differs between the types of specs that share and the types of the same specs with copies. */
async function differences(specs: readonly ResolvedSpec[]): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  const shared = await modulesOf(specs, true);
  for (const { path, types } of shared) texts.set(`/shared/${path}`, types);
  for (const { path, types } of await modulesOf(specs, false)) texts.set(`/copied/${path}`, types);
  const lines = shared.flatMap(({ path, own }, index) => [
    `import type * as Shared${index} from "/shared/${path}";`,
    `import type * as Copied${index} from "/copied/${path}";`,
    ...own.flatMap((name) => [
      `export const there${index}${name}: Copied${index}.${name} = null as unknown as Shared${index}.${name};`,
      `export const back${index}${name}: Shared${index}.${name} = null as unknown as Copied${index}.${name};`,
    ]),
  ]);
  return errorsIn(new Map([...texts, ["/compare.ts", lines.join("\n")]]));
}

describe("a type that is imported is the type that would have been declared", () => {
  for (const one of projectCases()) {
    it(`in the project of ${one.name.replaceAll("-", " ")}`, { timeout: 60_000 }, async () => {
      assert.deepEqual(await differences(await resolve(one.specs, one.others)), []);
    });
  }

  const keys = ["A", "B", "C"] as const;
  const paths = ["_one", "_two", "three"] as const;
  const reference = fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom("", ...keys.map((key) => `#/$defs/${key}`)))
    .filter(([path, place]) => !(path.startsWith("_") && place === ""))
    .map(([path, place]) => ({ $ref: `${path}.json${place}` }));
  const leaf = fc.constantFrom<object>({ type: "string" }, { enum: ["a", "b"] }, { type: "number" });
  const tagged = (key: string): object => ({
    type: "object",
    required: ["kind"],
    properties: { kind: { const: key }, more: { type: "string" } },
  });
  const member = fc.oneof(
    leaf,
    reference,
    reference,
    reference.map((items) => ({ type: "array", items })),
    fc.tuple(reference, reference).map(([first, second]) => ({ anyOf: [first, second, { type: "null" }] })),
    reference.map((additionalProperties) => ({ type: "object", additionalProperties })),
    reference.map((one) => ({ allOf: [one, { type: "object", properties: { extra: { type: "boolean" } } }] })),
    reference.map((one) => ({ ...one, "x-stream": "complete" })),
  );
  const object = fc.tuple(fc.dictionary(fc.constantFrom("p", "q", "r"), member, { maxKeys: 3 }), fc.boolean());
  const definition = (key: string): fc.Arbitrary<object> =>
    object.map(([properties, isTagged]) =>
      isTagged
        ? { ...tagged(key), properties: { kind: { const: key }, ...properties } }
        : { type: "object", properties: { own: { type: "string" }, ...properties } },
    );
  const document = fc.record({
    root: object.map(([properties]) => properties),
    $defs: fc.record({ A: definition("A"), B: definition("B"), C: definition("C") }),
  });

  it("in any project of files that refer to each other", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ _one: document, _two: document, three: document, four: document }),
        async (files) => {
          const texts = Object.entries(files).map(([name, { root, $defs }]): [string, string] => [
            `schemas/${name}.json`,
            JSON.stringify({ ...(name.startsWith("_") ? {} : { type: "object", properties: root }), $defs }),
          ]);
          assert.deepEqual(await differences(await resolve(new Map(texts))), []);
        },
      ),
      { numRuns: lawRuns(25) },
    );
  });
});
