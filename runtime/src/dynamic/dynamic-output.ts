import type { OutputCall, RoutedCallOptions } from "../call.ts";
import type { Codec } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import { contractVersion } from "../facts/dialects.ts";
import { fingerprint } from "../fingerprint.ts";
import { generate } from "../generate.ts";
import type { Settings } from "../options.ts";
import { defineOutput, type OutputSpec } from "../output-spec.ts";
import type { Prompt } from "../prompt.ts";
import type { Result } from "../result.ts";
import { stream } from "../stream.ts";
import type { OutputStream } from "../stream-events.ts";
import { createDialects } from "./dialects.ts";
import type { PartialOf } from "./partial-of.ts";
import { type ReadSchema, readSchema } from "./read-schema.ts";
import { compileValidators } from "./validators.ts";

/** What a dynamic output is made of. */
export interface DynamicOutputOptions {
  /** Name of the output, as errors and the schema or tool at the provider have it: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly name: string;
  /** What the output is, for the schema or tool at the provider. */
  readonly description?: string;
  /** The JSON Schema: plain JSON, draft-04 to 2020-12, whatever its type calls it. It is copied. */
  readonly schema: boolean | object;
  /** As `settings` of a spec. */
  readonly settings?: Settings;
  /**
   * Patterns whose time may double with every character of a text. Default `refuse`: nothing can interrupt one, and a
   * schema that comes from elsewhere could stop the process with it.
   */
  readonly slowPatterns?: "refuse" | "allow";
}

/** An output whose schema became known while the program runs: a spec object, and the functions that ask for it. */
export interface DynamicOutput<T, P = PartialOf<T>> {
  /** The spec object, as generated code has it. */
  readonly spec: OutputSpec<T>;
  /** Asks for one complete output; resolves once it has been validated. */
  generate(prompt: Prompt, options: RoutedCallOptions): Promise<Result<T>>;
  /** Streams an output: partials as they are written, then the validated result. */
  stream(prompt: Prompt, options: RoutedCallOptions): OutputStream<T, P>;
}

/**
 * Makes an output of a JSON Schema that is known only at run time. `T` is the caller's word for what the schema says.
 *
 * Compiles a validator, which needs code generation at run time: nothing else of this package does, and a strict
 * Content-Security-Policy and edge runtimes forbid it. It takes milliseconds, so make an output once and keep it.
 * Throws a `ConfigurationError` that lists what is wrong with the schema, each finding with its place and a way out.
 */
export function createDynamicOutput<T = unknown, P = PartialOf<T>>(options: DynamicOutputOptions): DynamicOutput<T, P> {
  const { name, settings } = options;
  checkName(name);
  const schema = readSchema(name, options.schema, options.slowPatterns);
  const codec = createCodec(options, schema);
  const { table, validate } = codec;
  const spec = defineOutput<T>({ name, schema: schema.authored, validate, table });
  const call: OutputCall<T, Prompt> = { codec, ...(settings === undefined ? {} : { settings }) };
  return {
    spec,
    generate: (prompt, callOptions) => generate(call, prompt, callOptions),
    stream: (prompt, callOptions) => stream(call, prompt, callOptions),
  };
}

/** Makes of a schema what the generator would have written. */
export function createCodec({ name, description }: DynamicOutputOptions, schema: ReadSchema): Codec {
  const { document, draft, source } = schema;
  const { table, checks: rows } = source.table;
  const { validate, checks } = compileValidators({ name, document, draft, checks: rows });
  return {
    contract: contractVersion,
    name,
    ...(description === undefined ? {} : { description }),
    hash: fingerprint(JSON.stringify([name, description, schema.authored])),
    table,
    validate,
    checks,
    dialects: createDialects(source),
  };
}

function checkName(name: unknown): void {
  if (typeof name === "string" && /^[\w-]{1,64}$/.test(name)) return;
  throw new ConfigurationError(
    `${JSON.stringify(name) ?? String(name)} is no name of an output: providers take 1 to 64 letters, digits, _ and -`,
  );
}
