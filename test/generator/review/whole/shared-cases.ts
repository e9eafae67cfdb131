import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Level } from "../../../../generator/src/review/difference.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import type { Files } from "./review-files.ts";

const folder = process.env["OUTSPEC_SHARED"] ?? join(import.meta.dirname, "../../../../../shared");
const file = join(folder, "reference/schema-review-cases.yaml");

/** One version of a spec in the neutral form of the shared cases. */
export interface NeutralSpec {
  readonly path?: string;
  readonly id?: string;
  readonly absent?: boolean;
  readonly output?: JsonSchema;
  readonly input?: JsonSchema;
  readonly prompt?: string;
  readonly system?: string;
  readonly model?: string;
  readonly settings?: Readonly<Record<string, Json>>;
  readonly examples?: Json;
  readonly targets?: readonly string[];
}

/** What a model's decoder can be held to. */
export interface Profile {
  readonly mode: "strict" | "prompt";
  readonly closedObjects?: boolean;
  readonly allRequired?: boolean;
  readonly recursion?: boolean;
  readonly maxOptionalProperties?: number;
  readonly unsupported?: readonly string[];
  readonly unenforced?: readonly string[];
  readonly enforced: readonly string[];
  readonly order?: "declared" | "required-first";
}

/** One pair of the shared cases, and what has to be said of it. */
export interface SharedCase {
  readonly id: string;
  readonly config?: { readonly exportDefinitions?: boolean; readonly applyDefaults?: boolean };
  readonly before: NeutralSpec;
  readonly after: NeutralSpec;
  readonly expect: {
    readonly consumer: Level | readonly Level[];
    readonly stored: Level | readonly Level[];
    readonly behaviour: boolean | readonly boolean[];
    readonly findings?: readonly { readonly rule: string | readonly string[]; readonly at: string }[];
    readonly absent?: readonly string[];
    readonly none?: boolean;
    readonly source_only?: boolean;
  };
  readonly witness?: Readonly<Partial<Record<"consumer" | "stored" | "caller", Json>>>;
}

/** The shared cases, where this checkout has them beside it. */
export function readSharedCases():
  | { readonly cases: readonly SharedCase[]; readonly profiles: Readonly<Record<string, Profile>> }
  | undefined {
  if (existsSync(file)) return parse(readFileSync(file, "utf8"));
  console.info("skipped: there are no shared cases of schema review beside this checkout");
  return undefined;
}

/** Cases about something that does not exist here, with the reason. */
export const notHere: Readonly<Record<string, string>> = {
  "applied-default-removed": "a default is documentation: no value is ever filled in",
};

/** Cases whose new version is refused before anything is compared: the code of the finding, and its line in the file. */
export const refused: Readonly<Record<string, string>> = {
  "unsatisfiable-after": "never-valid",
};

/** Places of the neutral form, as they are called in files of ours. */
export const places: Readonly<Record<string, string>> = {
  "/settings/maxTokens": "/settings/maxOutputTokens",
  "/model": "/router/primary",
};

/** Models of the neutral form, as real ones: two of one maker. */
const models: Readonly<Record<string, string>> = {
  "maker-a/one-large": "openai/gpt-5.4",
  "maker-a/one-small": "openai/gpt-5.4-mini",
};

/** Writes one version as a project. JSON is YAML, so nothing is lost on the way. */
export function filesOf(spec: NeutralSpec): Files {
  const { path = "schemas/t.yaml", id, output, input, prompt, system, model, settings, examples } = spec;
  const router = model === undefined ? "" : `router:\n  primary: ${models[model] ?? model}\n`;
  const config = `schemas: .\n${router}`;
  if (spec.absent === true) return { "outspec.yaml": config };
  const { maxTokens, ...sampling } = settings ?? {};
  const text = prompt ?? (input === undefined ? undefined : "Go on.");
  const user = text === undefined ? {} : { prompt: system === undefined ? text : { system, user: text } };
  const written = {
    ...(id !== undefined && { name: pascal(id) }),
    ...user,
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output: withoutNullable(output) }),
    ...(settings !== undefined && {
      settings: { ...sampling, ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }) },
    }),
    ...(examples !== undefined && { examples }),
  };
  return { "outspec.yaml": config, [path]: JSON.stringify(written, null, 2) };
}

/** `nullable` is no keyword of JSON Schema and is refused here: a list of types stands in for it. */
function withoutNullable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutNullable);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, withoutNullable(value)] as const);
  const { nullable, type, ...others } = Object.fromEntries(entries);
  if (nullable !== true || typeof type !== "string") return Object.fromEntries(entries);
  return { type: [type, "null"], ...others };
}

function pascal(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
