import { pointerOfRef } from "../../../../runtime/src/schema/ir/keywords.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { atPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import type { SchemaSide } from "../schema-node.ts";
import type { LintSubject } from "../subject.ts";

/** Rules about what refers to what. */
export const referenceRules: LintRules = {
  recursion: {
    theme: "Objects and references",
    level: "warning",
    set: "recommended",
    codes: ["circular-ref"],
    check: recursion,
    page: {
      what: "A schema that leads back to itself.",
      why: "It works everywhere, but not alike: dialects without recursion have it written out for a few levels and take what is deeper as JSON text. The message names the configured models that do so.",
      bad: "$defs:\n  Comment:\n    properties:\n      replies: { type: array, items: { $ref: '#/$defs/Comment' } }",
      good: "# lint-ignore recursion -- discussions have no fixed depth\nComment:\n  properties:\n    replies: { type: array, items: { $ref: '#/$defs/Comment' } }",
    },
  },
  "unresolved-ref": {
    theme: "Objects and references",
    level: "error",
    set: "recommended",
    codes: ["ref-not-found", "ambiguous-id", "mixed-drafts", "dynamic-ref", "unevaluated-contains"],
    page: {
      what: "A reference that leads nowhere, to several places, or to a schema that means something else there.",
      why: "No type can be made of it.",
      bad: "$ref: '#/$defs/Adress'",
      good: "$ref: '#/$defs/Address'",
    },
  },
  "remote-ref": {
    theme: "Objects and references",
    level: "error",
    set: "recommended",
    codes: ["remote-ref"],
    page: {
      what: "A reference to an address on a network.",
      why: "What it leads to may change without a commit, and nothing here asks a network.",
      bad: "$ref: https://example.com/address.json",
      good: "$ref: ./vendor/address.json",
    },
  },
  "ref-escapes-root": {
    theme: "Objects and references",
    level: "error",
    set: "recommended",
    codes: ["ref-outside-root"],
    page: {
      what: "A reference to a file outside of the project.",
      why: "It is not there on other machines, and a pull request must not make the job read other files.",
      bad: "$ref: ../../elsewhere/address.json",
      good: "$ref: ./address.json",
    },
  },
  "unused-definition": {
    theme: "Objects and references",
    level: "info",
    set: "strict",
    check: unusedDefinitions,
    page: {
      what: "A definition that nothing in its file refers to. Files that are there for others are not looked at.",
      why: "Its type is generated and exported all the same, and some dialects count it.",
      bad: "type: string\n$defs:\n  Old: { type: number }",
      good: "type: string",
    },
  },
};

/** The schemas that a schema refers to or holds, as pointers from the root. */
function* recursion(subject: LintSubject): Iterable<LintReport> {
  for (const side of subject.input === undefined ? [subject.output] : [subject.output, subject.input]) {
    const reported = new Set<string>();
    for (const cycle of findCycles(side)) {
      const [first = ""] = cycle;
      if (reported.has(first)) continue;
      reported.add(first);
      const path = [...cycle, first].map((pointer) => nameOf(pointer)).join(" → ");
      const limited = side.prefix === "/output" ? limitedTargets(subject) : [];
      yield {
        at: side.prefix + first,
        what: "key",
        message: `this schema leads back to itself: ${path}${limited.length === 0 ? "" : `; written out for a few levels only for ${limited.join(", ")}`}`,
        hint: "bound the depth, or say that it has none: # lint-ignore recursion -- why",
      };
    }
  }
}

function nameOf(pointer: string): string {
  return pointer === "" ? "the root" : pointer.slice(pointer.lastIndexOf("/") + 1);
}

/** The models that a recursive schema is written out for. */
function limitedTargets(subject: LintSubject): readonly string[] {
  return subject.fits().flatMap(({ target, steps }) => {
    const isLimited = steps.some(
      ({ compiled }) => "schema" in compiled && compiled.unenforced?.some((one) => one.startsWith("$ref at ")),
    );
    return isLimited ? [target.name] : [];
  });
}

/** Longer circles, and more of them, are not looked for. */
const deepest = 1000;
const mostCycles = 100;

/** Circles of definitions, each once, as pointers; found by one walk over what refers to what. */
function findCycles(side: SchemaSide): readonly (readonly string[])[] {
  const edges = new Map<string, Set<string>>();
  for (const { schema, at } of side.nodes) {
    const { $ref } = schema;
    if (typeof $ref !== "string" || !$ref.startsWith("#")) continue;
    const target = pointerOfRef($ref).slice(1);
    if (atPointer(side.schema as Json, target) === undefined) continue;
    const from = definitionOf(at.slice(side.prefix.length));
    edges.set(from, (edges.get(from) ?? new Set()).add(definitionOf(target)));
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (place: string): void => {
    const at = open.indexOf(place);
    if (at !== -1) {
      cycles.push(open.slice(at));
      return;
    }
    if (done.has(place) || open.length > deepest || cycles.length > mostCycles) return;
    open.push(place);
    for (const next of edges.get(place) ?? []) visit(next);
    open.pop();
    done.add(place);
  };
  for (const place of [...edges.keys()]) visit(place);
  return cycles;
}

function* unusedDefinitions(subject: LintSubject): Iterable<LintReport> {
  if (subject.spec.shared) return;
  for (const side of subject.input === undefined ? [subject.output] : [subject.output, subject.input]) {
    const used = usedDefinitions(side);
    if (used === undefined) continue;
    for (const { at, role, parent } of side.nodes) {
      if (role !== "definition" || parent?.parent !== undefined) continue;
      const pointer = at.slice(side.prefix.length);
      if (!used.has(pointer))
        yield { at, what: "key", message: `nothing refers to ${JSON.stringify(nameOf(pointer))}` };
    }
  }
}

/** The definitions that something outside of them refers to; nothing where a reference may lead to any of them. */
function usedDefinitions(side: SchemaSide): ReadonlySet<string> | undefined {
  const used = new Set<string>();
  for (const { schema, at } of side.nodes) {
    if ("$dynamicRef" in schema || "$recursiveRef" in schema) return undefined;
    const { $ref } = schema;
    if (typeof $ref !== "string") continue;
    const target = definitionOf(pointerOfRef($ref).slice(1));
    if (target !== definitionOf(at.slice(side.prefix.length))) used.add(target);
  }
  return used;
}

/** The definition at the top that a place is in; empty outside of them. */
function definitionOf(pointer: string): string {
  return /^\/(?:\$defs|definitions)\/[^/]+/.exec(pointer)?.[0] ?? "";
}
