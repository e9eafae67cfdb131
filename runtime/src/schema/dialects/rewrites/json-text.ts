import type { NodeId } from "../../ir/ir.ts";
import type { Rewrite, WireDocument, WireOfKind, WireSchema } from "../dialect.ts";
import { askOptions, mapChildren, mapWire, withDescription, withOrigin, withUnenforced } from "../walk.ts";
import { inWords } from "../words.ts";
import { isNull } from "./unions.ts";

/**
 * Says a value as a string that holds its JSON text: what is left where a dialect has no other way.
 *
 * Inverse: `json`. What the schema says within is enforced by nothing but the validator.
 */
export function sayAsJson(document: WireDocument, schema: WireSchema): WireSchema {
  if (schema.form?.kind === "json") return schema;
  const target = schema.kind === "reference" ? document.authored.get(schema.to) : schema;
  const of = (target?.origin === undefined ? undefined : document.authored.get(target.origin)) ?? target ?? schema;
  const described = schema.description === undefined ? of : schema;
  return {
    ...withOrigin(of),
    pointer: schema.pointer,
    ...withDescription(described),
    notes: [`JSON text of ${inWords(document, of)}`, ...(of.kind === "any" ? [] : of.notes)],
    constraints: {},
    kind: "scalar",
    types: ["string"],
    form: { kind: "json", of },
  };
}

/** Says what `picks` chooses as JSON text. */
function asJson(picks: (schema: WireSchema) => boolean): Rewrite {
  return (document) => {
    const unenforced: string[] = [];
    const rewritten = mapWire(document, (schema) => {
      if (!picks(schema)) return schema;
      if (schema.kind !== "any") unenforced.push(`type at ${schema.pointer}`);
      return sayAsJson(document, schema);
    });
    return withUnenforced(rewritten, unenforced);
  };
}

/** Says a place that allows any value as JSON text: dialects reject it, or make the model write `{}` there. */
export const anythingAsJson: Rewrite = asJson((schema) => schema.kind === "any");

/** Says an object of which the spec knows no names and no values as JSON text, for dialects that close objects. */
export const openObjectsAsJson: Rewrite = asJson(
  (schema) => schema.kind === "object" && schema.properties.length === 0 && schema.additional === true,
);

/** Says objects without any names as JSON text, for dialects that want at least one. */
export const emptyObjectsAsJson: Rewrite = asJson(
  (schema) => schema.kind === "object" && schema.properties.length === 0 && typeof schema.additional !== "object",
);

/** Says values of `enum` and `const` that are objects or lists as JSON text, for dialects that take only primitive ones. */
export const structuredValuesAsJson: Rewrite = asJson(
  (schema) => schema.kind === "literal" && schema.values.some((value) => typeof value === "object" && value !== null),
);

/** Says every union as JSON text, for dialects without unions. Lists of scalar types stay. */
export const unionsAsJson: Rewrite = asJson((schema) => schema.kind === "union");

/**
 * Says what can be nothing but null as JSON text, for dialects in which null is no type of its own. Null as one option
 * among others stays: it has a keyword.
 */
export const nullAsJson: Rewrite = (document) => {
  const replace = (schema: WireSchema): WireSchema => (isNull(schema) ? sayAsJson(document, schema) : schema);
  const rewritten = mapWire(document, (schema) => (schema.kind === "union" ? schema : mapChildren(schema, replace)));
  const root = replace(rewritten.root);
  return root === rewritten.root ? rewritten : { ...rewritten, root };
};

/** What becomes of options in a dialect: maps written as arrays, tuples written as objects. */
export interface OptionForms {
  readonly entries: boolean;
  readonly tuples: boolean;
}

/**
 * Says a union as JSON text whose options the dialect would write alike: a map beside an array when maps are arrays
 * of entries, a tuple beside an object when tuples are objects.
 */
export function ambiguousAsJson(forms: OptionForms): Rewrite {
  const isMap = (option: WireSchema): boolean =>
    option.kind === "object" && option.properties.length === 0 && typeof option.additional === "object";
  const isTuple = (option: WireSchema): boolean => option.kind === "array" && option.prefix !== undefined;
  const staysObject = (option: WireSchema): boolean => option.kind === "object" && !(forms.entries && isMap(option));
  const staysArray = (option: WireSchema): boolean => option.kind === "array" && !(forms.tuples && isTuple(option));
  return (document) => {
    const hasMap = askOptions(document.definitions, isMap);
    const hasTuple = askOptions(document.definitions, isTuple);
    const hasObject = askOptions(document.definitions, staysObject);
    const hasArray = askOptions(document.definitions, staysArray);
    const isAmbiguous = (union: WireSchema): boolean =>
      (forms.entries && hasMap(union) && hasArray(union)) || (forms.tuples && hasTuple(union) && hasObject(union));
    return asJson((schema) => schema.kind === "union" && isAmbiguous(schema))(document);
  };
}

/**
 * Settles what JSON text in one place means for others. Runs after everything that says something as JSON text.
 *
 * A string at a place must have one meaning. So a union with an option that is JSON text is JSON text as a whole if
 * any of its options could be a string, and is marked as one that may be otherwise. And what could be a string itself
 * is JSON text at all of its places when it is at one.
 */
export const settleJson: Rewrite = (document) => {
  const couldBeString = askForStrings(document);
  let settled = document;
  for (;;) {
    const before = settled;
    let changed = false;
    const stringy = new Set<NodeId>();
    const settleUnion = unionSettler(before, couldBeString);
    settled = mapWire(before, (schema) => {
      const promoted = schema.kind === "union" ? settleUnion(schema) : schema;
      if (promoted !== schema) changed = true;
      const { form, origin } = promoted;
      if (form?.kind === "json" && origin !== undefined && couldBeString(form.of)) stringy.add(origin);
      return promoted;
    });
    const known = settled;
    settled = mapWire(known, (schema) => {
      if (schema.origin === undefined || schema.form?.kind === "json" || !stringy.has(schema.origin)) return schema;
      changed = true;
      return sayAsJson(known, schema);
    });
    if (!changed) return settled;
  }
};

function unionSettler(
  document: WireDocument,
  couldBeString: (schema: WireSchema) => boolean,
): (union: WireOfKind<"union">) => WireSchema {
  const writesJson = askOptions(
    document.definitions,
    ({ form }) => form?.kind === "json" || form?.kind === "some-json",
  );
  return (union) => {
    if (union.form !== undefined || !union.options.some(writesJson)) return union;
    if (union.options.some((option) => couldBeString(authoredOf(document, option)))) return sayAsJson(document, union);
    const options = union.options.map((option): WireSchema => {
      if (option.form?.kind !== "json") return option;
      // The mark on the union says it; what the option stands for elsewhere is another matter.
      const { origin: _origin, ...unmarked } = option;
      return unmarked;
    });
    return { ...union, options, form: { kind: "some-json" } };
  };
}

function authoredOf(document: WireDocument, schema: WireSchema): WireSchema {
  if (schema.form?.kind === "json") return schema.form.of;
  const id = schema.kind === "reference" ? schema.to : schema.origin;
  return (id === undefined ? undefined : document.authored.get(id)) ?? schema;
}

/** Makes the function that says whether a value of an authored schema could be a string. */
export function askForStrings({ authored }: Pick<WireDocument, "authored">): (schema: WireSchema) => boolean {
  return askOptions(authored, (target) => {
    if (target.kind === "literal") return target.values.some((value) => typeof value === "string");
    return target.kind === "any" || (target.kind === "scalar" && target.types.includes("string"));
  });
}
