import { type Context, createContext, Script } from "node:vm";
import type { ErrorObject } from "ajv";
import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { atPointer, isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { ajvForCheckedSchemas } from "./ajv-instances.ts";
import { explainErrors } from "./explain.ts";
import type { PromptTemplate } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

/** Patterns are untrusted: one that backtracks for ever ends here. */
const timeLimitMs = 1000;

/** What the examples of a spec have to agree with. */
export interface ExampleSchemas {
  readonly output: JsonSchema;
  readonly draft: Draft;
  /** Absent when the prompt has no variables. */
  readonly input?: JsonSchema;
  readonly inputDraft: Draft;
  readonly prompt?: PromptTemplate;
}

type Example = { readonly [key: string]: Json };

/** Checks the few-shot examples of a spec against its resolved schemas. Findings stand at the example's own text. */
export async function checkExamples(document: SpecDocument, schemas: ExampleSchemas): Promise<readonly Diagnostic[]> {
  const listed = isRecord(document.value) ? document.value["examples"] : undefined;
  if (!isList(listed) || listed.length === 0) return [];
  const examples = listed.flatMap((example, index): [Example, string][] =>
    isRecord(example) ? [[example, joinPointer("/examples", index)]] : [],
  );
  const { output, draft, input, inputDraft } = schemas;
  const outputs = await checkValues(document, examples, { kind: "output", schema: output, draft });
  if (schemas.prompt === undefined) {
    const message = "an example is a question with its answer, and without a prompt there is no question";
    const range = document.rangeOf("/examples", "key");
    return [error("examples-without-prompt", range, message, "add a `prompt`, or remove the examples"), ...outputs];
  }
  return [
    ...outputs,
    ...(input === undefined
      ? []
      : await checkValues(document, examples, { kind: "input", schema: input, draft: inputDraft })),
    ...examples.flatMap(([example, pointer]) => [
      ...checkPresence(document, example, pointer, input),
      ...checkMedia(document, example, pointer, schemas.prompt),
    ]),
  ];
}

interface Side {
  readonly kind: "output" | "input";
  readonly schema: JsonSchema;
  readonly draft: Draft;
}

/** Checks one side of all examples against its schema. */
async function checkValues(
  document: SpecDocument,
  examples: readonly (readonly [Example, string])[],
  { kind, schema, draft }: Side,
): Promise<readonly Diagnostic[]> {
  const ajv = await ajvForCheckedSchemas(draft);
  let validate: Validate;
  try {
    validate = ajv.compile(schema);
  } catch {
    return []; // A schema that does not compile has findings of its own.
  }
  // One example that ran out of time is enough: the others would meet the same pattern.
  let isSlow = false;
  return examples.flatMap(([example, pointer]): Diagnostic[] => {
    if (isSlow || !(kind in example)) return [];
    const base = joinPointer(pointer, kind);
    const value = example[kind] ?? null;
    const errors = withTimeLimit(validate, value);
    if (errors === "timeout") {
      isSlow = true;
      return [
        error(
          "slow-pattern",
          document.rangeOf(base, "key"),
          `checking this example takes more than ${timeLimitMs / 1000} s`,
          "a pattern in the schema backtracks without end: make it simpler",
        ),
      ];
    }
    return explainErrors(errors, value).map(({ pointer: below, what, message, hint }) =>
      error(
        "example-mismatch",
        document.rangeOf(base + below, what),
        message.replace(/^the value /, `the example's ${kind} `).replace(/ the value$/, ` the example's ${kind}`),
        hint,
      ),
    );
  });
}

/** Whether an example has an input exactly where the prompt has variables, and only variables that exist. */
function checkPresence(
  document: SpecDocument,
  example: Example,
  pointer: string,
  schema: JsonSchema | undefined,
): readonly Diagnostic[] {
  const { input } = example;
  if (schema === undefined) {
    if (input === undefined) return [];
    const message = "this example has an input, and the prompt has no variables";
    const range = document.rangeOf(joinPointer(pointer, "input"), "key");
    return [error("example-mismatch", range, message, "remove it, or use it in the prompt: {{ name }}")];
  }
  if (input === undefined) {
    const message = "this example has no input, and the prompt has variables";
    return [error("example-mismatch", document.rangeOf(pointer), message, "add `input:` with a value for each")];
  }
  const properties = typeof schema === "object" ? schema["properties"] : undefined;
  const open = typeof schema === "object" && Object.keys(schema).some((keyword) => !closedKeywords.has(keyword));
  if (open || !isRecord(input) || !isRecord(properties)) return [];
  const names = Object.keys(properties);
  return Object.keys(input)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => {
      const range = document.rangeOf(joinPointer(pointer, "input", name), "key");
      const hint = didYouMean(name, names) ?? `the input has ${names.join(", ")}`;
      return error("example-mismatch", range, `${JSON.stringify(name)} is no variable of the prompt`, hint);
    });
}

/** With no other keyword than these, a schema's `properties` are all the names an object can have. */
const closedKeywords: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "description",
  "title",
  "$defs",
]);

/** What a spec can say of an image or a file: where it is, or its bytes in base64. */
function checkMedia(
  document: SpecDocument,
  { input }: Example,
  pointer: string,
  prompt: PromptTemplate | undefined,
): readonly Diagnostic[] {
  const parts = prompt?.messages.flatMap((message) => message.parts) ?? [];
  return parts.flatMap((part) => {
    if (part.type === "text") return [];
    const below = joinPointer("", ...part.path);
    const medium = atPointer(input, below);
    if (medium === undefined || isMedium(medium)) return [];
    const range = document.rangeOf(`${joinPointer(pointer, "input")}${below}`);
    const message = `an example names its ${part.type} by address, or holds it as { data, mediaType }`;
    return [error("example-mismatch", range, message, "data is base64: { data: iVBORw0KGgo…, mediaType: image/png }")];
  });
}

function isMedium(value: Json): boolean {
  if (typeof value === "string") return /^(?:https?|data):/.test(value) && URL.canParse(value);
  if (!isRecord(value)) return false;
  const { data, mediaType, ...others } = value;
  const isBase64 = typeof data === "string" && /^[A-Za-z0-9+/]+={0,2}$/.test(data);
  return isBase64 && typeof mediaType === "string" && Object.keys(others).length === 0;
}

interface Validate {
  (value: unknown): unknown;
  errors?: ErrorObject[] | null | undefined;
}

/** What validators run in. Made once: a context of its own takes longer than most validators. */
let judge: { readonly context: Context; readonly script: Script } | undefined;

/** Runs a validator so that even an endless regular expression gives back control. */
function withTimeLimit(validate: Validate, value: Json): readonly ErrorObject[] | "timeout" {
  judge ??= { context: createContext({}), script: new Script("validate(value)") };
  const { context, script } = judge;
  Object.assign(context, { validate, value });
  try {
    const valid: unknown = script.runInContext(context, { timeout: timeLimitMs });
    if (valid instanceof Promise) {
      // Only "$async" does this, and it is refused.
      valid.catch(() => undefined);
      return [];
    }
    return valid === true ? [] : (validate.errors ?? []);
  } catch {
    return "timeout";
  }
}
