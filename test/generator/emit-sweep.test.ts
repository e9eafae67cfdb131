import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { type CorpusEntry, isSweep, readCorpus, sample } from "../corpus.ts";
import { checkAssignable, checkAssignableNatively, type TypedModule, type TypeVerdict } from "./assignability.ts";
import { config } from "./emit-cases.ts";
import { evaluateInternal, type Internal } from "./emit-corpus.ts";
import { refusableBreaks } from "./refusable.ts";

const corpus = readCorpus();
const entries = isSweep ? corpus : sample(corpus, 400);

interface Emitted {
  readonly label: string;
  readonly entry: CorpusEntry;
  readonly text: string;
  readonly internal: Internal;
}

/** What is judged: how many instances, and which were not judged as their label says. */
interface Judged {
  readonly count: number;
  /** Instances on which the compiled validator and the label differ. */
  readonly misjudged: readonly string[];
  /** Instances on which they differ only after undeclared keys were dropped. */
  readonly changed: readonly string[];
}

/** What the emitted types say of the instances. */
interface Typed {
  readonly compiler: string;
  readonly broken: readonly string[];
  /** Schemas with a valid instance, and those of them whose type refuses one. */
  readonly withValid: number;
  readonly rejecting: readonly string[];
  /** Invalid instances a type could refuse, and those of them that a type admits. */
  readonly refusable: number;
  readonly accepted: readonly string[];
}

describe.skipIf(corpus.length === 0)(`real schemas (${entries.length} of ${corpus.length})`, () => {
  it("are emitted, judged as labelled and typed as they say", { timeout: 3_000_000 }, async () => {
    const { emitted, crashed, refused } = await emitAll();
    const judged = judge(emitted);
    const modules = emitted.map(typedModule);
    const typed = [weigh("TypeScript 5.9", emitted, checkAssignable(modules))];
    if (isSweep) typed.push(weigh("TypeScript 7", emitted, await checkAssignableNatively(modules)));

    const share = (part: number, whole: number): string =>
      `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`;
    console.log(
      [
        `schemas: ${entries.length}, emitted: ${emitted.length}, crashes: ${crashed.length}`,
        `refused: ${[...refused].map(([code, labels]) => `${code} ${labels.length}`).join(", ")}`,
        `verdicts that differ from the label: ${share(judged.misjudged.length, judged.count)}`,
        `verdicts changed by dropping undeclared keys: ${judged.changed.length}`,
        ...typed.flatMap(({ compiler, broken, rejecting, withValid, accepted, refusable }) => [
          `${compiler}: modules that do not compile: ${broken.length}`,
          `${compiler}: types that refuse a valid instance: ${share(rejecting.length, withValid)}`,
          `${compiler}: refusable invalid instances accepted: ${share(accepted.length, refusable)}`,
        ]),
      ].join("\n"),
    );
    const lists = { crashed, ...judged, ...typed[0] };
    for (const title of ["crashed", "misjudged", "changed", "broken", "rejecting", "accepted"] as const) {
      const list = lists[title] ?? [];
      if (list.length > 0) console.log(`${title}\n  ${list.slice(0, isSweep ? 100 : 15).join("\n  ")}`);
    }

    assert.deepEqual(crashed, []);
    assert.deepEqual(judged.changed, []);
    assert.ok(judged.misjudged.length <= judged.count * 0.001);
    for (const { broken, rejecting, accepted, refusable } of typed) {
      assert.deepEqual(broken, []);
      assert.deepEqual(rejecting, []);
      assert.ok(accepted.length <= refusable * 0.015);
    }
  });
});

/** Emits each schema by itself. A finding that is no fault of the schema counts as a crash. */
async function emitAll(): Promise<{
  readonly emitted: readonly Emitted[];
  readonly crashed: readonly string[];
  readonly refused: ReadonlyMap<string, readonly string[]>;
}> {
  const emitted: Emitted[] = [];
  const crashed: string[] = [];
  const refused = new Map<string, string[]>();
  for (const entry of entries) {
    const label = `${entry.family}/${entry.name}`;
    try {
      const path = "schemas/spec.json";
      const { files, diagnostics } = await compile(new Map([[path, JSON.stringify(entry.schema)]]), config);
      const error = diagnostics.find((diagnostic) => diagnostic.severity === "error");
      if (error?.code === "not-generated") crashed.push(`${label}: ${error.message}`);
      else if (error !== undefined) refused.set(error.code, [...(refused.get(error.code) ?? []), label]);
      const text = files.find((file) => file.path === "spec.ts")?.text;
      const internal = files.find((file) => file.path === "internal/spec.ts")?.text;
      if (text === undefined || internal === undefined) continue;
      assert.ok(!/\brequire\(|\beval\(|new Function/.test(withoutData(internal)), `${label} evaluates code`);
      emitted.push({ label, entry, text, internal: evaluateInternal(internal) });
    } catch (error) {
      const stack = error instanceof Error ? error.stack?.split("\n").slice(0, 4).join(" | ") : String(error);
      crashed.push(`${label}: ${stack}`);
    }
  }
  return { emitted, crashed, refused };
}

/** An internal file without the lines that hold schemas, whose descriptions may speak of anything. */
function withoutData(internal: string): string {
  return internal.replaceAll(/^(?:(?:export )?const schema\w*\b.*| +(?:schema|description): .*)$/gm, "");
}

/** The instances of a schema that ajv itself could judge, valid ones first. */
function instancesOf({ entry }: Emitted): readonly (readonly [instance: unknown, isValid: boolean])[] {
  if (entry.ajvError !== undefined) return [];
  return [
    ...entry.valid.map((instance) => [instance, true] as const),
    ...entry.invalid.map((instance) => [instance, false] as const),
  ];
}

function judge(emitted: readonly Emitted[]): Judged {
  const misjudged: string[] = [];
  const changed: string[] = [];
  let count = 0;
  for (const one of emitted) {
    const { label, internal } = one;
    for (const [instance, isValid] of instancesOf(one)) {
      count++;
      const line = `${label} ${isValid}: ${JSON.stringify(instance).slice(0, 200)}`;
      if (internal.validate(instance) !== isValid) misjudged.push(line);
      else if (internal.validate(decodeValue(internal.table, undefined, instance)) !== isValid) changed.push(line);
    }
  }
  return { count, misjudged, changed };
}

/** A module with all instances of its schema, undeclared keys dropped. */
function typedModule(one: Emitted): TypedModule {
  const values = instancesOf(one).map(([instance]) => decodeValue(one.internal.table, undefined, instance));
  return { label: one.label, text: one.text, values };
}

function weigh(compiler: string, emitted: readonly Emitted[], verdicts: readonly TypeVerdict[]): Typed {
  const broken: string[] = [];
  const rejecting: string[] = [];
  const accepted: string[] = [];
  let refusable = 0;
  for (const [index, one] of emitted.entries()) {
    const { label, internal } = one;
    const verdict = verdicts[index] ?? { broken: ["not checked"], refusals: [] };
    broken.push(...verdict.broken.map((message) => `${label}: ${message}`));
    const instances = instancesOf(one);
    const refusal = verdict.refusals.find((message, at) => message !== undefined && instances[at]?.[1] === true);
    if (refusal !== undefined) rejecting.push(`${label}: ${refusal}`);
    for (const [at, [instance, isValid]] of instances.entries()) {
      // The cast holds because the schema comes from an internal file.
      const breaks = isValid ? [] : refusableBreaks(internal.schema as Json, instance);
      if (breaks.length === 0) continue;
      refusable++;
      if (verdict.refusals[at] === undefined)
        accepted.push(
          `${label}: ${breaks
            .map((one) => `${one.keyword} at ${one.at || "/"}`)
            .join(", ")
            .slice(0, 160)}`,
        );
    }
  }
  const withValid = emitted.filter(({ entry }) => entry.valid.length > 0).length;
  return { compiler, broken, withValid, rejecting, refusable, accepted };
}
