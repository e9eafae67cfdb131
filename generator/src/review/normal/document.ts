import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSchema, type SchemaObject } from "../../../../runtime/src/schema/keywords.ts";
import { atPointer, atSteps, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import { decodePointer } from "./modern.ts";

/** One schema of a document. Two places are the same when their objects are. */
export interface Place {
  readonly id: number;
  readonly document: SchemaDocument;
  /** Its place in the document; that of its owner where it was made up. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  /** Whether it says what other keywords of its owner mean, and stands nowhere itself. */
  readonly made: boolean;
}

/** A modern schema whose places can be asked for, each made once. */
export interface SchemaDocument {
  /** Another number for every document. */
  readonly serial: number;
  readonly root: JsonSchema;
  readonly rootPlace: Place;
  placeAt(pointer: string): Place | undefined;
  /** The place some steps below one that stands in the document. */
  placeBelow(place: Place, steps: readonly (string | number)[]): Place | undefined;
  /** A schema that is made up to say what keywords at `pointer` mean. */
  make(schema: JsonSchema, pointer: string): Place;
  /** What is kept for the life of the document, by topic. */
  memo<Value>(topic: string): Map<string, Value>;
}

let documents = 0;

/** Opens a modern schema. */
export function openDocument(root: JsonSchema): SchemaDocument {
  const places = new Map<string, Place | undefined>();
  const memos = new Map<string, unknown>();
  let count = 0;
  const add = (schema: JsonSchema, pointer: string, made: boolean): Place => ({
    id: count++,
    document,
    pointer,
    schema,
    made,
  });
  const keep = (pointer: string, schema: Json | undefined): Place | undefined => {
    const place = schema !== undefined && isSchema(schema) ? add(schema, pointer, false) : undefined;
    places.set(pointer, place);
    return place;
  };
  const document: SchemaDocument = {
    serial: documents++,
    root,
    get rootPlace() {
      return document.placeAt("") ?? add(root, "", false);
    },
    placeAt: (pointer) => (places.has(pointer) ? places.get(pointer) : keep(pointer, atPointer(root, pointer))),
    placeBelow: (place, steps) => {
      const pointer = joinPointer(place.pointer, ...steps);
      // From the top it is the farther the deeper the place is.
      return places.has(pointer) ? places.get(pointer) : keep(pointer, atSteps(place.schema, steps));
    },
    make: (schema, pointer) => {
      const key = `made ${pointer} ${canonicalJson(schema)}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const place = add(schema, pointer, true);
      places.set(key, place);
      return place;
    },
    memo: <Value>(topic: string) => {
      const known = memos.get(topic) ?? new Map<string, Value>();
      memos.set(topic, known);
      // A topic is always asked for with the same type.
      return known as Map<string, Value>;
    },
  };
  return document;
}

/** The keywords of a place; none for `true`. */
export function keywordsAt(place: Place): SchemaObject {
  return isRecord(place.schema) ? place.schema : {};
}

/** A keyword's value, of the place itself and never inherited. */
export function keyword(place: Place, name: string): Json | undefined {
  const { schema } = place;
  return isRecord(schema) && Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** The schema some steps below a place, if there is one. */
export function below(place: Place, ...steps: readonly (string | number)[]): Place | undefined {
  const { document, pointer } = place;
  if (!place.made) return document.placeBelow(place, steps);
  const schema = atSteps(place.schema, steps);
  return schema !== undefined && isSchema(schema) ? document.make(schema, pointer) : undefined;
}

/** The entries of a keyword that maps names to schemas. */
export function entriesBelow(place: Place, name: string): readonly (readonly [string, Place])[] {
  const map = keyword(place, name);
  if (!isRecord(map)) return [];
  return Object.keys(map).flatMap((entry): [string, Place][] => {
    const inner = below(place, name, entry);
    return inner === undefined ? [] : [[entry, inner]];
  });
}

/** The items of a keyword that lists schemas. */
export function listBelow(place: Place, name: string): readonly Place[] {
  const list = keyword(place, name);
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => below(place, name, index) ?? []);
}

/** Where the `$ref` of a place leads. */
export function referred(place: Place): Place | undefined {
  const reference = keyword(place, "$ref");
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  return place.document.placeAt(decodePointer(reference));
}

/** Some schemas that all judge the same value. None at all lets everything pass. */
export interface Conjunction {
  readonly document: SchemaDocument;
  /** The one that is the node for a reader comes first. */
  readonly places: readonly Place[];
  /** Equal for equal sets of places of one document. */
  readonly key: string;
  /** Where the node stands, also when what stands there lets everything pass. */
  readonly named?: Place;
}

/** Puts places of a document together; what lets everything pass adds nothing. */
export function conjoin(document: SchemaDocument, places: readonly Place[]): Conjunction {
  const kept = [...new Set(places)].filter(({ schema }) => schema !== true);
  const ids = kept.map(({ id }) => id).sort((a, b) => a - b);
  const [named] = places;
  return { document, places: kept, key: ids.join(","), ...(named === undefined ? {} : { named }) };
}

/** A node of which only the texts are meant, as names are. */
export function asText({ document, places }: Conjunction): Conjunction {
  return conjoin(document, [...places, document.make({ type: "string" }, "")]);
}
