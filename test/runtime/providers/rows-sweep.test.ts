import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { modes } from "@outspec/runtime/facts/dialects";
import { overrideFor, type ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { describe, it } from "vitest";
import { parse } from "yaml";

/** The table of wire facts that the rows were written from, kept outside of the repository. */
const file = join(import.meta.dirname, "../../../../shared/reference/providers.yaml");

interface Entry {
  readonly id: string;
  readonly family: string;
  readonly alt_families?: readonly string[];
  readonly status?: string;
  readonly base_url: string;
  readonly path: string;
  readonly stream_path?: string;
  readonly env: {
    readonly key: readonly string[];
    readonly base_url?: readonly string[];
    readonly settings?: readonly {
      readonly env?: string;
      readonly alt_env?: readonly string[];
      readonly default?: unknown;
    }[];
  };
  readonly auth: { readonly scheme: string; readonly header?: string };
  readonly modes: readonly string[];
  readonly schema_dialect: string;
  readonly model_overrides?: readonly {
    readonly match: string;
    readonly modes?: readonly string[];
    readonly schema_dialect?: string;
  }[];
  readonly streaming: { readonly framing: string };
  readonly usage_in_stream: string;
  readonly max_tokens_field?: string;
  readonly models: readonly string[];
}

/** What is otherwise in a row than in the table, by provider and field, and why. */
const exceptions: Readonly<Record<string, string>> = {
  "ollama-native env": "one variable more, that of the OpenAI-compatible API",
  "ollama-native models": "llama3.2 is the example of all pages",
  "openai models": "the cheapest comes first",
  "anthropic models": "the cheapest comes first",
  "azure models": "the cheapest comes first",
  "openai-compatible env": "the address is given, not looked up",
  "groq usage": "usage comes unasked, and its own SDK does not know the field",
  "vertex-anthropic env": "one variable more for the project",
  "bedrock-anthropic env": "all variables by which AWS's own tools know an account",
  "bedrock-mantle env": "all variables by which AWS's own tools know an account",
};

const ids: Readonly<Record<string, string>> = { "ollama-native": "ollama" };

const entries: readonly Entry[] = existsSync(file) ? parse(readFileSync(file, "utf8")).providers : [];

describe.skipIf(!existsSync(file))(`the rows beside ${file}, which this machine may not have`, () => {
  it("are all there, and beside them only those that are named here", () => {
    const known = new Set(entries.map(({ id }) => ids[id] ?? id));
    assert.deepEqual(
      providerRows.map(({ id }) => id).filter((id) => !known.has(id)),
      ["ollama-cloud"],
    );
    for (const id of known)
      assert.ok(
        providerRows.some((row) => row.id === id),
        id,
      );
  });

  it("say the same but for what is listed, and what is listed is different", () => {
    // The entry `ollama` is the OpenAI-compatible API of the row that is called so.
    const differences = new Map(entries.filter(({ id }) => id !== "ollama").flatMap(differencesOf));
    const surprising = [...differences].filter(([what]) => !(what in exceptions));
    assert.deepEqual(surprising, []);
    assert.deepEqual(
      Object.keys(exceptions).filter((what) => !differences.has(what)),
      [],
    );
  });
});

/** The fields in which a row and its entry differ, with both values. */
function differencesOf(entry: Entry): readonly (readonly [what: string, values: readonly unknown[]])[] {
  const row = providerRows.find(({ id }) => id === (ids[entry.id] ?? entry.id));
  assert.ok(row, entry.id);
  const compared: Readonly<Record<string, readonly [ours: unknown, theirs: unknown]>> = {
    family: [row.family, entry.family],
    url: [addressOf(row.baseUrl, row.path), addressOf(placesOf(entry.base_url), placesOf(entry.path))],
    stream: [
      row.streamPath === undefined ? undefined : addressOf(row.baseUrl, row.streamPath),
      entry.stream_path === undefined ? undefined : addressOf(placesOf(entry.base_url), placesOf(entry.stream_path)),
    ],
    keys: [row.env.key, entry.env.key],
    env: [variablesOf(row), variablesIn(entry)],
    auth: [authOf(row), entry.auth.scheme],
    modes: [row.modes, entry.modes],
    dialect: [row.dialect, entry.schema_dialect],
    overrides: [
      overridesOf(row, entry),
      entry.model_overrides?.map(({ match, modes: given, schema_dialect }) => [match, given, schema_dialect]) ?? [],
    ],
    framing: [framingOf(row), entry.streaming.framing],
    usage: [row.family === "openai-chat" && row.streamOptions === true, entry.usage_in_stream === "stream_options"],
    tokens: [
      row.family === "openai-chat" ? row.maxTokensField : undefined,
      entry.family === "openai-chat" ? entry.max_tokens_field : undefined,
    ],
    models: [row.models, entry.models.filter((model) => !model.includes("$"))],
    retired: [row.retired !== undefined, entry.status === "retired"],
  };
  return Object.entries(compared).flatMap(([field, [ours, theirs]]) =>
    JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [[`${entry.id} ${field}`, [ours, theirs]] as const],
  );
}

const names: Readonly<Record<string, string>> = {
  account_id: "accountId",
  endpoint_id: "endpointId",
  host: "location}-aiplatform.googleapis.com",
};

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are placeholders of the table.
/** `${account_id}` as `{accountId}`; the table's `${host}` stands for a rule, whose usual case it is compared with. */
function placesOf(template: string): string {
  if (template === "${base_url}") return "";
  return template
    .replaceAll("${host}", "{location}-aiplatform.googleapis.com")
    .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => `{${names[name] ?? name}}`);
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.

/** A path may begin in the base URL of one and in the path of the other. */
function addressOf(baseUrl: string, path: string): string {
  return baseUrl + path;
}

function variablesOf({ env, places }: ProviderRow): readonly string[] {
  const own = Object.values(places ?? {}).flatMap((place) => place.env);
  return [...new Set([...env.baseUrl, ...(env.token ?? []), ...(env.account ?? []), ...own])].sort();
}

function variablesIn({ env }: Entry): readonly string[] {
  const own = (env.settings ?? []).flatMap((setting) => [setting.env ?? [], setting.alt_env ?? []].flat());
  return [...new Set([...(env.base_url ?? []), ...own])].sort();
}

function authOf({ auth }: ProviderRow): string {
  switch (auth.scheme) {
    case "bearer":
      return auth.optional === true ? "optional_bearer" : "bearer";
    case "header":
      return "api_key_header";
    case "aws":
      return "bearer_or_sigv4";
    case "google":
      return "google_adc";
  }
}

function framingOf({ family, framing }: ProviderRow): string {
  if (framing !== undefined) return framing;
  if (family === "bedrock-converse") return "aws-eventstream";
  return family === "ollama-chat" ? "ndjson" : "sse";
}

/** What a model that fits one of the table's patterns is asked in. */
function overridesOf(row: ProviderRow, { model_overrides: given = [] }: Entry): readonly unknown[] {
  return given.map(({ match, modes: theirs, schema_dialect }) => {
    const found = overrideFor(row, match.replaceAll("*", "x"));
    assert.ok(theirs === undefined || theirs.every((mode) => modes.some((one) => one === mode)));
    return [
      match,
      theirs === undefined ? undefined : (found?.modes ?? row.modes),
      schema_dialect === undefined ? undefined : found?.dialect,
    ];
  });
}
