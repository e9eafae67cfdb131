import type { DialectSource } from "../schema/dialects/dialect.ts";
import { buildIr } from "../schema/ir/build.ts";
import { resolve } from "../schema/ir/ir.ts";
import { nameTypes } from "../schema/ir/names.ts";
import { buildTable } from "../schema/ir/table.ts";
import type { Draft, JsonSchema } from "../schema/json.ts";
import { isSchema, mapSchemas, withoutKeywords } from "../schema/keywords.ts";
import { pascalCase } from "../schema/pascal-case.ts";
import { fragmentOf } from "../schema/pointer.ts";
import { compiling } from "./ajv-instances.ts";
import type { SlowPatterns } from "./check-patterns.ts";
import { checkSchema } from "./check-schema.ts";
import { copyJson } from "./copy-json.ts";
import { chooseDraft, fromDraft04 } from "./drafts.ts";
import { type Finding, schemaError } from "./findings.ts";
import { checkAgainstDraft } from "./meta-schema.ts";
import { resolveReferences } from "./references.ts";

/** A schema that has been found good. */
export interface ReadSchema {
  /** As it was handed over: a copy. */
  readonly authored: JsonSchema;
  /** The same with each reference written as the pointer it leads to, not percent-encoded. */
  readonly document: JsonSchema;
  readonly draft: Draft;
  /** What the schema means, as the generator would have found. */
  readonly source: DialectSource;
}

/** Reads a schema. Throws a `ConfigurationError` that tells everything that is wrong with it. */
export function readSchema(name: string, given: unknown, slowPatterns: SlowPatterns = "refuse"): ReadSchema {
  const findings: Finding[] = [];
  const authored = copyJson(given, findings);
  stopAt(name, findings);
  if (!isSchema(authored)) {
    throw schemaError(name, [
      { pointer: "#", message: "is no schema", hint: 'hand over an object such as { type: "object", properties: {} }' },
    ]);
  }
  const draft = chooseDraft(authored, findings);
  const copied = copyJson(authored, findings) as JsonSchema; // a copy of a schema is one
  const document = draft === "draft-04" ? fromDraft04(copied) : copied;
  compiling(name, () => checkAgainstDraft(document, draft, findings));
  // What follows relies on keywords having values of the right form.
  stopAt(name, findings);
  resolveReferences(document, draft, findings);
  checkSchema(document, slowPatterns, findings);
  stopAt(name, findings);
  const source = understand(name, document, draft, findings);
  stopAt(name, findings);
  return { authored, document, draft, source };
}

function understand(name: string, document: JsonSchema, draft: Draft, findings: Finding[]): DialectSource {
  const schema = withFragments(document);
  const ir = buildIr(schema, draft);
  const table = buildTable(ir);
  if (ir.tooComplexAt !== undefined) {
    findings.push({
      pointer: ir.tooComplexAt,
      message: "comes to more schemas than can be worked with once unions are spread over each other",
      hint: "let unions stand in properties of their own, and not beside or inside each other",
    });
  } else if (table.isTooLarge) {
    findings.push({
      pointer: "#",
      message: "has unions whose options have too many names between them",
      hint: "give the options names in common, or split the union",
    });
  } else if (resolve(ir, ir.root)?.kind === "never") {
    findings.push({
      pointer: "#",
      message: "takes no value at all",
      hint: "look for keywords that exclude each other",
    });
  }
  return { schema, ir, names: nameTypes(ir, pascalCase(name) || "Output", new Set()), table };
}

/** What says nothing once references are pointers. */
const ids: ReadonlySet<string> = new Set([
  ...["$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$async"],
]);

/** A document whose references are URI fragments, as JSON Schema has them. */
function withFragments(document: JsonSchema): JsonSchema {
  return mapSchemas(document, (schema) => {
    const kept = withoutKeywords(schema, (keyword) => ids.has(keyword));
    const { $ref: reference } = kept;
    return typeof reference === "string" ? { ...kept, $ref: `#${fragmentOf(reference.slice(1))}` } : kept;
  });
}

function stopAt(name: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw schemaError(name, findings);
}
