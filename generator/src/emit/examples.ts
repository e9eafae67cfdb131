import { resolve, type SchemaIr, type TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import type { SpecPlan } from "../plan/plan.ts";
import { fits, indent, stringLiteral, valueKey, valueLiteral } from "./layout.ts";

/**
 * Writes the constant with the inputs of the few-shot examples, typed as the input is, so that the compiler checks
 * them once more. Their outputs are in the machine's file, in the form of each dialect.
 */
export function examplesConstant({ spec, names, input, media }: SpecPlan): string {
  const type = input === undefined ? "undefined" : names.input;
  const values = (spec.examples ?? []).map(({ input: given }) =>
    input === undefined || given === undefined
      ? "undefined"
      : expression(given, input.ir.root, { ir: input.ir, media }),
  );
  const lines = values.map((value) => `  ${indent(value).trimStart()},`).join("\n");
  return `/** What the few-shot examples ask; their answers are said in each dialect. */\nconst examples: readonly ${type}[] = [\n${lines}\n];`;
}

interface Reading {
  readonly ir: SchemaIr;
  readonly media: ReadonlySet<string>;
}

/** A value of a type as an expression: on one line where it fits, else a line for each member. */
function expression(value: Json, type: TypeIr | undefined, reading: Reading): string {
  const target = type === undefined ? undefined : resolve(reading.ir, type);
  const isMedium = [type?.id, target?.id].some((id) => id !== undefined && reading.media.has(id));
  if (isMedium && typeof value === "string") return `/* @__PURE__ */ new URL(${stringLiteral(value)})`;
  if (typeof value !== "object" || value === null) return valueLiteral(value);
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => expression(item, elementType(target, index), reading));
    return list("[", items, "]");
  }
  const members = Object.entries(value).flatMap(([name, inner]) =>
    isMedium || isDeclared(name, target, reading.ir)
      ? [`${valueKey(name)}: ${expression(inner, isMedium ? undefined : propertyType(name, target), reading)}`]
      : [],
  );
  return members.length === 0 ? "{}" : list("{ ", members, " }");
}

function list(open: string, items: readonly string[], close: string): string {
  const line = `${open}${items.join(", ")}${close}`;
  if (fits(line) && !line.includes("\n")) return line;
  return `${open.trim()}\n${items.map((item) => `${indent(item)},`).join("\n")}\n${close.trim()}`;
}

function elementType(type: TypeIr | undefined, index: number): TypeIr | undefined {
  return type?.kind === "array" ? (type.prefix?.[index] ?? type.items) : undefined;
}

function propertyType(name: string, type: TypeIr | undefined): TypeIr | undefined {
  if (type?.kind !== "object") return undefined;
  const property = type.properties.find((candidate) => candidate.name === name);
  return property?.type ?? (typeof type.rest === "object" ? type.rest : undefined);
}

/** Whether an object's type has a name at all: what it does not declare the compiler would refuse in a literal. */
function isDeclared(name: string, type: TypeIr | undefined, ir: SchemaIr): boolean {
  if (type?.kind === "union") {
    return type.options.some((option) => {
      const target = resolve(ir, option);
      return (target?.kind === "object" || target?.kind === "union") && isDeclared(name, target, ir);
    });
  }
  if (type?.kind !== "object") return true;
  return type.rest !== "drop" || type.properties.some((property) => property.name === name);
}
