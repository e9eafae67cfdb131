import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { draftUrls } from "../../generator/src/spec/outline.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import type { Draft, Json } from "../../runtime/src/schema/json.ts";
import { checkAssignable, type TypedModule } from "./assignability.ts";
import { config } from "./emit-cases.ts";
import { evaluateInternal } from "./emit-corpus.ts";

/** A checkout of the official JSON-Schema-Test-Suite. It is not part of this repository. */
const suite = process.env["JSON_SCHEMA_TEST_SUITE"];
const isThere = suite !== undefined && existsSync(join(suite, "tests"));
if (!isThere) console.info("skipped: JSON_SCHEMA_TEST_SUITE names no checkout of the JSON-Schema-Test-Suite");

const drafts: readonly (readonly [folder: string, draft: Draft])[] = [
  ["draft4", "draft-04"],
  ["draft6", "draft-06"],
  ["draft7", "draft-07"],
  ["draft2019-09", "2019-09"],
  ["draft2020-12", "2020-12"],
];

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** Where Outspec says otherwise than the suite, and why. */
const knownDeviations: readonly { readonly test: RegExp; readonly because: string }[] = [
  {
    test: /^format\.json: .* is only an annotation by default/,
    because: "formats are asserted: a model that is asked for a date shall give one",
  },
  {
    test: /^ref\.json: ref overrides any sibling keywords \/ ref valid, maxItems ignored/,
    because: "keywords beside $ref count in every draft, as its authors mean them and as ajv has it",
  },
  {
    test: /: properties whose names are Javascript object property names: the type refuses/,
    because: "in TypeScript every object literal has a `toString`, so none fits a type that says what else it is",
  },
];

/** A schema without `type` that speaks of properties or elements is read as one of objects or arrays. */
const untyped =
  /^(?:additionalProperties|items|patternProperties|prefixItems|properties|recursiveRef|ref|required)\.json: [^:]*: the type refuses (.)/;

function isKnown(deviation: string): boolean {
  if (knownDeviations.some(({ test }) => test.test(deviation))) return true;
  const [, first] = untyped.exec(deviation) ?? [];
  if (first === undefined) return false;
  // A list where an object is meant, an object where a list is meant, and anything else in place of both.
  return (
    first !== (/^(?:items|prefixItems)/.test(deviation) ? "[" : "{") ||
    /root pointer ref|works like \$ref/.test(deviation)
  );
}

function groupsOf(folder: string): readonly (Group & { readonly label: string })[] {
  const at = join(suite ?? "", "tests", folder);
  return readdirSync(at)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) =>
      // The cast holds by the suite's own description.
      (JSON.parse(readFileSync(join(at, name), "utf8")) as readonly Group[]).map((group) => ({
        ...group,
        label: `${name}: ${group.description}`,
      })),
    );
}

/** The schema as the output of an envelope, so that booleans and bare keywords can be one too. */
function specOf(schema: Json, draft: Draft): string {
  const stated =
    typeof schema === "object" && schema !== null && !Array.isArray(schema) && !("$schema" in schema)
      ? { $schema: draftUrls[draft], ...schema }
      : schema;
  return JSON.stringify({ output: stated }, null, 2);
}

describe.skipIf(!isThere)("the official test suite", () => {
  for (const [folder, draft] of drafts) {
    it(`of ${draft} is judged as it says, or refused`, { timeout: 600_000 }, async () => {
      const groups = isThere ? groupsOf(folder) : [];
      const refused = new Map<string, string[]>();
      const deviations: string[] = [];
      const handled: TypedModule[] = [];
      for (const { label, schema, tests } of groups) {
        const { files, diagnostics } = await compile(new Map([["schemas/spec.json", specOf(schema, draft)]]), config);
        const error = diagnostics.find(({ severity }) => severity === "error");
        if (error !== undefined) {
          refused.set(error.code, [
            ...(refused.get(error.code) ?? []),
            `${label} (${error.range.start.line}:${error.range.start.column} ${error.message})`,
          ]);
          if (error.range.path !== "schemas/spec.json") deviations.push(`${label}: refused without a place`);
          continue;
        }
        const text = files.find((file) => file.path === "spec.ts")?.text ?? "";
        const internal = evaluateInternal(files.find((file) => file.path === "internal/spec.ts")?.text ?? "");
        const judge = (value: unknown): boolean | string => {
          try {
            return internal.validate(value);
          } catch (error) {
            return `thrown: ${String(error)}`;
          }
        };
        for (const { description, data, valid } of tests) {
          const verdict = judge(data);
          if (verdict !== valid) deviations.push(`${label} / ${description}: judged ${verdict}`);
          else if (valid && judge(decodeValue(internal.table, undefined, data)) !== true)
            deviations.push(`${label} / ${description}: made invalid by decoding`);
        }
        const values = tests
          .filter(({ valid, data }) => valid && judge(data) === true)
          .map(({ data }) => decodeValue(internal.table, undefined, data));
        handled.push({ label, text, values });
      }
      for (const { label, broken, refusals } of checkAssignable(handled)) {
        deviations.push(...broken.map((message) => `${label}: does not compile: ${message}`));
        deviations.push(
          ...refusals.flatMap((message, i) =>
            message === undefined
              ? []
              : [
                  `${label}: the type refuses ${JSON.stringify(handled.find((one) => one.label === label)?.values[i])}: ${message}`,
                ],
          ),
        );
      }
      console.log(
        `${draft}: ${groups.length} groups, ${handled.length} handled, ${groups.length - handled.length} refused`,
      );
      for (const [code, labels] of refused) console.log(`  ${code}: ${labels.length}\n    ${labels.join("\n    ")}`);
      console.log(`  deviations: ${deviations.length}\n    ${deviations.join("\n    ")}`);
      assert.deepEqual(
        deviations.filter((deviation) => !isKnown(deviation)),
        [],
      );
      assert.ok(handled.length > groups.length * 0.9);
    });
  }
});
