import type { Ajv } from "ajv";
import type { Draft, JsonSchema } from "../schema/json.ts";
import { withoutKeywords } from "../schema/keywords.ts";
import { isRecord } from "../schema/pointer.ts";
import { describeIssue, tellIssues } from "../validation/issues.ts";
import { createAjv } from "./ajv-instances.ts";
import type { Finding } from "./findings.ts";

/** One for each draft, made when a schema of it first comes along: their meta-schemas take longer to compile than most schemas. */
const instances = new Map<Draft, Ajv>();

/** Finds where a schema is none by the meta-schema of its draft. */
export function checkAgainstDraft(schema: JsonSchema, draft: Draft, findings: Finding[]): void {
  const ajv = instances.get(draft) ?? createAjv(draft, { validateFormats: false });
  instances.set(draft, ajv);
  const stated = isRecord(schema) ? withoutKeywords(schema, (keyword) => keyword === "$schema") : schema;
  // The cast holds: a meta-schema judges and changes nothing.
  if (ajv.validateSchema(stated as object | boolean) === true) return;
  const said = new Set<string>();
  for (const issue of tellIssues(ajv.errors ?? [])) {
    // Of what a meta-schema says of one keyword, the first is what is meant most often; the rest is its alternatives.
    if (said.has(issue.instancePath)) continue;
    said.add(issue.instancePath);
    const message = describeIssue(issue, "#").slice((issue.instancePath || "#").length + 1);
    findings.push({
      pointer: `#${issue.instancePath}`,
      message,
      hint: `see JSON Schema ${draft}, or state another draft in $schema`,
    });
  }
}
