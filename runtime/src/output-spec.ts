import type { StreamTable, Validate, ValidationIssue } from "./codec.ts";
import { writeForTarget } from "./json-schema/write-for-target.ts";
import { decodeValue } from "./partial/decode-value.ts";
import { MalformedOutputError } from "./partial/malformed-output.ts";
import { createPartialBuilder } from "./partial/partial-builder.ts";
import { describeIssue, invalidOutput, pathOf, tellIssues, unreadableOutput } from "./validation/issues.ts";
import { isValid, validateOutput } from "./validation/validate.ts";

/** A JSON Schema. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** One way a value breaks its schema, as Standard Schema says it. Its message quotes no value. */
export interface StandardIssue {
  /** What is expected at that place. */
  readonly message: string;
  /** Property names and indexes from the root to the value. */
  readonly path: readonly (string | number)[];
}

/**
 * Gives the schema as a document of its own. `target` is `draft-2020-12`, `draft-07` or `openapi-3.0`; another one, or a keyword
 * that has no equal there, throws a `ConfigurationError`. The document is new at each call and has no `x-` keys.
 */
export type JsonSchemaWriter = (options: {
  readonly target: string;
  /** Read by none of ours. */
  readonly libraryOptions?: Readonly<Record<string, unknown>> | undefined;
}) => Record<string, unknown>;

/** The Standard Schema and Standard JSON Schema interfaces, version 1 (https://standardschema.dev), of a spec for `T`. */
export interface StandardProperties<T> {
  /** Version of the interface. */
  readonly version: 1;
  /** Who made the validator. */
  readonly vendor: "outspec";
  /** Decodes and validates, as {@link OutputSpec.parse} does, but returns the issues instead of throwing. */
  readonly validate: (
    value: unknown,
  ) => { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };
  /** What is taken and what is given have one schema: `validate` takes off undeclared keys and adds nothing. */
  readonly jsonSchema: { readonly input: JsonSchemaWriter; readonly output: JsonSchemaWriter };
  /** Never set: it only tells the compiler the types. */
  readonly types?: { readonly input: T; readonly output: T } | undefined;
}

/** What a spec file says about an output, at run time: its name, its schema and how to validate it. Holds no prompt, no router and no transport. */
export interface OutputSpec<T> {
  /** Name of the type, `PatientSummary` for example. */
  readonly name: string;
  /** The schema as it was authored, with its `x-` keys. */
  readonly schema: JsonSchema;
  /** Whether a value is valid as it is: nothing is removed from it. */
  validate(value: unknown): value is T;
  /** Returns a copy without the keys the schema does not speak of, once that has been validated. Throws an `InvalidOutputError`. */
  parse(value: unknown): T;
  /** Reads the text of an answer: fences, surrounding prose and trailing commas are tolerated. Throws an `InvalidOutputError`. */
  parseText(text: string): T;
  /** The Standard Schema interface, which form and router libraries look for. */
  readonly "~standard": StandardProperties<T>;
}

/** What generated code knows of an output. */
export interface OutputDefinition {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly validate: Validate;
  readonly table: StreamTable;
}

// Registered globally, so that tests find it whichever copy of this package made the spec.
const tableKey: unique symbol = Symbol.for("@outspec/runtime/table") as never;

/**
 * The streaming table of a spec object, which is no part of its interface: what tests show as partials is made by it.
 * Undefined for an object that `defineOutput` did not make.
 */
export function tableOf(spec: OutputSpec<unknown>): StreamTable | undefined {
  // The symbol is ours, so what stands there is what `defineOutput` put there.
  return (spec as { readonly [tableKey]?: StreamTable })[tableKey];
}

/** Makes the spec object of an output. Called by generated code; `T` comes from the type its result is assigned to. */
export function defineOutput<T>({ name, schema, validate, table }: OutputDefinition): OutputSpec<T> {
  /** The decoded value with what is wrong with it. */
  const judge = (value: unknown): { readonly decoded: unknown; readonly issues: readonly ValidationIssue[] } => {
    try {
      const decoded = decodeValue(table, undefined, value);
      return { decoded, issues: validateOutput(validate, decoded) };
    } catch (error) {
      if (error instanceof MalformedOutputError) return { decoded: value, issues: [error.issue] };
      throw error;
    }
  };

  const toJsonSchema: JsonSchemaWriter = ({ target }) => writeForTarget(name, schema, target);

  const spec: OutputSpec<T> = {
    name,
    schema,
    validate: (value): value is T => isValid(validate, value),
    parse(value) {
      const { decoded, issues } = judge(value);
      if (issues.length > 0) throw invalidOutput(name, issues, textOf(value));
      // The cast holds: `validate` was compiled from the schema that `T` was generated from.
      return decoded as T;
    },
    parseText(text) {
      const builder = createPartialBuilder({ table });
      let value: unknown;
      try {
        builder.push(text);
        value = builder.finish().value;
      } catch (error) {
        if (error instanceof MalformedOutputError) throw unreadableOutput(name, error.issue, text);
        throw error;
      }
      const issues = validateOutput(validate, value);
      if (issues.length > 0) throw invalidOutput(name, issues, text);
      // The cast holds for the same reason as above.
      return value as T;
    },
    "~standard": {
      version: 1,
      vendor: "outspec",
      validate(value) {
        const { decoded, issues } = judge(value);
        // The cast holds for the same reason as above.
        if (issues.length === 0) return { value: decoded as T };
        return {
          issues: tellIssues(issues).map((issue) => ({ message: describeIssue(issue), path: pathOf(issue, decoded) })),
        };
      },
      jsonSchema: { input: toJsonSchema, output: toJsonSchema },
    },
  };
  return Object.defineProperty(spec, tableKey, { value: table });
}

/** A value as text, for an error that carries what was refused; a value that JSON cannot say has none. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
