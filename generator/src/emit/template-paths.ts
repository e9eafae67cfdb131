import { resolve, type SchemaIr, type TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import { flatOptions } from "../../../runtime/src/schema/ir/union-rows.ts";
import { joinPointer, parentPointer } from "../../../runtime/src/schema/pointer.ts";
import type { TemplateNode } from "../spec/resolved-spec.ts";
import { isIdentifier, stringLiteral } from "./layout.ts";

/** What a path of the template leads to. */
export interface Found {
  readonly code: string;
  /** Which value it is, however the code spells the way to it. */
  readonly place: string;
  readonly type: TypeIr | undefined;
  readonly optional: boolean;
}

/** Where in the template a node stands. */
export interface Scope {
  /** What `this` stands for, innermost last. */
  readonly items: readonly Found[];
  /** Places that the conditions around it have found to be there. */
  readonly present: ReadonlySet<string>;
  /** Places of objects that the conditions around it have found to be missing. */
  readonly absent: ReadonlySet<string>;
}

/** A condition as code, and where what depends on it stands. */
export interface Condition {
  readonly test: string;
  readonly holds: Scope;
  readonly fails: Scope;
}

const nothing: ReadonlySet<string> = new Set();
/** Outside of all blocks. */
export const outside: Scope = { items: [], present: nothing, absent: nothing };

/** The paths of a template, as the schema of its input knows them: to which code each comes, and what is certain there. */
export class TemplatePaths {
  readonly #input: SchemaIr | undefined;
  readonly #root: Found;
  /** Names that some code reads: the input and the elements of lists. */
  readonly #read = new Set<string>();
  readonly #unclear = new Set<string>();

  constructor(input: SchemaIr | undefined) {
    this.#input = input;
    this.#root = { code: "input", place: "", type: input?.root, optional: false };
  }

  /** Whether anything reads the input. */
  get usesInput(): boolean {
    return this.#read.has("input");
  }

  /** Paths whose step or loop the schema does not allow for. */
  get unclear(): readonly string[] {
    return [...this.#unclear];
  }

  /** What stands in a callback, and its parameter: none where nothing reads it. */
  ofElement(item: string, write: () => string): { readonly body: string; readonly parameter: string } {
    this.#read.delete(item);
    const body = write();
    return { body, parameter: this.#read.has(item) ? item : "" };
  }

  find(path: readonly string[], scope: Scope): Found {
    const [start, ...below] = path;
    const inner = scope.items.at(-1);
    const from = start === "this" && inner !== undefined ? inner : this.#root;
    this.#read.add(from.code);
    const steps = start === "this" && inner !== undefined ? below : path;
    return steps.reduce((found, name) => {
      if (this.#besidesNull(found.type)?.kind !== "object") this.#unclear.add(path.join("."));
      const next = this.#step(found, name);
      return scope.present.has(next.place) ? { ...next, optional: false } : next;
    }, from);
  }

  /** What a type is besides null, where that is one thing. */
  #besidesNull(type: TypeIr | undefined): TypeIr | undefined {
    const target = this.#input === undefined || type === undefined ? undefined : resolve(this.#input, type);
    if (this.#input === undefined || target?.kind !== "union") return target;
    const [only, another] = flatOptions(this.#input, target).filter((option) => !isNull(option));
    return another === undefined ? only : target;
  }

  #admitsNull(type: TypeIr): boolean {
    const target = this.#input === undefined ? undefined : resolve(this.#input, type);
    if (this.#input !== undefined && target?.kind === "union")
      return flatOptions(this.#input, target).some((option) => this.#admitsNull(option));
    return (
      (target?.kind === "scalar" && target.types.includes("null")) ||
      (target?.kind === "literal" && target.values.includes(null))
    );
  }

  #step(from: Found, name: string): Found {
    const target = this.#besidesNull(from.type);
    const place = joinPointer(from.place, name);
    const index = `${from.code}${from.optional ? "?." : ""}[${stringLiteral(name)}]`;
    const member = isIdentifier(name) ? `${from.code}${from.optional ? "?." : "."}${name}` : index;
    if (target?.kind !== "object") return { code: member, place, type: undefined, optional: true };
    const property = target.properties.find((candidate) => candidate.name === name);
    if (property !== undefined) {
      const optional = from.optional || !property.required || this.#admitsNull(property.type);
      return { code: member, place, type: property.type, optional };
    }
    const type = typeof target.rest === "object" ? target.rest : undefined;
    return { code: index, place, type, optional: true };
  }

  /** Whether a value can be inserted as it is: a string, or a number or boolean, which a template writes as JSON does. */
  isPlain(found: Found, onlyStrings: boolean): boolean {
    if (this.#input === undefined || found.type === undefined || found.optional) return false;
    const target = resolve(this.#input, found.type);
    if (target?.kind === "text") return true;
    if (target?.kind === "scalar")
      return target.types.every((type) => (onlyStrings ? type === "string" : type !== "null"));
    return (
      target?.kind === "literal" &&
      target.values.every((value) =>
        onlyStrings ? typeof value === "string" : value !== null && typeof value !== "object",
      )
    );
  }

  #isArray(found: Found): boolean {
    return this.#besidesNull(found.type)?.kind === "array";
  }

  /** A test, and where its branches stand: the compiler concludes from it what it may, so these have to as well. */
  condition(path: readonly string[], scope: Scope): Condition {
    const found = this.find(path, scope);
    if (this.#isArray(found)) {
      const test = found.optional ? `(${found.code}?.length ?? 0) > 0` : `${found.code}.length > 0`;
      return { test, holds: scope, fails: scope };
    }
    const holds = { ...scope, present: withWayTo(found.place, scope.present) };
    return {
      test: found.code,
      holds,
      fails: this.#isObject(found) ? { ...scope, absent: new Set([...scope.absent, found.place]) } : scope,
    };
  }

  /** Leaves out what the conditions around have decided already: there the compiler would see a contradiction. */
  undecided(nodes: readonly TemplateNode[], scope: Scope): readonly TemplateNode[] {
    return nodes.flatMap((node): readonly TemplateNode[] => {
      if (node.kind === "text") return [node];
      const found = this.find(node.path, scope);
      const isMissing = [...withWayTo(found.place, nothing)].some((place) => scope.absent.has(place));
      if (isMissing) return node.kind === "if" ? this.undecided(node.else, scope) : [];
      const isThere = scope.present.has(found.place) && this.#isObject(found);
      return node.kind === "if" && isThere ? this.undecided(node.then, scope) : [node];
    });
  }

  #isObject(found: Found): boolean {
    return this.#besidesNull(found.type)?.kind === "object";
  }

  each(
    node: Extract<TemplateNode, { readonly kind: "each" }>,
    scope: Scope,
  ): { readonly list: string; readonly item: string; readonly scope: Scope } {
    const found = this.find(node.path, scope);
    const target = this.#besidesNull(found.type);
    if (target?.kind !== "array") this.#unclear.add(node.path.join("."));
    const item = scope.items.length === 0 ? "item" : `item${scope.items.length + 1}`;
    const type = target?.kind === "array" && target.prefix === undefined ? target.items : undefined;
    const list = found.optional ? `(${found.code} ?? [])` : found.code;
    const optional = type !== undefined && this.#admitsNull(type);
    const items = [...scope.items, { code: item, place: item, type, optional }];
    // Inside a callback the compiler forgets what a condition outside has found.
    return { list, item, scope: { items, present: nothing, absent: nothing } };
  }
}

function isNull(type: TypeIr): boolean {
  if (type.kind === "scalar") return type.types.every((name) => name === "null");
  return type.kind === "literal" && type.values.every((value) => value === null);
}

/** Adds a place and all that it is inside of: what is there is inside something that is there. */
function withWayTo(place: string, present: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(present);
  for (let at = place; at !== "" && !all.has(at); at = parentPointer(at)) all.add(at);
  return all;
}
