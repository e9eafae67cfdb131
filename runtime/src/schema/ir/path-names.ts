import { pascalCase } from "../pascal-case.ts";
import type { NodeId } from "./ir.ts";
import { singular } from "./singular.ts";

/** What a place would like to be called, best first. */
export interface Wishes {
  readonly names: readonly [string, ...string[]];
  /** The first name came from guessing a singular, and gives way to any other. */
  readonly guessed: boolean;
}

/** One of the schemas a node stands for. */
interface Part {
  readonly pointer: string;
  /** It is there for what stands beside a union, and the union's option follows. */
  readonly isBeside: boolean;
  /** It may or may not apply. */
  readonly isPossible: boolean;
}

const kindOfPart = /~(?:object|array|string|scalar|rest)$/;

/** Takes a node's id apart into the pointers it was made of. In a pointer a tilde is followed by 0 or 1. */
export function partsOf(id: NodeId): readonly Part[] {
  return id
    .replace(kindOfPart, "")
    .split(/ & (?=#)/)
    .map((part) => {
      const bare = part.replace(/~possible$/, "");
      const pointer = bare.replace(/~$/, "");
      return { pointer, isBeside: pointer !== bare, isPossible: bare !== part };
    });
}

/** One step down a schema, and the pointer it leads to. */
interface Step {
  readonly at: string;
  readonly kind: "definition" | "property" | "value" | "items" | "element" | "member" | "option" | "place" | "keyword";
  readonly name: string;
}

const byName: Readonly<Record<string, Step["kind"]>> = {
  $defs: "definition",
  definitions: "definition",
  properties: "property",
  patternProperties: "value",
  dependentSchemas: "property",
  dependencies: "property",
};
const byIndex: Readonly<Record<string, Step["kind"]>> = {
  allOf: "member",
  anyOf: "option",
  oneOf: "option",
  prefixItems: "element",
};
const alone: Readonly<Record<string, Step["kind"]>> = {
  items: "items",
  additionalItems: "items",
  unevaluatedItems: "items",
  additionalProperties: "value",
  unevaluatedProperties: "value",
  not: "keyword",
  if: "keyword",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
  then: "keyword",
  else: "keyword",
  contains: "keyword",
  propertyNames: "keyword",
  contentSchema: "keyword",
};

/** Reads a pointer as what it is: keywords, each with the name or index that belongs to it. */
function stepsOf(pointer: string, isTarget: (pointer: string) => boolean): readonly Step[] {
  const words = pointer.split("/");
  const at = (end: number): string => words.slice(0, end).join("/");
  const text = (index: number): string => (words[index] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
  const steps: Step[] = [];
  for (let here = 1; here < words.length; ) {
    const keyword = words[here] ?? "";
    const next = words[here + 1];
    const pair = Object.hasOwn(byName, keyword) ? byName[keyword] : byIndex[keyword];
    const listed = keyword === "items" && next !== undefined && /^\d+$/.test(next) ? "element" : undefined;
    let kind = listed ?? (next === undefined ? undefined : pair);
    let length = kind === undefined ? 1 : 2;
    if (kind === undefined && Object.hasOwn(alone, keyword)) kind = alone[keyword];
    if (kind === undefined) {
      // A reference may lead anywhere in a document: what it leads to is called by its last step.
      const found = words.findIndex((_, index) => index >= here && isTarget(at(index + 1)));
      kind = found === -1 ? "keyword" : "place";
      length = found === -1 ? 1 : found + 1 - here;
    }
    here += length;
    steps.push({ at: at(here), kind, name: text(here - 1) });
  }
  return steps;
}

/** What names depend on besides the place itself. */
export interface NameSources {
  /** Name of the root type. */
  readonly root: string;
  isTarget(pointer: string): boolean;
  /** The name that a definition was given. */
  definition(pointer: string): string | undefined;
  /** What tells an option from its neighbours, by node or by pointer; empty for the only object of its union. */
  option(place: string): string | undefined;
  /** Whether a place is of another spec: names are rather made of what is of this one. */
  isForeign(pointer: string): boolean;
}

/** The definitions a node's place lies in or is. */
export function definitionsAround(id: NodeId, isTarget: (pointer: string) => boolean): readonly string[] {
  return partsOf(id).flatMap(({ pointer }) =>
    stepsOf(pointer, isTarget)
      .filter(({ kind }) => kind === "definition")
      .map((step) => step.at),
  );
}

/**
 * Makes names of places, by path: a definition's own, then what leads down from there. Nothing else of the schema has
 * a say but the tag of a union, so that no neighbour renames a type.
 */
export function wishesOf(id: NodeId, sources: NameSources): Wishes {
  const parts = partsOf(id);
  const beside = parts.find((part) => part.isBeside);
  const main = mainPart(parts, sources);
  const kind = kindOfPart.exec(id) !== null;
  const suffix = sources.option(id);
  if (beside !== undefined) {
    const site = alongSteps(beside.pointer, sources);
    return below(site, suffix ?? optionName(main));
  }
  const place = alongSteps(main, sources);
  return kind ? below(place, suffix ?? "") : place;
}

/** Of several schemas that apply to one place, the last of this spec: what it adds says more than what it adds to. */
function mainPart(parts: readonly Part[], sources: NameSources): string {
  const certain = parts.filter((part) => !part.isPossible && !part.isBeside);
  const own = certain.filter((part) => !sources.isForeign(part.pointer));
  return (own.at(-1) ?? certain.at(-1) ?? parts.at(-1))?.pointer ?? "#";
}

function optionName(pointer: string): string {
  return `Option${Number(/\d+$/.exec(pointer)?.[0] ?? 0) + 1}`;
}

function alongSteps(pointer: string, sources: NameSources): Wishes {
  let wishes: Wishes = { names: [sources.root], guessed: false };
  for (const step of stepsOf(pointer, sources.isTarget)) wishes = stepDown(wishes, step, sources);
  return wishes;
}

function stepDown(above: Wishes, { at, kind, name }: Step, sources: NameSources): Wishes {
  switch (kind) {
    case "definition":
      return { names: [sources.definition(at) ?? pascalCase(name)], guessed: false };
    case "property":
      return below(above, pascalCase(name) || "Property");
    case "value":
      return below(above, "Value");
    case "items":
      return items(above);
    case "element":
      return below(above, `Item${Number(name) + 1}`);
    case "member":
      return above;
    case "option":
      return below(above, sources.option(at) ?? optionName(at));
    case "place":
      return { names: [`${sources.root}${pascalCase(name)}`], guessed: false };
    case "keyword":
      return below(above, pascalCase(name));
  }
}

function below(above: Wishes, name: string): Wishes {
  if (name === "") return above;
  const [first, ...others] = above.names;
  return { names: [`${first}${name}`, ...others.map((other) => `${other}${name}`)], guessed: above.guessed };
}

/** Items of a list are called what one of them is; where that is a guess, the safe name is the second wish. */
function items({ names: [first] }: Wishes): Wishes {
  const one = singular(first);
  const plain = `${first}Item`;
  return one === undefined ? { names: [plain], guessed: false } : { names: [one, plain], guessed: true };
}
