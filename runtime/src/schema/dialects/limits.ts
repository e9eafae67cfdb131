import type { Rewrite } from "./dialect.ts";
import { printDocument, referencesIn } from "./print.ts";
import { measureHeight } from "./recursion.ts";
import { allSchemas } from "./walk.ts";

/** What a dialect counts, and how much of it is allowed. */
export interface Limits {
  readonly properties?: number;
  readonly optional?: number;
  readonly unions?: number;
  /** Options of one union. */
  readonly options?: number;
  readonly depth?: number;
  readonly enumValues?: number;
  /** Characters of the values of one `enum` that has more than 250. */
  readonly longEnum?: number;
  /** Characters of the names of properties and definitions and of values. */
  readonly characters?: number;
  /** Characters of the whole schema as it is sent. */
  readonly text?: number;
}

const manyValues = 250;

/** Refuses what is larger than the dialect's published limits. Runs last. */
export function limit(limits: Limits): Rewrite {
  return (document) => {
    const schemas = allSchemas(document);
    const unions = schemas.filter((schema) => schema.kind === "union");
    const typeLists = schemas.filter((schema) => schema.kind === "scalar" && schema.types.length > 1);
    const properties = schemas.flatMap((schema) => (schema.kind === "object" ? schema.properties : []));
    const enums = schemas.flatMap((schema) => (schema.kind === "literal" ? [schema.values] : []));
    const names = [
      ...properties.map((property) => property.name),
      ...[...referencesIn(document)].map((id) => document.keys.get(id) ?? ""),
    ];
    const textOf = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join("");
    const counts: Readonly<Record<keyof Limits, () => readonly [count: number, of: string]>> = {
      properties: () => [properties.length, "properties"],
      optional: () => [properties.filter((property) => !property.required).length, "optional properties"],
      unions: () => [unions.length + typeLists.length, "unions"],
      options: () => [Math.max(0, ...unions.map((union) => union.options.length)), "options in a union"],
      depth: () => {
        const height = measureHeight(document);
        const used = [...referencesIn(document)].flatMap((id) => {
          const definition = document.definitions.get(id);
          return definition === undefined ? [] : [height(definition, id)];
        });
        return [Math.max(height(document.root, document.root.origin), ...used), "levels"];
      },
      enumValues: () => [enums.flat().length, "enum values"],
      longEnum: () => {
        const long = enums.filter((values) => values.length > manyValues);
        return [Math.max(0, ...long.map((values) => textOf(values).length)), "characters in an enum"];
      },
      characters: () => [[...names, textOf(enums.flat())].join("").length, "characters of names and values"],
      text: () => [JSON.stringify(printDocument(document)).length, "characters"],
    };
    for (const [name, most] of Object.entries(limits) as readonly [keyof Limits, number][]) {
      const [count, of] = counts[name]();
      if (count > most) return { ...document, unusable: `it has ${count} ${of}, and this dialect allows ${most}` };
    }
    return document;
  };
}
