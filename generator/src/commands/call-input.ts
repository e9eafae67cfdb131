import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { UsageError } from "../diagnostics/usage-error.ts";
import { isRecord } from "../spec/pointer.ts";
import type { JsonSchema, ResolvedSpec } from "../spec/resolved-spec.ts";
import { readMedia, withSampleMedia } from "./input-media.ts";
import { sampleNotes } from "./sample-notes.ts";
import type { TestingModule } from "./user-runtime.ts";

/** The input of a call; `origin` says where one comes from that the caller did not give. */
export interface ChosenInput {
  readonly input: unknown;
  readonly origin?: string;
}

/** Reads the input that was given, or chooses one: an example of the spec, sample notes, or, when simulated, a made-up one. */
export async function readInput(
  given: string | undefined,
  spec: ResolvedSpec,
  testing: TestingModule | undefined,
  cwd: string,
): Promise<ChosenInput> {
  if (given !== undefined) return { input: readMedia(await parseInput(given, spec, cwd), spec.prompt) };
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
  if (!isRecord(properties) || Object.keys(properties).join() !== "notes") return false;
  const notes = properties["notes"];
  return isRecord(notes) && Object.keys(notes).join() === "type" && notes["type"] === "string";
}

/** A made-up input; the simulator quotes it, so notes get something worth quoting. */
function withSampleNotes(input: unknown): unknown {
  const variables = typeof input === "object" && input !== null ? input : {};
  return "notes" in variables && typeof variables.notes === "string" ? { ...variables, notes: sampleNotes } : variables;
}

async function parseInput(given: string, spec: ResolvedSpec, cwd: string): Promise<unknown> {
  const text =
    given === "-"
      ? await readAll(process.stdin)
      : given.startsWith("@")
        ? readInputFile(resolve(cwd, given.slice(1)))
        : given;
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Without a prompt the input is the question itself, and a question need not be JSON.
    if (spec.prompt === undefined) return text;
    const source = given === "-" ? "standard input" : given.startsWith("@") ? given.slice(1) : "--input";
    throw new UsageError(`${source} is not JSON`, `as in '${sampleInput(spec)}'`, { cause });
  }
}

function readInputFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(`the input file ${path} cannot be read`, undefined, { cause });
  }
}

function sampleInput({ input }: ResolvedSpec): string {
  const required = typeof input === "object" ? input["required"] : undefined;
  const names = Array.isArray(required) ? required.map(String) : [];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, "…"])));
}
