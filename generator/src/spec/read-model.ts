import { type Mode, modes } from "../../../runtime/src/facts/dialects.ts";
import {
  type Api,
  apis,
  fitsPlace,
  type PlaceName,
  type ProviderRow,
  placeForm,
  placeNames,
} from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ModelConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

type Fields = { readonly [key: string]: Json };

/** Reads one model of a router: `provider/model`, or a mapping with `model` and what else belongs to it. */
export function readModel(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): ModelConfig | undefined {
  const fields: Fields = isRecord(value) ? value : {};
  const id = typeof value === "string" ? value : fields["model"];
  if (typeof id !== "string") return undefined;
  const options = readOptions(fields);
  const { from } = fields;
  if (typeof from === "string") {
    const name = /^\.\.?\/[^#]+#([A-Za-z_$][\w$]*)$/.exec(from)?.[1];
    if (name !== undefined) return { provider: name, model: id, ...options, from };
    const message = `${JSON.stringify(from)} does not name an exported factory`;
    const hint = "a relative path, # and the export: ./providers.ts#mine";
    findings.push(error("wrong-value", document.rangeOf(joinPointer(pointer, "from")), message, hint));
    return undefined;
  }
  const place = typeof value === "string" ? pointer : joinPointer(pointer, "model");
  const row = readProvider(document, id, place, findings);
  if (row === undefined) return undefined;
  findings.push(...checkOptions(document, row, id, options, place, pointer));
  return { provider: row.id, model: id.slice(id.indexOf("/") + 1), ...options };
}

/** What a model's mapping says beside its name. What has another form has been found by the check of the form. */
function readOptions(fields: Fields): Omit<ModelConfig, "provider" | "model" | "from"> {
  const { baseUrl, apiKeyEnv, headers, settings, extraBody, maxConcurrency, contextWindow } = fields;
  const api = apis.find((one): one is Api => one === fields["api"]);
  const list = fields["modes"];
  const known = isList(list) ? modes.filter((mode) => list.includes(mode)) : [];
  // In the order in which they are written.
  const asked = isList(list) ? list.filter((mode): mode is Mode => known.some((one) => one === mode)) : [];
  const places = Object.fromEntries(
    placeNames.flatMap((name): [PlaceName, string][] => {
      const place = fields[name];
      return typeof place === "string" ? [[name, place]] : [];
    }),
  );
  return {
    ...(typeof baseUrl === "string" && { baseUrl: baseUrl.replace(/\/+$/, "") }),
    ...(api !== undefined && { api }),
    ...(Object.keys(places).length > 0 && { places }),
    ...(typeof apiKeyEnv === "string" && { apiKeyEnv }),
    ...(isRecord(headers) && { headers: headers as Readonly<Record<string, string>> }),
    ...(isRecord(settings) && { settings }),
    ...(asked.length > 0 && { modes: asked }),
    ...(isRecord(extraBody) && { extraBody }),
    ...(typeof maxConcurrency === "number" && { maxConcurrency }),
    ...(typeof contextWindow === "number" && { contextWindow }),
  };
}

/** The providers that can be asked, by id. */
export const liveProviders: readonly string[] = providerRows
  .filter(({ retired }) => retired === undefined)
  .map(({ id }) => id);

function readProvider(
  document: SpecDocument,
  id: string,
  place: string,
  findings: Diagnostic[],
): ProviderRow | undefined {
  const slash = id.indexOf("/");
  const range = document.rangeOf(place);
  if (slash <= 0 || slash === id.length - 1) {
    findings.push(error("wrong-model", range, `${JSON.stringify(id)} is not of the form provider/model`, hintFor(id)));
    return undefined;
  }
  const provider = id.slice(0, slash);
  const row = providerRows.find((one) => one.id === provider);
  if (row === undefined) {
    const hint =
      didYouMean(provider, liveProviders) ??
      `known: ${liveProviders.join(", ")}; for any other server with OpenAI's API use openai-compatible/${id.slice(slash + 1)} with a baseUrl`;
    findings.push(error("unknown-provider", range, `${JSON.stringify(provider)} is not a provider`, hint));
    return undefined;
  }
  const message = retirementOf(row);
  if (message === undefined) return row;
  findings.push(error("retired-provider", range, message, "ask the model of another provider"));
  return undefined;
}

/** Says that a provider is out of service, and since when; nothing of one that answers. */
export function retirementOf({ title, retired }: ProviderRow): string | undefined {
  return retired === undefined ? undefined : `${title} went out of service on ${retired}`;
}

function hintFor(id: string): string {
  const owner = providerRows.find((row) => row.models.includes(id))?.id;
  if (owner !== undefined) return `did you mean "${owner}/${id}"?`;
  return liveProviders.includes(id) ? `name a model too: ${exampleOf(id)}` : `as in ${exampleOf("openai")}`;
}

function exampleOf(provider: string): string {
  const row = providerRows.find(({ id }) => id === provider);
  return `${provider}/${row?.models[0] ?? "model"}`;
}

function checkOptions(
  document: SpecDocument,
  row: ProviderRow,
  id: string,
  { api, baseUrl, places = {} }: Omit<ModelConfig, "provider" | "model">,
  place: string,
  pointer: string,
): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  if (row.baseUrl === "" && row.env.baseUrl.length === 0 && baseUrl === undefined) {
    const message = `${row.title} has no fixed address, so a "baseUrl" is needed`;
    const hint = `write { model: ${id}, baseUrl: "http://127.0.0.1:8080/v1" }`;
    findings.push(error("missing-key", document.rangeOf(place), message, hint));
  }
  if (api !== undefined && row.family !== `openai-${api}` && row.apis?.[api] === undefined) {
    const range = document.rangeOf(joinPointer(pointer, "api"));
    const others = providerRows.filter((one) => one.apis !== undefined).map(({ id }) => id);
    findings.push(error("wrong-value", range, `${row.title} has one API only`, `"api" is for ${others.join(", ")}`));
  }
  const taken = Object.keys(row.places ?? {});
  for (const [name, value] of Object.entries(places)) {
    const at = joinPointer(pointer, name);
    const known = row.places?.[name as PlaceName];
    if (known === undefined) {
      const hint = taken.length === 0 ? "leave it out" : `it has ${taken.join(", ")}`;
      findings.push(error("unknown-key", document.rangeOf(at, "key"), `${row.title} has no "${name}"`, hint));
    } else if (!fitsPlace(value, known)) {
      const message = `${JSON.stringify(value)} cannot be ${known.title}`;
      findings.push(error("wrong-value", document.rangeOf(at), message, placeForm(known)));
    }
  }
  return findings;
}
