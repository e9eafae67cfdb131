import type { ModelCall } from "./provider.ts";
import { RawJson, stringifyBody } from "./raw-json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The schema of a call in a mode that carries one, as it goes into a body. */
export function schemaOf({ schema, mode }: ModelCall): RawJson {
  if (schema === undefined) throw new Error(`a call in the mode ${mode} carries its schema`);
  return new RawJson(schema);
}

const writtenFields = new WeakMap<object, Fields>();

/**
 * The fields of a body that ask for structured output, as `encode` gives them, each as the text it is sent as: most of a small
 * body is the schema, and it is written once for all calls of one form. `encode` looks at nothing else of a call than what
 * is of its form.
 */
export function outputFields(call: ModelCall, encode: (call: ModelCall) => Fields): Fields {
  const { form, extraBody } = call;
  // Fields of the user's may be merged into them.
  if (form === undefined || extraBody !== undefined) return encode(call);
  const known = writtenFields.get(form);
  if (known !== undefined) return known;
  const fields = Object.entries(encode(call)).filter(([, value]) => value !== undefined);
  const written = Object.fromEntries(fields.map(([name, value]) => [name, new RawJson(stringifyBody(value))]));
  writtenFields.set(form, written);
  return written;
}
