import { schemaAtReference } from "../schema/ir/sources.ts";
import type { JsonSchema } from "../schema/json.ts";
import { type SchemaObject, subschemas } from "../schema/keywords.ts";
import { isRecord } from "../schema/pointer.ts";
import { createPatternCheck, type SlowPatterns } from "./check-patterns.ts";
import type { Finding } from "./findings.ts";
import { limits } from "./limits.ts";
import { walkReachable } from "./walk-reachable.ts";

/** Finds what no validator can be made of, or none that is sure to end. References are pointers already. */
export function checkSchema(document: JsonSchema, slowPatterns: SlowPatterns, findings: Finding[]): void {
  const checkPatterns = createPatternCheck(slowPatterns, findings);
  walkReachable(document, ({ schema, pointer, depth }) => {
    if (depth > limits.schemaDepth && findings.every(({ message }) => message !== tooDeep)) {
      findings.push({ pointer, message: tooDeep, hint: "let references lead to each other in fewer steps" });
    }
    checkPatterns(schema, pointer);
    checkSizes(schema, pointer, findings);
  });
  checkCircles(document, findings);
  // Only what has no circles can be counted.
  if (findings.length === 0) checkJudgements(document, findings);
}

/** Keywords whose validators take time that grows with the square of what they list. */
const listing = ["anyOf", "oneOf", "allOf", "patternProperties", "dependentSchemas", "dependencies"];

function checkSizes(schema: SchemaObject, pointer: string, findings: Finding[]): void {
  for (const keyword of listing) {
    if (Object.keys(schema[keyword] ?? {}).length <= limits.listed) continue;
    findings.push({
      pointer: `${pointer}/${keyword}`,
      message: `lists more than ${limits.listed} schemas`,
      hint: "say values in one enum, and names in properties or propertyNames",
    });
  }
}

const tooDeep = `schemas follow one from another more than ${limits.schemaDepth} deep`;

/** Finds schemas that come back to themselves before they look into a value: their validators would never end. */
function checkCircles(document: JsonSchema, findings: Finding[]): void {
  const state = new Map<string, "open" | "done">();
  for (const start of referencesOf(document)) {
    const stack = [{ pointer: start, next: leadsOf(document, start) }];
    if (state.has(start)) continue;
    state.set(start, "open");
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const lead = top.next.pop();
      if (lead === undefined) {
        state.set(top.pointer, "done");
        stack.pop();
      } else if (state.get(lead) === "open") {
        findings.push({
          pointer: lead,
          message: "comes back to itself before anything is said of a value",
          hint: "let the recursion go through a property or an element",
        });
        return;
      } else if (!state.has(lead)) {
        state.set(lead, "open");
        stack.push({ pointer: lead, next: leadsOf(document, lead) });
      }
    }
  }
}

/** Where the references of a document lead, each once. */
function referencesOf(document: JsonSchema): ReadonlySet<string> {
  const found = new Set<string>();
  walkReachable(document, ({ schema }) => {
    if (typeof schema["$ref"] === "string") found.add(schema["$ref"]);
  });
  return found;
}

/** The places whose schemas judge the same value as the schema at a place. */
function leadsOf(document: JsonSchema, pointer: string): string[] {
  const schema = schemaAtReference(document, pointer);
  if (!isRecord(schema)) return [];
  const inner = subschemas(schema, pointer).flatMap((child) => (child.inPlace ? [child.pointer] : []));
  return typeof schema["$ref"] === "string" ? [schema["$ref"], ...inner] : inner;
}

/**
 * Finds a schema whose parts, each time it comes by one, are more than a validator can be asked of one value: references
 * that lead to two others each, which do the same, double with every step.
 */
function checkJudgements(document: JsonSchema, findings: Finding[]): void {
  const known = new Map<string, number>();
  const countAt = (pointer: string): number => {
    const before = known.get(pointer);
    if (before !== undefined) return before;
    const count = leadsOf(document, pointer).reduce((sum, lead) => sum + countAt(lead), 1);
    known.set(pointer, count);
    return count;
  };
  walkReachable(document, ({ pointer }) => {
    if (countAt(pointer) <= limits.judgements || findings.length > 0) return;
    findings.push({
      pointer,
      message: `comes to more than ${limits.judgements.toLocaleString("en")} schemas for one value`,
      hint: "let unions and references share fewer parts with each other",
    });
  });
}
