import { canonicalJson } from "../canonical-json.ts";
import { hasType } from "../ir/conjuncts.ts";
import type { NodeId } from "../ir/ir.ts";
import type { Json } from "../json.ts";
import type { SchemaObject } from "../keywords.ts";
import { isRecord } from "../pointer.ts";
import { breaksConstraint } from "./constraint-check.ts";
import type { Encode, WireDocument, WireOfKind, WireProperty, WireSchema } from "./dialect.ts";

/** A value as it is written, and how badly it fits: names that are left out, constraints that are broken. */
interface Written {
  readonly value: Json;
  readonly cost: number;
}

const costOfConstraint = 1000;
const costOfName = 1;
// Text says less than the value itself would.
const costOfJson = 0.5;

/**
 * Makes the function that writes authored values in a dialect: the way there, of which the runtime's decoding is the
 * way back. It gives `undefined` for a value that does not have the authored shape. Of several options that a value
 * fits, it takes the one that keeps most of its names and breaks none of its constraints.
 */
export function createEncoder({ root, definitions, authored }: WireDocument): Encode {
  const writer = new ValueWriter(definitions, authored, new ValueWriter(authored, authored));
  return (value) => writer.write(root, value)?.value;
}

class ValueWriter {
  readonly #definitions: ReadonlyMap<NodeId, WireSchema>;
  readonly #authored: ReadonlyMap<NodeId, WireSchema>;
  /** Says how well a value fits what is authored where it is written as text. */
  readonly #fitter: ValueWriter;
  readonly #remembered = new Map<WireSchema, Map<Json, Written | undefined>>();

  constructor(
    definitions: ReadonlyMap<NodeId, WireSchema>,
    authored: ReadonlyMap<NodeId, WireSchema>,
    fitter?: ValueWriter,
  ) {
    this.#definitions = definitions;
    this.#authored = authored;
    this.#fitter = fitter ?? this;
  }

  write(schema: WireSchema, value: Json): Written | undefined {
    // Unions in unions would otherwise write the same value once for each way to it.
    const known = this.#remembered.get(schema) ?? new Map<Json, Written | undefined>();
    this.#remembered.set(schema, known);
    if (known.has(value)) return known.get(value);
    // A circle of options adds nothing to itself.
    known.set(value, undefined);
    const written = this.#writeNew(schema, value);
    known.set(value, written);
    return written;
  }

  #writeNew(schema: WireSchema, value: Json): Written | undefined {
    const written = this.#writeAs(schema, value);
    if (written === undefined) return undefined;
    const { constraints } = (schema.origin === undefined ? undefined : this.#authored.get(schema.origin)) ?? schema;
    const broken = Object.entries(constraints).some(([keyword, limit]) => breaksConstraint(keyword, limit, value));
    return broken ? { ...written, cost: written.cost + costOfConstraint } : written;
  }

  #writeAs(schema: WireSchema, value: Json): Written | undefined {
    const { form } = schema;
    if (form?.kind === "json") {
      const fits = this.#fitter.write(form.of, value);
      return fits === undefined ? undefined : { value: JSON.stringify(value), cost: fits.cost + costOfJson };
    }
    if (form?.kind === "wrapper" && schema.kind === "object") {
      const [property] = schema.properties;
      return property === undefined ? undefined : wrap(form.name, this.write(property.schema, value));
    }
    if (value === null && schema.extras?.["nullable"] === true) return { value, cost: 0 };
    switch (schema.kind) {
      case "any":
        return { value, cost: 0 };
      case "scalar":
        return schema.types.some((type) => hasType(value, type)) ? { value, cost: 0 } : undefined;
      case "literal": {
        const text = canonicalJson(value);
        return schema.values.some((candidate) => canonicalJson(candidate) === text) ? { value, cost: 0 } : undefined;
      }
      case "object":
        if (form?.kind === "tuple") return Array.isArray(value) ? this.#writeTuple(schema, form, value) : undefined;
        return isRecord(value) ? this.#writeObject(schema, value) : undefined;
      case "array":
        if (form?.kind === "entries") return isRecord(value) ? this.#writeEntries(schema, value) : undefined;
        return Array.isArray(value) ? this.#writeArray(schema, value) : undefined;
      case "union":
        return best(schema.options.map((option) => this.write(option, value)));
      case "reference": {
        const target = this.#definitions.get(schema.to);
        return target === undefined ? undefined : this.write(target, value);
      }
    }
  }

  #writeTuple(
    schema: WireOfKind<"object">,
    { names, rest }: { readonly names: readonly string[]; readonly rest?: string },
    elements: readonly Json[],
  ): Written | undefined {
    if (rest === undefined && elements.length > names.length) return undefined;
    const named = names.flatMap((name, index): [string, Json][] => {
      const element = elements[index];
      return element === undefined ? [] : [[name, element]];
    });
    const more: [string, Json][] = rest === undefined ? [] : [[rest, elements.slice(names.length)]];
    return this.#writeObject(schema, Object.fromEntries([...named, ...more]));
  }

  #writeObject(schema: WireOfKind<"object">, object: SchemaObject): Written | undefined {
    const { properties, additional } = schema;
    const declared = new Set(properties.filter(({ holdsRest }) => !holdsRest).map(({ name }) => name));
    const others = Object.entries(object).filter(([name]) => !declared.has(name));
    const parts: (readonly [string, Written | undefined])[] = [];
    for (const property of properties) {
      if (property.holdsRest) parts.push([property.name, this.#writeRest(property, others)]);
      else if (Object.hasOwn(object, property.name))
        parts.push([property.name, this.write(property.schema, object[property.name] ?? null)]);
      else if (property.absent !== undefined) parts.push([property.name, { value: null, cost: 0 }]);
      else if (property.required) return undefined;
    }
    if (properties.some(({ holdsRest }) => holdsRest)) return join(parts);
    if (typeof additional === "object" || additional === true) {
      for (const [name, value] of others)
        parts.push([name, additional === true ? { value, cost: 0 } : this.write(additional, value)]);
      return join(parts);
    }
    if (others.length > 0 && schema.drops !== true) return undefined;
    const joined = join(parts);
    return joined === undefined ? undefined : { ...joined, cost: joined.cost + others.length * costOfName };
  }

  #writeRest(property: WireProperty, others: readonly (readonly [string, Json])[]): Written | undefined {
    const rest = Object.fromEntries(others);
    if (property.schema.kind === "array") return this.#writeEntries(property.schema, rest);
    return { value: JSON.stringify(rest), cost: 0 };
  }

  #writeEntries(schema: WireOfKind<"array">, map: SchemaObject): Written | undefined {
    const entry = typeof schema.items === "object" && schema.items.kind === "object" ? schema.items : undefined;
    const value = entry?.properties.find(({ name }) => name === "value");
    if (value === undefined) return undefined;
    const entries = Object.entries(map).map(([key, item]): Written | undefined => {
      const written = this.write(value.schema, item);
      return written === undefined ? undefined : { value: { key, value: written.value }, cost: written.cost };
    });
    return list(entries);
  }

  #writeArray(schema: WireOfKind<"array">, elements: readonly Json[]): Written | undefined {
    const { prefix = [], items } = schema;
    return list(
      elements.map((element, index) => {
        const own = prefix[index] ?? items;
        return typeof own === "object" ? this.write(own, element) : undefined;
      }),
    );
  }
}

function best(candidates: readonly (Written | undefined)[]): Written | undefined {
  let chosen: Written | undefined;
  for (const candidate of candidates) {
    if (candidate !== undefined && (chosen === undefined || candidate.cost < chosen.cost)) chosen = candidate;
  }
  return chosen;
}

function wrap(name: string, written: Written | undefined): Written | undefined {
  return written === undefined ? undefined : { value: { [name]: written.value }, cost: written.cost };
}

function list(parts: readonly (Written | undefined)[]): Written | undefined {
  const whole = parts.filter((part) => part !== undefined);
  if (whole.length < parts.length) return undefined;
  return { value: whole.map(({ value }) => value), cost: whole.reduce((sum, { cost }) => sum + cost, 0) };
}

function join(parts: readonly (readonly [string, Written | undefined])[]): Written | undefined {
  const written = list(parts.map(([, part]) => part));
  if (written === undefined) return undefined;
  const pairs = parts.map(([name, part]): [string, Json] => [name, part?.value ?? null]);
  return { value: Object.fromEntries(pairs), cost: written.cost };
}
