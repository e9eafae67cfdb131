import type { Json } from "../../json.ts";
import type { Rewrite, WireSchema } from "../dialect.ts";
import { mapWire, withUnenforced } from "../walk.ts";

/** What a constraint becomes in a dialect: kept, said in words, or kept with another value. */
export type Fate = "keep" | "say" | { readonly as: Json };

/** Decides on one constraint of a schema. */
export type FateOf = (keyword: string, value: Json, schema: WireSchema) => Fate;

/**
 * Moves the constraints a dialect has no keyword for into the description, as words, and records that nothing but the
 * validator enforces them.
 */
export function moveConstraints(fateOf: FateOf): Rewrite {
  return (document) => {
    const unenforced: string[] = [];
    const rewritten = mapWire(document, (schema) => {
      if (Object.keys(schema.constraints).length === 0) return schema;
      const kept: [string, Json][] = [];
      const notes: string[] = [];
      for (const [keyword, value] of Object.entries(schema.constraints)) {
        // In draft-04 the exclusive bounds are flags beside `minimum` and `maximum`; nobody else knows them.
        const isFlag = typeof value === "boolean" && keyword.startsWith("exclusive");
        const fate = isFlag ? "say" : fateOf(keyword, value, schema);
        if (fate === "keep") kept.push([keyword, value]);
        else if (fate === "say") {
          unenforced.push(`${keyword} at ${schema.pointer}`);
          notes.push(inWords(keyword, value));
        } else kept.push([keyword, fate.as]);
      }
      if (notes.length === 0 && kept.every(([keyword, value]) => schema.constraints[keyword] === value)) return schema;
      return { ...schema, constraints: Object.fromEntries(kept), notes: [...schema.notes, ...notes] };
    });
    return withUnenforced(rewritten, unenforced);
  };
}

function inWords(keyword: string, value: Json): string {
  return value === true ? keyword : `${keyword} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** What becomes of constraints where some keywords and some formats are enforced and nothing else is. */
export function enforces(keywords: readonly string[], formats: readonly string[] = []): FateOf {
  return (keyword, value) => {
    if (keyword === "format") return typeof value === "string" && formats.includes(value) ? "keep" : "say";
    return keywords.includes(keyword) ? "keep" : "say";
  };
}

/** Whether a pattern looks ahead or behind, or back at its groups: more than a grammar can do. */
export function looksAround(pattern: Json): boolean {
  return typeof pattern !== "string" || /\(\?[=!<]|\\[1-9]|\\k</.test(pattern);
}

/** What a pattern says between `^` and `$`; nothing when it is not anchored at both ends. */
export function betweenAnchors(pattern: Json): string | undefined {
  if (typeof pattern !== "string" || looksAround(pattern)) return undefined;
  const body = /^\^(.*)\$$/s.exec(pattern)?.[1];
  if (body === undefined || /(?:^|[^\\])(?:\\\\)*\\$/.test(body)) return undefined;
  // Anchors bind tighter than alternation, and one that is left inside would mean something else.
  const outside = body.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "");
  if (/[\^$]/.test(outside)) return undefined;
  let depth = 0;
  for (const character of outside) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) return undefined;
  }
  return body;
}

/** Leaves out descriptions, for dialects that limit the length of the schema's text. */
export const leaveOutDescriptions: Rewrite = (document) =>
  mapWire(document, (schema) => {
    const { description: _description, ...undescribed } = schema;
    return { ...undescribed, notes: [] } as WireSchema;
  });
