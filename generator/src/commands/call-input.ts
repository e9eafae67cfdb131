import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../runtime/src/schema/pointer.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { nearestName } from "../spec/suggest.ts";
import { readMedia, withSampleMedia } from "./input-media.ts";
import { sampleNotes } from "./sample-notes.ts";
import type { TestingModule } from "./user-runtime.ts";

/** The input of a call; `origin` says where one comes from that the caller did not give. */
export interface ChosenInput {
  readonly input: unknown;
  readonly origin?: string;
}

/** Where an input is read from. */
export interface InputSource {
  /** Folder that a file's path starts at. */
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Tells a person that standard input is waited for. */
  note(text: string): void;
}

/** Reads the input that was given, or chooses one: an example of the spec, sample notes, or, when simulated, a made-up one. */
export async function readInput(
  given: string | undefined,
  spec: ResolvedSpec,
  testing: TestingModule | undefined,
  source: InputSource,
): Promise<ChosenInput> {
  if (given !== undefined && spec.prompt !== undefined && spec.input === undefined)
    throw new UsageError(`the prompt of ${spec.stem} has no variables, so it takes no input`, "leave out --input");
  if (given !== undefined) return { input: readMedia(await parseInput(given, spec, source), spec.prompt) };
  const example = spec.examples?.[0]?.input;
  if (example !== undefined) return { input: readMedia(example, spec.prompt) };
  if (spec.prompt === undefined) {
    if (testing !== undefined) return { input: `An example of ${spec.name}.` };
    throw new UsageError(`${spec.stem} has no prompt, so it needs one`, `outspec try ${spec.stem} --input "…"`);
  }
  if (spec.input === undefined) return { input: undefined };
  if (asksForNotesOnly(spec.input)) return { input: { notes: sampleNotes }, origin: "the built-in sample notes" };
  if (testing !== undefined) {
    const made = withSampleNotes(testing.createInstance(spec.input));
    return { input: withSampleMedia(made, spec.prompt), origin: "made up" };
  }
  throw new UsageError(`${spec.stem} needs an input`, `outspec try ${spec.stem} --input '${sampleInput(spec)}'`);
}

/** Whether a spec's only variable is the text `notes`, as in the spec that `init` writes. */
function asksForNotesOnly(input: JsonSchema): boolean {
  const properties = isRecord(input) ? input["properties"] : undefined;
  const notes = isRecord(properties) ? properties["notes"] : undefined;
  return onlyTextVariable(input) === "notes" && isRecord(notes) && Object.keys(notes).join() === "type";
}

/** A made-up input; the simulator quotes it, so notes get something worth quoting. */
function withSampleNotes(input: unknown): unknown {
  const variables = typeof input === "object" && input !== null ? input : {};
  return "notes" in variables && typeof variables.notes === "string" ? { ...variables, notes: sampleNotes } : variables;
}

async function parseInput(given: string, spec: ResolvedSpec, source: InputSource): Promise<unknown> {
  const text = await readSource(given, source);
  const name = given === "-" ? "standard input" : given.startsWith("@") ? given.slice(1) : "--input";
  const variable = onlyTextVariable(spec.input);
  if (text.trim() === "") {
    const plain = variable === undefined ? "" : `, or the text of ${variable} as it is`;
    const hint = spec.input === undefined ? undefined : `as in '${sampleInput(spec)}'${plain}`;
    throw new UsageError(`${name} is empty`, hint);
  }
  const parsed = parseJson(text);
  // Notes need not be JSON where nothing but notes is asked for, and may look like a number.
  const isText = parsed === undefined ? !/^\s*[[{]/.test(text) : Object(parsed.value) !== parsed.value;
  if (variable !== undefined && isText) {
    return { [variable]: typeof parsed?.value === "string" ? parsed.value : text };
  }
  if (parsed !== undefined) return parsed.value;
  // Without a prompt the input is the question itself, and a question need not be JSON.
  if (spec.prompt === undefined) return text;
  throw new UsageError(`${name} is not JSON`, `as in '${sampleInput(spec)}'`);
}

/** The text of a value, of a file or of standard input. */
async function readSource(given: string, { cwd, stdin, note }: InputSource): Promise<string> {
  if (given.startsWith("@")) return readInputFile(resolve(cwd, given.slice(1)));
  if (given !== "-") return given;
  if (stdin.isTTY === true) note("Reading the input from this terminal. End it with Ctrl-D on a line of its own.\n");
  return await readAll(stdin);
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The name of a prompt's only variable, if that is any text. */
function onlyTextVariable(input: Json | undefined): string | undefined {
  const properties = isRecord(input) ? input["properties"] : undefined;
  if (!isRecord(properties)) return undefined;
  const [[name, schema] = [], ...others] = Object.entries(properties);
  return others.length === 0 && isRecord(schema) && schema["type"] === "string" ? name : undefined;
}

function readInputFile(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new UsageError(`the input file ${path} cannot be read`, undefined, { cause });
  }
}

/** The way out of an input that its schema refused: the name that a strange member is most likely meant as, or an input that fits. */
export function inputHint(input: unknown, spec: ResolvedSpec): string | undefined {
  if (spec.input === undefined) return undefined;
  const properties = isRecord(spec.input) ? spec.input["properties"] : undefined;
  const known = isRecord(properties) ? Object.keys(properties) : [];
  const given = typeof input === "object" && input !== null ? Object.keys(input) : [];
  const missing = known.filter((name) => !given.includes(name));
  const hints = given
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const near = nearestName(name, missing);
      return near === undefined ? [] : [`did you mean ${JSON.stringify(near)} by ${JSON.stringify(name)}?`];
    });
  return hints[0] ?? `as in '${sampleInput(spec)}'`;
}

function sampleInput({ input }: ResolvedSpec): string {
  const required = typeof input === "object" ? input["required"] : undefined;
  const names = Array.isArray(required) ? required.map(String) : [];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, "…"])));
}
