import { camelCase, pascalCase } from "../spec/names.ts";
import { childrenOf, type NodeId, type SchemaIr, type TypeIr } from "./ir.ts";
import { tagOf } from "./table.ts";

/** What the generated file of a spec calls things. */
export interface SpecNames {
  /** The output's type: `PatientSummary`. */
  readonly type: string;
  readonly partial: string;
  readonly input: string;
  /** The spec object: `patientSummary`. */
  readonly value: string;
  readonly generate: string;
  readonly stream: string;
}

/** The names that follow from the name of a spec. */
export function specNames(name: string): SpecNames {
  const value = camelCase(name);
  return {
    type: name,
    partial: `Partial${name}`,
    input: `${name}Input`,
    value: takenValues.has(value) ? `${value}Spec` : value,
    generate: `generate${name}`,
    stream: `stream${name}`,
  };
}

/** Names of types a generated file may import or that every program knows: a type of ours would hide them. */
const takenTypes: ReadonlySet<string> = new Set([
  ...[
    "CallOptions",
    "Codec",
    "Media",
    "OutputSpec",
    "OutputStream",
    "Prompt",
    "Result",
    "RoutedCallOptions",
    "Router",
    "Settings",
  ],
  ...[
    "Array",
    "ArrayBuffer",
    "BigInt",
    "Boolean",
    "Date",
    "Error",
    "Function",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
  ],
  ...[
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "ReadonlyArray",
    "ReadonlyMap",
    "ReadonlySet",
    "RegExp",
    "Set",
    "String",
    "Symbol",
  ],
  ...[
    "URL",
    "Uint8Array",
    "WeakMap",
    "WeakSet",
    "Awaited",
    "Exclude",
    "Extract",
    "NonNullable",
    "Omit",
    "Parameters",
    "Partial",
  ],
  ...["Pick", "Readonly", "Record", "Required", "ReturnType", "Iterable", "AsyncIterable", "Iterator", "PropertyKey"],
]);

/** Names of values a generated file already has. */
const takenValues: ReadonlySet<string> = new Set([
  ...[
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
  ],
  ...[
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
  ],
  ...[
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
  ],
  ...["throw", "true", "try", "typeof", "undefined", "var", "void", "while", "with", "yield", "async", "of"],
  ...[
    "codec",
    "defineOutput",
    "examples",
    "generate",
    "input",
    "options",
    "prompt",
    "router",
    "schema",
    "settings",
    "stream",
    "table",
    "text",
    "validate",
  ],
]);

/** Whether a text can be the name of a type as it stands. */
function isTypeName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text);
}

const irregular: Readonly<Record<string, string>> = {
  Children: "Child",
  People: "Person",
  Men: "Man",
  Women: "Woman",
  Indices: "Index",
  Analyses: "Analysis",
  Movies: "Movie",
  Cookies: "Cookie",
  Series: "",
  News: "",
  Species: "",
  Data: "",
};

/** One of what a plural names: `KeyNotes` → `KeyNote`, `Taxes` → `Tax`; `undefined` when the word is not a plural. */
export function singular(plural: string): string | undefined {
  const match = /(?:^|(?<=[\p{Ll}\p{Nd}]))\p{Lu}?[\p{Ll}\p{Nd}]*$/u.exec(plural)?.[0] ?? plural;
  const known = irregular[match];
  if (known === "") return undefined;
  const stem = plural.slice(0, plural.length - match.length);
  if (known !== undefined) return stem + known;
  if (/[^aeiou]ies$/.test(plural) && match.length > 4) return plural.replace(/ies$/, "y");
  if (/(?:x|ch|sh|ss|zz)es$/.test(plural)) return plural.slice(0, -2);
  if (/(?:[^s]us|is|ss)$/.test(plural) || !/[^s]s$/.test(plural)) return undefined;
  return /(?:stat|vir|bon|cens|camp)uses$/i.test(plural) ? plural.slice(0, -2) : plural.slice(0, -1);
}

/** A node that gets a name of its own, with the names it would like, best first. */
interface Claim {
  readonly id: NodeId;
  readonly wishes: readonly string[];
  /** Wishes that came from guessing a singular give way to any other. */
  readonly guessed: boolean;
}

/** The named types of a spec: objects, definitions and what recursion needs, in the order in which they are declared. */
export interface TypeNames {
  readonly names: ReadonlyMap<NodeId, string>;
  /** Named nodes in the order of their declarations, the root first. */
  readonly order: readonly NodeId[];
  readonly nodes: ReadonlyMap<NodeId, TypeIr>;
}

/**
 * Names the types of a schema by path, never by title: the root's name, definitions by their own key, nested objects
 * by their parent and property, items of a list in the singular. A definition whose name is taken gets the root's in
 * front. Two places that wish for the same name fall back to a longer one, so a neighbour does not rename the other.
 */
export function nameTypes(schema: SchemaIr, root: string, taken: ReadonlySet<string>): TypeNames {
  const claims: Claim[] = [];
  const nodes = new Map<NodeId, TypeIr>();
  const names = new Map<NodeId, string>();
  const used = new Set<string>();
  const free = (name: string): boolean =>
    !used.has(name) && !taken.has(name) && !takenTypes.has(name) && isTypeName(name);
  const definitionNames = new Map<NodeId, string>();

  for (const name of [root, `Partial${root}`]) used.add(name);
  for (const [id, key] of schema.definitions) {
    const own = pascalCase(key);
    const wishes = [own, `${root}${own}`, `${root}Definition`];
    const name = firstFree(wishes, (wish) => free(wish) && free(`Partial${wish}`));
    for (const use of [name, `Partial${name}`]) used.add(use);
    definitionNames.set(id, name);
  }

  const visit = (type: TypeIr, path: readonly [string, ...string[]], guessed: boolean, named: boolean): void => {
    if ((type.kind === "reference" && !named) || nodes.has(type.id)) return;
    const claimsName = named || isNamed(schema, type);
    if (claimsName) {
      nodes.set(type.id, type);
      if (!names.has(type.id)) claims.push({ id: type.id, wishes: path, guessed });
    }
    const [parent] = path;
    for (const step of stepsBelow(schema, type)) {
      const wishes = step.names.map((name) => (step.replaces ? name(parent) : `${parent}${name(parent)}`)) as [
        string,
        ...string[],
      ];
      const inherited = step.keeps ? path : wishes;
      visit(step.type, inherited, step.guessed || (step.keeps && guessed), false);
    }
  };

  const start = schema.root;
  names.set(start.id, root);
  if (start.kind === "reference") nodes.set(start.id, start);
  visit(start, [root], false, true);
  for (const [id, type] of schema.targets) {
    const name = definitionNames.get(id);
    if (name !== undefined && !names.has(id)) names.set(id, name);
    visit(
      type,
      [name ?? `${root}${pascalCase(id.split("/").at(-1) ?? "")}`],
      false,
      name !== undefined || needsAlias(type),
    );
  }

  const wanted = new Map<string, number>();
  for (const claim of claims) {
    const [first = ""] = claim.wishes;
    wanted.set(first, (wanted.get(first) ?? 0) + 1);
  }
  for (const claim of claims) {
    if (names.has(claim.id)) continue;
    const [first = root, ...others] = claim.wishes;
    const contested = claim.guessed && (wanted.get(first) ?? 0) > 1;
    const name = firstFree(
      contested && others.length > 0 ? others : claim.wishes,
      (wish) => free(wish) && free(`Partial${wish}`),
    );
    for (const use of [name, `Partial${name}`]) used.add(use);
    names.set(claim.id, name);
  }
  return { names, order: [...nodes.keys()], nodes };
}

function firstFree(wishes: readonly string[], free: (name: string) => boolean): string {
  for (const wish of wishes) if (free(wish)) return wish;
  const base = wishes.findLast(isTypeName) ?? "Type";
  for (let number = 2; ; number++) if (free(`${base}${number}`)) return `${base}${number}`;
}

/** Objects with properties always have a name; maps are written where they stand. */
function isNamed(schema: SchemaIr, type: TypeIr): boolean {
  return (
    schema.definitions.has(type.id) ||
    (type.kind === "object" && type.properties.length > 0) ||
    (schema.targets.has(type.id) && needsAlias(type))
  );
}

/** A type that contains others must have a name where something refers to it: it may be recursive. */
function needsAlias(type: TypeIr): boolean {
  return type.kind === "object" || type.kind === "array" || type.kind === "union";
}

interface Step {
  readonly type: TypeIr;
  readonly names: readonly ((parent: string) => string)[];
  readonly guessed: boolean;
  /** The step is not visible in names: an option that is the only object of its union. */
  readonly keeps: boolean;
  /** The names are whole names and not what follows the parent's. */
  readonly replaces: boolean;
}

function stepsBelow(schema: SchemaIr, type: TypeIr): readonly Step[] {
  const step = (child: TypeIr, ...names: readonly string[]): Step => ({
    type: child,
    names: names.map((name) => () => name),
    guessed: false,
    keeps: false,
    replaces: false,
  });
  switch (type.kind) {
    case "object":
      return [
        ...type.properties.map((property) => step(property.type, pascalCase(property.name) || "Property")),
        ...(typeof type.rest === "object" ? [step(type.rest, "Value")] : []),
      ];
    case "array":
      return [
        ...(type.prefix ?? []).map((item, index) => step(item, `Item${index + 1}`)),
        {
          type: type.items,
          names: [(parent) => singular(parent) ?? `${parent}Item`, (parent) => `${parent}Item`],
          guessed: true,
          keeps: false,
          replaces: true,
        },
      ];
    case "union": {
      const structured = childrenOf(type).filter((option) => needsAlias(option));
      const tag = tagOf(schema, type);
      return type.options.map((option, index): Step => {
        if (structured.length === 1) return { ...step(option, ""), keeps: true };
        const value = tag?.values.get(option.id);
        return step(option, (value === undefined ? "" : pascalCase(value)) || `Option${index + 1}`);
      });
    }
    case "any":
    case "never":
    case "text":
    case "scalar":
    case "literal":
    case "reference":
      return [];
  }
}
