import { compiling } from "./ajv-instances.ts";
import type { SlowPatterns } from "./check-patterns.ts";
import { checkSchema } from "./check-schema.ts";
import { copyJson } from "./copy-json.ts";
import { chooseDraft, fromDraft04 } from "./drafts.ts";
import { type Finding, schemaError } from "./findings.ts";
import { type Draft, isSchema, type Schema } from "./json-schema.ts";
import { limits } from "./limits.ts";
import { checkAgainstDraft } from "./meta-schema.ts";
import { readShapes } from "./read-shapes.ts";
import { resolveReferences } from "./references.ts";
import { resolveShape, type Shapes } from "./shape.ts";
import { buildTable, type DynamicTable } from "./table.ts";

/** A schema that has been found good. */
export interface ReadSchema {
  /** As it was handed over: a copy. */
  readonly authored: Schema;
  /** The same with each reference written as the pointer it leads to. */
  readonly document: Schema;
  readonly draft: Draft;
  readonly shapes: Shapes;
  readonly table: DynamicTable;
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
  const copied = copyJson(authored, findings) as Schema; // a copy of a schema is one
  const document = draft === "draft-04" ? fromDraft04(copied) : copied;
  compiling(name, () => checkAgainstDraft(document, draft, findings));
  // What follows relies on keywords having values of the right form.
  stopAt(name, findings);
  resolveReferences(document, draft, findings);
  checkSchema(document, slowPatterns, findings);
  stopAt(name, findings);
  const shapes = readShapes(document, draft);
  const table = buildTable(shapes);
  if (shapes.tooComplexAt !== undefined) {
    findings.push({
      pointer: shapes.tooComplexAt,
      message: `comes to more than ${limits.shapes.toLocaleString("en")} schemas once unions are spread over each other`,
      hint: "let unions stand in properties of their own, and not beside or inside each other",
    });
  } else if (table.isTooLarge) {
    findings.push({
      pointer: "#",
      message: "has unions whose options have too many names between them",
      hint: "give the options names in common, or split the union",
    });
  } else if (resolveShape(shapes, shapes.root)?.kind === "never") {
    findings.push({
      pointer: "#",
      message: "takes no value at all",
      hint: "look for keywords that exclude each other",
    });
  }
  stopAt(name, findings);
  return { authored, document, draft, shapes, table };
}

function stopAt(name: string, findings: readonly Finding[]): void {
  if (findings.length > 0) throw schemaError(name, findings);
}
