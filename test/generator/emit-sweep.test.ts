import assert from "node:assert/strict";
import ts from "typescript";
import { describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { type CorpusEntry, isSweep, readCorpus, sample } from "../corpus.ts";
import { config } from "./emit-cases.ts";
import { evaluateInternal, type Internal } from "./emit-corpus.ts";

const corpus = readCorpus();
const entries = isSweep ? corpus : sample(corpus, 300);

interface Emitted {
  readonly entry: CorpusEntry;
  readonly text: string;
  readonly internal: Internal;
}

describe.skipIf(corpus.length === 0)(`real schemas (${entries.length} of ${corpus.length})`, () => {
  it("are emitted, judged as labelled and typed so that valid instances fit", { timeout: 3_000_000 }, async () => {
    const emitted: Emitted[] = [];
    const thrown: string[] = [];
    const refused = new Map<string, string[]>();
    const notGenerated: string[] = [];
    for (const [index, entry] of entries.entries()) {
      const label = `${entry.family}/${entry.name}`;
      try {
        const path = "schemas/spec.json";
        const { files, diagnostics } = await compile(new Map([[path, JSON.stringify(entry.schema)]]), config);
        const error = diagnostics.find((diagnostic) => diagnostic.severity === "error");
        if (error !== undefined) {
          refused.set(error.code, [...(refused.get(error.code) ?? []), label]);
          if (error.code === "not-generated") notGenerated.push(`${label}: ${error.message}`);
          continue;
        }
        const text = files.find((file) => file.path === "spec.ts")?.text;
        const internal = files.find((file) => file.path === "internal/spec.ts")?.text;
        if (text === undefined || internal === undefined) continue;
        assert.ok(!/\brequire\(|\beval\(|new Function/.test(withoutData(internal)), `${label} evaluates code`);
        emitted.push({ entry, text, internal: evaluateInternal(internal) });
      } catch (error) {
        thrown.push(
          `${index} ${label}: ${error instanceof Error ? error.stack?.split("\n").slice(0, 4).join(" | ") : String(error)}`,
        );
      }
    }

    let judged = 0;
    const misjudged: string[] = [];
    const lost: string[] = [];
    for (const { entry, internal } of emitted) {
      if (entry.ajvError !== undefined) continue;
      for (const [label, instances] of [
        [true, entry.valid],
        [false, entry.invalid],
      ] as const) {
        for (const instance of instances) {
          judged++;
          if (internal.validate(instance) !== label)
            misjudged.push(`${entry.family}/${entry.name} ${label}: ${JSON.stringify(instance).slice(0, 200)}`);
          else if (internal.validate(decodeValue(internal.table, undefined, instance)) !== label) {
            lost.push(`${entry.family}/${entry.name} ${label}: ${JSON.stringify(instance).slice(0, 200)}`);
          }
        }
      }
    }

    const { broken, rejecting, checked } = typeCheck(emitted);
    const report = {
      schemas: entries.length,
      emitted: emitted.length,
      thrown: thrown.length,
      refused: Object.fromEntries([...refused].map(([code, names]) => [code, names.length])),
      judged,
      misjudged: misjudged.length,
      changedByDecoding: lost.length,
      doNotCompile: broken.length,
      rejectAValidInstance: `${rejecting.length} of ${checked}`,
    };
    console.log(JSON.stringify(report, null, 2));
    for (const [title, list] of Object.entries({ thrown, notGenerated, misjudged, lost, broken, rejecting })) {
      if (list.length > 0) console.log(`${title}\n  ${list.slice(0, isSweep ? 60 : 15).join("\n  ")}`);
    }
    assert.deepEqual(thrown, []);
    assert.deepEqual(broken, []);
    assert.deepEqual(lost, []);
    assert.deepEqual(misjudged, []);
    assert.deepEqual(rejecting, []);
  });
});

/** An internal file without the lines that hold schemas, whose descriptions may speak of anything. */
function withoutData(internal: string): string {
  return internal.replaceAll(/^(?:(?:export )?const schema\w*\b.*| +(?:schema|description): .*)$/gm, "");
}

/** Checks all emitted types in one program, with the valid instances assigned to them. */
function typeCheck(emitted: readonly Emitted[]): {
  readonly broken: readonly string[];
  readonly rejecting: readonly string[];
  readonly checked: number;
} {
  const texts = new Map<string, string>();
  for (const [index, { entry, text, internal }] of emitted.entries()) {
    const values =
      entry.ajvError === undefined ? entry.valid.map((value) => decodeValue(internal.table, undefined, value)) : [];
    const types = text.slice(0, text.indexOf("/** The spec itself"));
    const lines = values.map((value, at) => `export const valid${at}: Spec = ${JSON.stringify(value)};`);
    texts.set(`/sweep/${index}.ts`, `${types.replaceAll(/^import .*$/gm, "")}\n// instances\n${lines.join("\n")}\n`);
  }
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
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
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  const broken: string[] = [];
  const rejecting: string[] = [];
  for (const [index, { entry }] of emitted.entries()) {
    const file = program.getSourceFile(`/sweep/${index}.ts`);
    if (file === undefined) continue;
    const start = file.text.indexOf("\n// instances\n");
    for (const diagnostic of [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]) {
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").slice(0, 300);
      const line = `${entry.family}/${entry.name}: TS${diagnostic.code} ${message}`;
      if ((diagnostic.start ?? 0) < start) broken.push(line);
      // A literal with a key too many is refused only because it is a literal.
      else if (
        diagnostic.code !== 2353 &&
        !/known properties/.test(message) &&
        !rejecting.some((other) => other.startsWith(`${entry.family}/${entry.name}:`))
      )
        rejecting.push(line);
    }
  }
  return { broken, rejecting, checked: emitted.filter(({ entry }) => entry.valid.length > 0).length };
}
