import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { type SchemaObject, walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord } from "../../../runtime/src/schema/pointer.ts";
import { specNames } from "../spec/names.ts";
import type { PromptTemplate, ResolvedSpec } from "../spec/resolved-spec.ts";
import type { CompareOptions } from "./compare/compare.ts";
import { compareSpecSchemas, type SpecVersion } from "./compare-schemas.ts";
import { compareSettings } from "./compare-settings.ts";
import type { Difference } from "./difference.ts";
import { difference, relaxed } from "./say.ts";
import { cacheMarksOf, describeCacheMarks, textsOfPrompt } from "./template-text.ts";
import { describeTextChange } from "./word-diff.ts";

/** Compares two versions of a spec in all that the spec itself says. What models make of it is compared elsewhere. */
export async function compareSpecs(
  before: SpecVersion,
  after: SpecVersion,
  options: Pick<CompareOptions, "recorded" | "sampleCount"> & {
    /** Whether two files are compared as they are, whatever they are called and wherever they are. */
    readonly asFiles?: boolean;
  } = {},
): Promise<readonly Difference[]> {
  const { asFiles = false, ...search } = options;
  const schemas = await compareSpecSchemas(before, after, search);
  return [
    ...(asFiles ? [] : compareNames(before, after)),
    ...schemas,
    ...compareDescriptions(before.spec, after, schemas),
    ...compareHolds(before.spec, after.spec),
    ...comparePrompts(before, after),
    ...compareExamples(before.spec, after.spec),
    ...compareSettings(before.spec.settings, after.spec.settings, "/settings"),
    ...compareRouterNames(before.spec, after.spec),
    ...compareStability(before.spec, after.spec),
  ];
}

/** What there is to say of a spec that one side does not have. */
export function compareAbsent(spec: ResolvedSpec, side: "before" | "after"): readonly Difference[] {
  if (side === "after") return [difference("spec-added", { at: "", data: { id: spec.name } })];
  const { generate, stream } = specNames(spec.name);
  const names = spec.shared ? spec.name : [generate, stream].join("`, `");
  return [
    difference("spec-removed", {
      at: "",
      side: "before",
      data: { functions: names, id: spec.name },
      consumer: "breaking",
      stored: "dangerous",
      evidence: "source",
    }),
  ];
}

function compareNames(before: SpecVersion, after: SpecVersion): readonly Difference[] {
  const found: Difference[] = [];
  if (before.spec.name !== after.spec.name) {
    const isNamed = isRecord(after.document.value) && "name" in after.document.value;
    found.push(
      difference("spec-id-changed", {
        at: isNamed ? "/name" : "",
        data: { old: before.spec.name, new: after.spec.name },
        consumer: "breaking",
        before: before.spec.name,
        after: after.spec.name,
        evidence: "source",
      }),
    );
  }
  if (!before.spec.shared && after.spec.shared) found.push(reportShared(before.spec, after.spec));
  if (before.spec.path !== after.spec.path)
    found.push(
      difference("spec-moved", {
        at: "",
        data: { path: before.spec.path },
        before: before.spec.path,
        after: after.spec.path,
        notes:
          before.spec.stem === after.spec.stem
            ? []
            : [`Imports of the generated file ${before.spec.stem} itself, and not of the index, have to follow.`],
      }),
    );
  return found;
}

/** A spec that became a shared one gives its types as before, and its functions are gone. */
function reportShared(before: ResolvedSpec, after: ResolvedSpec): Difference {
  const { generate, stream } = specNames(before.name);
  return difference("spec-id-changed", {
    at: "",
    data: { old: [generate, stream].join("`, `"), new: after.name },
    notes: ["A shared spec gives types and no functions."],
    consumer: "breaking",
    before: "functions",
    after: "shared",
    evidence: "source",
  });
}

/** What the generated functions of a spec take before the options. */
function argumentOf({ prompt, input }: ResolvedSpec): string {
  if (prompt === undefined) return "a prompt";
  return input === undefined ? "nothing" : "variables";
}

/** What is to be said where calls no longer fit what the functions take. */
function changedArgument(before: ResolvedSpec, after: ResolvedSpec): string | undefined {
  const [old, now] = [argumentOf(before), argumentOf(after)];
  if (old === now || before.shared || after.shared) return undefined;
  return `${specNames(after.name).generate} takes ${now} in front of the options, and took ${old}: calls have to follow.`;
}

/** The spec's own description, which stands beside the schema in a request. That of the schema's root is told there. */
function compareDescriptions(
  { description: old = "" }: ResolvedSpec,
  { spec, document }: SpecVersion,
  others: readonly Difference[],
): readonly Difference[] {
  const { description: now = "" } = spec;
  const isTold = others.some(({ rule, at }) => rule === "description-changed" && at === "/output");
  if (old === now || isTold) return [];
  const isHere = isRecord(document.value) && "description" in document.value;
  return [
    difference("description-changed", {
      at: isHere ? "/description" : "",
      data: { diff: describeTextChange(old, now) },
      model: true,
      before: old,
      after: now,
    }),
  ];
}

/** What is held back in streams until it is whole, by `x-stream: complete`. An object that is has no partial type of its own. */
function compareHolds(before: ResolvedSpec, after: ResolvedSpec): readonly Difference[] {
  const [old, now] = [nodesOf(before.schema), nodesOf(after.schema)];
  return [...now].flatMap(([pointer, node]) => {
    const was = old.get(pointer);
    if (was === undefined || isHeld(was) === isHeld(node)) return [];
    const losesType = isHeld(node) && isRecord(node["properties"]);
    return [
      difference("stream-hold-changed", {
        at: `/output${pointer}`,
        beforeAt: `/output${pointer}`,
        data: isHeld(node) ? { now: "only once it is whole" } : { now: "while it is written" },
        consumer: losesType ? "breaking" : "safe",
        before: isHeld(was),
        after: isHeld(node),
        evidence: losesType ? "source" : "proven",
      }),
    ];
  });
}

function nodesOf(schema: JsonSchema): ReadonlyMap<string, SchemaObject> {
  const nodes = new Map<string, SchemaObject>();
  walkSchemas(schema, "", (node, pointer) => {
    if (isRecord(node)) nodes.set(pointer, node);
  });
  return nodes;
}

function isHeld(node: SchemaObject): boolean {
  return node["x-stream"] === "complete";
}

function comparePrompts(before: SpecVersion, after: SpecVersion): readonly Difference[] {
  const [old, now] = [before.spec.prompt, after.spec.prompt];
  if (old === undefined && now === undefined) return [];
  const parts = [
    { rule: "system-changed", isIt: (role: string) => role === "system", step: "/system" },
    { rule: "prompt-changed", isIt: (role: string) => role !== "system", step: "/user" },
  ] as const;
  const note = changedArgument(before.spec, after.spec);
  const said = parts.flatMap(({ rule, isIt, step }) => {
    const [was, is] = [textOf(old, isIt), textOf(now, isIt)];
    const isBreak = note !== undefined && rule === "prompt-changed";
    if (was === is && !isBreak) return [];
    const at = placeOf(after, step);
    return [
      difference(rule, {
        at: at ?? placeOf(before, step) ?? "",
        side: at === undefined ? "before" : "after",
        data: { diff: was === is ? undefined : describeTextChange(was, is) },
        model: was !== is,
        ...(isBreak && { notes: [note], consumer: "breaking" as const, evidence: "source" as const }),
        before: was,
        after: is,
      }),
    ];
  });
  if (old === undefined || now === undefined || cacheMarksOf(old) === cacheMarksOf(now) || said.length > 0) return said;
  const at = isRecord(after.document.value) && "cache" in after.document.value ? "/cache" : "/prompt";
  const data = { setting: "cache marks of the prompt", old: describeCacheMarks(old), new: describeCacheMarks(now) };
  return [difference("delivery-changed", { at, data })];
}

function textOf(prompt: PromptTemplate | undefined, isIt: (role: string) => boolean): string {
  const texts = prompt === undefined ? [] : textsOfPrompt(prompt).filter(({ role }) => isIt(role));
  const [only] = texts;
  if (texts.length === 1 && only !== undefined && only.role !== "assistant") return only.text;
  return texts.map(({ role, text }) => `${role}: ${text}`).join("\n");
}

/** Where one half of the prompt stands in a spec, if it is there. */
function placeOf({ document }: SpecVersion, step: "/system" | "/user"): string | undefined {
  const at = `/prompt${step}`;
  if (document.value === undefined) return undefined;
  if (atPointer(document.value, at) !== undefined) return at;
  return atPointer(document.value, "/prompt") === undefined ? undefined : "/prompt";
}

function compareExamples(before: ResolvedSpec, after: ResolvedSpec): readonly Difference[] {
  const [old, now] = [before.examples ?? [], after.examples ?? []] as readonly (readonly Json[])[];
  if (old === undefined || now === undefined || canonicalJson(old) === canonicalJson(now)) return [];
  return [
    difference("examples-changed", {
      at: "/examples",
      side: after.examples === undefined ? "before" : "after",
      data: { what: old.length === now.length ? `${now.length} as before` : `${old.length} → ${now.length}` },
      model: true,
      before: old,
      after: now,
    }),
  ];
}

/** A spec that asks through another router may ask other models; which, the comparison of targets shows. */
function compareRouterNames(before: ResolvedSpec, after: ResolvedSpec): readonly Difference[] {
  const [old, now] = [before.router ?? "default", after.router ?? "default"];
  if (old === now) return [];
  return [
    difference("model-changed", {
      at: "/router",
      side: after.router === undefined ? "before" : "after",
      data: { old: `router ${old}`, new: `router ${now}` },
      model: true,
      before: old,
      after: now,
    }),
  ];
}

/** A spec that says of itself how its changes are judged: what makes that more lenient is told as such. */
function compareStability(before: ResolvedSpec, after: ResolvedSpec): readonly Difference[] {
  const found: Difference[] = [];
  const word = (spec: ResolvedSpec): string => (spec.experimental === true ? "experimental" : "stable");
  if (before.experimental !== after.experimental)
    found.push(
      difference("stability-changed", {
        at: "/stability",
        side: after.experimental === true ? "after" : "before",
        data: { old: word(before), new: word(after) },
        before: word(before),
        after: word(after),
      }),
    );
  if (after.experimental === true && before.experimental !== true)
    found.push(relaxed("/stability", "this spec is experimental from now on, and never fails"));
  if (after.compat !== undefined && after.compat !== before.compat && after.compat !== "full")
    found.push(relaxed("/review/compat", `compat of this spec ${before.compat ?? "unset"} → ${after.compat}`));
  return found;
}
