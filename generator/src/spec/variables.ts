import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { atPointer, isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import type { ParsedPrompt } from "./prompt.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";
import type { PlacedNode } from "./template.ts";

/** What a template does with a variable, gathered over all its uses. */
interface Shape {
  /** Inserted as text somewhere. */
  inserted: boolean;
  media?: "image" | "file";
  /** What it is iterated with. */
  items?: Shape;
  readonly fields: Map<string, Shape>;
}

/** The input schema that a prompt implies, or why it must be written down. */
export interface InferredInput {
  /** Absent when the prompt has no variables. */
  readonly input?: JsonSchema;
  readonly findings: readonly Diagnostic[];
}

/**
 * Infers the input of a prompt: `{{ name }}` is a required string, a name that is only tested an optional one, an
 * image or file a required medium. Lists and dotted paths say too little, so they ask for an `input:`.
 */
export function inferInput(document: SpecDocument, prompt: ParsedPrompt): InferredInput {
  const root = newShape();
  const findings: Diagnostic[] = [];
  let unclear: { range: SourceRange; message: string } | undefined;
  for (const { pointer, nodes } of prompt.texts) {
    const rangeOf = (start: number, end: number): SourceRange => document.rangeInText(pointer, start, end);
    const visit = (node: PathNode): void => {
      if (unclear !== undefined || node.path[0] === "this") return;
      const [what, toAsk] = node.kind === "each" ? [node.path.join("."), " a list of"] : [node.path[0], ""];
      if (node.kind !== "each" && node.path.length === 1) return;
      const message = `the prompt alone does not say what ${JSON.stringify(what)} is${toAsk}`;
      unclear = { range: rangeOf(node.start, node.end), message };
    };
    const stray = (node: PathNode): void => {
      findings.push(error("unknown-variable", rangeOf(node.start, node.end), '"this" stands outside of {{#each}}'));
    };
    collect(nodes, { root, tested: new Set(), visit, stray });
  }
  for (const { kind, path } of prompt.media) {
    const [name] = path;
    if (name !== undefined) shapeAt(root, [name]).media = kind;
  }
  if (root.fields.size === 0) return { findings };
  const input = schemaOf(root);
  if (unclear !== undefined) {
    findings.push(
      error("input-needed", unclear.range, unclear.message, `say it with an input schema:\n\n${writeYaml({ input })}`),
    );
  }
  return { input: input as JsonSchema, findings };
}

/** Checks each variable of a prompt against the authored input schema, and the schema for variables nobody uses. */
export function checkVariables(document: SpecDocument, prompt: ParsedPrompt, input: JsonSchema): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const used = new Set<string>();
  const whole: Json = input as Json;

  const lookUp = (
    node: { readonly path: readonly string[] },
    scopes: readonly (readonly Json[])[],
    range: () => SourceRange,
  ): readonly Json[] => {
    const [first, ...rest] = node.path;
    let places: readonly Json[] = [whole];
    let steps = node.path;
    let shown = "the input";
    if (first === "this") {
      const scope = scopes.at(-1);
      if (scope === undefined) {
        findings.push(error("unknown-variable", range(), '"this" stands outside of {{#each}}'));
        return [];
      }
      places = scope;
      steps = rest;
      shown = '"this"';
    } else if (first !== undefined) used.add(first);
    for (const step of steps) {
      const choices = places.flatMap((place) => alternatives(place, whole));
      const inner = choices.flatMap((choice) => propertyOf(choice, step));
      if (inner.length === 0 && choices.length > 0) {
        const names = choices.flatMap((choice) =>
          isRecord(choice) && isRecord(choice["properties"]) ? Object.keys(choice["properties"]) : [],
        );
        const inLoop =
          shown === "the input" &&
          (scopes.at(-1) ?? [])
            .flatMap((place) => alternatives(place, whole))
            .some((choice) => isRecord(choice) && isRecord(choice["properties"]) && step in choice["properties"]);
        const hint = inLoop
          ? `inside {{#each}} an element's fields are {{ this.${step} }}`
          : (didYouMean(step, names) ?? (names.length === 0 ? undefined : `${shown} has ${names.join(", ")}`));
        findings.push(error("unknown-variable", range(), `${JSON.stringify(step)} is not part of ${shown}`, hint));
        return [];
      }
      places = inner;
      shown = JSON.stringify(step);
    }
    return places;
  };

  for (const { pointer, nodes } of prompt.texts) {
    const visit = (list: readonly PlacedNode[], scopes: readonly (readonly Json[])[]): void => {
      for (const node of list) {
        if (node.kind === "text" || node.path.length === 0) continue;
        const range = (): SourceRange => document.rangeInText(pointer, node.start, node.end);
        const places = lookUp(node, scopes, range);
        const name = node.path.join(".");
        const choices = places.flatMap((place) => alternatives(place, whole));
        const medium = choices.find((choice) => isRecord(choice) && "x-media" in choice);
        if (node.kind === "value" && isRecord(medium)) {
          findings.push(
            error(
              "media-in-text",
              range(),
              `${JSON.stringify(name)} is ${medium["x-media"] === "image" ? "an image" : "a file"} and cannot stand in a text`,
              `make it a part of its own: - ${String(medium["x-media"])}: ${name}`,
            ),
          );
        }
        if (node.kind === "if") {
          visit(node.then, scopes);
          visit(node.else, scopes);
        }
        if (node.kind !== "each") continue;
        const types = choices.flatMap((choice) => typesOf(choice));
        if (choices.length > 0 && types.length === choices.length && !types.some((type) => type.includes("array"))) {
          findings.push(
            error(
              "not-a-list",
              range(),
              `${JSON.stringify(name)} is of type ${types.flat().join(" or ")}, and {{#each}} needs a list`,
            ),
          );
        }
        visit(node.body, [...scopes, choices.flatMap(itemsOf)]);
      }
    };
    visit(nodes, []);
  }
  for (const { kind, path, pointer } of prompt.media) {
    const range = (): SourceRange => document.rangeOf(pointer);
    const places = lookUp({ path }, [], range).flatMap((place) => alternatives(place, whole));
    if (places.some((place) => isRecord(place) && "type" in place)) {
      findings.push(
        error(
          "not-media",
          range(),
          `${JSON.stringify(path.join("."))} is declared as ordinary JSON`,
          `declare it as ${path.join(".")}: { x-media: ${kind} }`,
        ),
      );
    }
  }

  const properties = isRecord(whole) ? whole["properties"] : undefined;
  // Beside an unknown variable the unused one is most likely what was meant.
  if (isRecord(properties) && !findings.some(({ code }) => code === "unknown-variable")) {
    for (const name of Object.keys(properties)) {
      if (used.has(name)) continue;
      findings.push(
        warning(
          "unused-input",
          document.rangeOf(joinPointer("/input/properties", name), "key"),
          `the prompt never uses ${JSON.stringify(name)}`,
          "use it, or remove it from `input`",
        ),
      );
    }
  }
  return findings;
}

/** Where a prompt first uses each path. A function each, because only findings ask, and the text is read again for it. */
export function findVariables(document: SpecDocument, prompt: ParsedPrompt): ReadonlyMap<string, () => SourceRange> {
  const found = new Map<string, () => SourceRange>();
  const note = (path: readonly string[], range: () => SourceRange): void => {
    const name = path.join(".");
    if (!found.has(name)) found.set(name, range);
  };
  for (const { pointer, nodes } of prompt.texts) {
    const visit = (list: readonly PlacedNode[]): void => {
      for (const node of list) {
        if (node.kind === "text") continue;
        note(node.path, () => document.rangeInText(pointer, node.start, node.end));
        if (node.kind === "if") [node.then, node.else].forEach(visit);
        if (node.kind === "each") visit(node.body);
      }
    };
    visit(nodes);
  }
  for (const { path, pointer } of prompt.media) note(path, () => document.rangeOf(pointer));
  return found;
}

/** The object or other schemas that may apply at a place: through references and combinations. */
function alternatives(schema: Json, root: Json, seen: readonly Json[] = []): readonly Json[] {
  if (!isRecord(schema) || seen.includes(schema)) return schema === false ? [] : [schema];
  const next = [...seen, schema];
  const reference = schema["$ref"];
  const inner: Json[] =
    typeof reference === "string" ? [atPointer(root, decodeURIComponent(reference.slice(1))) ?? true] : [];
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const list = schema[keyword];
    if (isList(list)) inner.push(...list);
  }
  const own = ["type", "properties", "items", "x-media", "additionalProperties"].some((keyword) => keyword in schema);
  const through = inner.flatMap((choice) => alternatives(choice, root, next));
  return own || inner.length === 0 ? [schema, ...through] : through;
}

/** Schemas of one property; `true` where the object is open on purpose or says nothing about properties. */
function propertyOf(schema: Json, name: string): readonly Json[] {
  if (!isRecord(schema)) return [true];
  const { properties, additionalProperties, patternProperties, type } = schema;
  if (isRecord(properties) && Object.hasOwn(properties, name)) return [properties[name] ?? true];
  if (isRecord(additionalProperties) || additionalProperties === true) return [additionalProperties];
  if (isRecord(patternProperties)) return [true];
  if (properties !== undefined || additionalProperties === false || "x-media" in schema) return [];
  return type === undefined || type === "object" || (isList(type) && type.includes("object")) ? [true] : [];
}

function itemsOf(schema: Json): readonly Json[] {
  if (!isRecord(schema)) return [true];
  const { items, prefixItems } = schema;
  const first = isList(prefixItems) ? prefixItems : isList(items) ? items : [];
  return items === undefined || isList(items) ? [...first, ...(first.length === 0 ? [true] : [])] : [...first, items];
}

function typesOf(schema: Json): readonly (readonly string[])[] {
  if (!isRecord(schema)) return [];
  const { type } = schema;
  if (typeof type === "string") return [[type]];
  return isList(type) ? [type.filter((one) => typeof one === "string")] : [];
}

type PathNode = Exclude<PlacedNode, { kind: "text" }>;

function newShape(): Shape {
  return { inserted: false, fields: new Map() };
}

function shapeAt(from: Shape, path: readonly string[]): Shape {
  let shape = from;
  for (const step of path) {
    const next = shape.fields.get(step) ?? newShape();
    shape.fields.set(step, next);
    shape = next;
  }
  return shape;
}

interface Collecting {
  readonly root: Shape;
  /** The element of the innermost `#each`. */
  readonly element?: Shape;
  /** Shapes that an enclosing `#if` has tested: inserting one of them asks for nothing more. */
  readonly tested: ReadonlySet<Shape>;
  readonly visit: (node: PathNode) => void;
  readonly stray: (node: PathNode) => void;
}

function collect(nodes: readonly PlacedNode[], how: Collecting): void {
  const { root, element, tested, visit, stray } = how;
  for (const node of nodes) {
    if (node.kind === "text" || node.path.length === 0) continue;
    visit(node);
    const inElement = node.path[0] === "this";
    if (inElement && element === undefined) stray(node);
    const shape = inElement ? shapeAt(element ?? newShape(), node.path.slice(1)) : shapeAt(root, node.path);
    if (node.kind === "value" && !tested.has(shape)) shape.inserted = true;
    if (node.kind === "if") {
      collect(node.then, { ...how, tested: new Set([...tested, shape]) });
      collect(node.else, how);
    }
    if (node.kind === "each") {
      shape.items ??= newShape();
      collect(node.body, { ...how, element: shape.items });
    }
  }
}

function schemaOf(shape: Shape): { readonly [keyword: string]: Json } {
  if (shape.media !== undefined) return { "x-media": shape.media };
  if (shape.items !== undefined) return { type: "array", items: schemaOf(shape.items) };
  if (shape.fields.size === 0) return { type: "string" };
  const required = [...shape.fields].filter(([, field]) => isNeeded(field)).map(([name]) => name);
  const properties = Object.fromEntries(
    [...shape.fields].map(([name, field]): [string, Json] => [name, schemaOf(field)]),
  );
  return { type: "object", additionalProperties: false, ...(required.length > 0 && { required }), properties };
}

/** Only tested means optional; anything inserted, iterated or looked into is needed. */
function isNeeded(shape: Shape): boolean {
  return shape.inserted || shape.media !== undefined || shape.items !== undefined || shape.fields.size > 0;
}

/** Writes a schema as the YAML a person would: short things on one line. */
function writeYaml(value: { readonly [key: string]: Json }, indent = ""): string {
  return Object.entries(value)
    .filter(([key]) => key !== "additionalProperties")
    .map(([key, inner]) => {
      if (isRecord(inner)) {
        const flat = Object.entries(inner).every(([, part]) => typeof part === "string");
        if (flat)
          return `${indent}${key}: { ${Object.entries(inner)
            .map(([name, part]) => `${name}: ${String(part)}`)
            .join(", ")} }`;
        return `${indent}${key}:\n${writeYaml(inner, `${indent}  `)}`;
      }
      return `${indent}${key}: ${isList(inner) ? `[${inner.join(", ")}]` : String(inner)}`;
    })
    .join("\n");
}
