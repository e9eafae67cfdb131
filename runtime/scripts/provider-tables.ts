import type { Endpoint, Family, Place, ProviderRow } from "../src/facts/provider-row.ts";
import { providerRows } from "../src/facts/providers.ts";
import { markdown, withTables } from "./page-tables.ts";

/** The page with its tables as the rows have them; what stands around them is kept. */
export function providersPage(page: string): string {
  return withTables(page, { providers, ways, places, notes, live });
}

const rows = providerRows.filter(({ retired }) => retired === undefined);

const familyNames: Readonly<Record<Family, string>> = {
  "openai-chat": "Chat Completions",
  "openai-responses": "Responses",
  "anthropic-messages": "Anthropic Messages",
  gemini: "Gemini",
  "bedrock-converse": "Bedrock Converse",
  "cohere-v2": "Cohere v2",
  "ollama-chat": "Ollama",
};

function providers(): string {
  return markdown(
    ["Provider", "In `outspec.yaml`", "In code", "Key or credentials", "Wire"],
    rows.map((row) => [
      row.title,
      `\`${row.id}/${row.models[0] ?? "…"}\``,
      `\`${row.factory}(…)\``,
      credentials(row),
      [row, ...Object.values(row.apis ?? {})].map(({ family }: Endpoint) => familyNames[family]).join(", "),
    ]),
  );
}

function credentials({ env, auth }: ProviderRow): string {
  const names = [...env.key, ...(env.token ?? [])];
  const keys = names.map((name) => `\`${name}\``).join(" or ");
  const isOptional = auth.scheme === "bearer" && auth.optional === true;
  const account = env.account === undefined ? "" : `${auth.scheme === "aws" ? "AWS" : "Google"} credentials`;
  return [isOptional ? `none, or ${keys}` : keys, account].filter((text) => text !== "").join(", or ");
}

function ways(): string {
  return markdown(
    ["Provider", "Modes, strongest first", "Dialect", "Other models"],
    rows.map((row) => [
      `\`${row.id}\``,
      row.modes.map((mode) => `\`${mode}\``).join(", "),
      `\`${row.dialect}\``,
      row.overrides
        .flatMap(({ match, modes }) => (modes === undefined ? [] : [`\`${match}\`: ${modes.join(", ")}`]))
        .join("; "),
    ]),
  );
}

function places(): string {
  return markdown(
    ["Provider", "Option", "What it is", "Environment", "Default"],
    rows.flatMap((row) =>
      Object.entries(row.places ?? {}).map(([name, place]: [string, Place]) => [
        `\`${row.id}\``,
        `\`${name}\``,
        place.title,
        place.env.map((variable) => `\`${variable}\``).join(", "),
        place.default === undefined ? (place.optional === true ? "left out" : "") : `\`${place.default}\``,
      ]),
    ),
  );
}

function notes(): string {
  return markdown(
    ["Provider", "What to know", "Confirmed by no source"],
    rows.flatMap(({ id, note = "", unverified = [] }) =>
      note === "" && unverified.length === 0 ? [] : [[`\`${id}\``, note, unverified.join("; ")]],
    ),
  );
}

function live(): string {
  return rows.map(({ id, models }) => `npm run live -- ${id}${models.length === 0 ? " MODEL" : ""}`).join("\n");
}
