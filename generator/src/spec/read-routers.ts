import { failoverActions, failoverCodes } from "../../../runtime/src/facts/failures.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ModelConfig, RouterConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { isList, isRecord, joinPointer } from "./pointer.ts";
import type { Json } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

/** Reads `router` and `routers` of a configuration, by name; a lone router is named `default`. */
export function readRouters(
  document: SpecDocument,
  value: { readonly [key: string]: Json },
  findings: Diagnostic[],
): Readonly<Record<string, RouterConfig>> {
  const { router, routers } = value;
  if (router !== undefined && routers !== undefined) {
    findings.push(
      error(
        "two-router-keys",
        document.rangeOf("/routers", "key"),
        '"router" and "routers" exclude each other',
        "move the first one in here, under the name `default`",
      ),
    );
  }
  const named: [string, Json, string][] = [];
  if (router !== undefined) named.push(["default", router, "/router"]);
  if (isRecord(routers))
    named.push(
      ...Object.entries(routers).map(([name, one]): [string, Json, string] => [
        name,
        one,
        joinPointer("/routers", name),
      ]),
    );
  for (const [name, , pointer] of named) {
    if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) continue;
    findings.push(
      error(
        "invalid-name",
        document.rangeOf(pointer, "key"),
        `${JSON.stringify(name)} cannot name a router`,
        "letters, digits, _ and -, starting with a letter",
      ),
    );
  }
  return Object.fromEntries(
    named.flatMap(([name, one, pointer]) => {
      const read = readRouter(document, one, pointer, findings);
      return read === undefined ? [] : [[name, read]];
    }),
  );
}

function readRouter(
  document: SpecDocument,
  value: Json,
  pointer: string,
  findings: Diagnostic[],
): RouterConfig | undefined {
  if (!isRecord(value)) return undefined;
  const model = (one: Json | undefined, place: string): ModelConfig[] => {
    const read = readModel(document, one, place, findings);
    return read === undefined ? [] : [read];
  };
  const [primary] = model(value["primary"], joinPointer(pointer, "primary"));
  const list = value["fallbacks"];
  const fallbacks = isList(list)
    ? list.flatMap((one, index) => model(one, joinPointer(pointer, "fallbacks", index)))
    : [];
  if (primary === undefined) return undefined;
  const { attempts, reAsks, midStream, onRefusal, repairs, maxTotalTokens } = value;
  const timeouts = readTimeouts(document, value["timeouts"], joinPointer(pointer, "timeouts"), findings);
  const hedge = readHedge(document, value["hedge"], joinPointer(pointer, "hedge"), findings);
  const breaker = readBreaker(document, value["breaker"], joinPointer(pointer, "breaker"), findings);
  const failover = readFailover(value["failover"]);
  return {
    primary,
    fallbacks,
    ...(typeof attempts === "number" && { attempts }),
    ...(typeof reAsks === "number" && { reAsks }),
    ...(timeouts !== undefined && { timeouts }),
    ...((midStream === "restart" || midStream === "fail") && { midStream }),
    ...((onRefusal === "stop" || onRefusal === "next") && { onRefusal }),
    ...(failover !== undefined && { failover }),
    ...(hedge !== undefined && { hedge }),
    ...(breaker !== undefined && { breaker }),
    ...(typeof maxTotalTokens === "number" && { maxTotalTokens }),
    ...((repairs === "text" || repairs === "values" || repairs === "none") && { repairs }),
  };
}

function readModel(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): ModelConfig | undefined {
  const more = isRecord(value) ? value : {};
  const id = typeof value === "string" ? value : more["model"];
  const place = typeof value === "string" ? pointer : joinPointer(pointer, "model");
  if (typeof id !== "string") return undefined;
  const { baseUrl, apiKeyEnv, headers, settings, maxConcurrency, contextWindow, from } = more;
  const rest = {
    ...(typeof baseUrl === "string" && { baseUrl: baseUrl.replace(/\/+$/, "") }),
    ...(typeof apiKeyEnv === "string" && { apiKeyEnv }),
    ...(isRecord(headers) && { headers: headers as Readonly<Record<string, string>> }),
    ...(isRecord(settings) && { settings }),
    ...(typeof maxConcurrency === "number" && { maxConcurrency }),
    ...(typeof contextWindow === "number" && { contextWindow }),
  };
  if (typeof from === "string") {
    const name = /^\.\.?\/[^#]+#([A-Za-z_$][\w$]*)$/.exec(from)?.[1];
    if (name === undefined) {
      findings.push(
        error(
          "wrong-value",
          document.rangeOf(joinPointer(pointer, "from")),
          `${JSON.stringify(from)} does not name an exported factory`,
          "a relative path, # and the export: ./providers.ts#mine",
        ),
      );
      return undefined;
    }
    return { provider: name, model: id, ...rest, from };
  }

  const ids = providerRows.map((row) => row.id);
  const slash = id.indexOf("/");
  const range = document.rangeOf(place);
  if (slash <= 0 || slash === id.length - 1) {
    const owner = providerRows.find((row) => row.models.includes(id))?.id;
    const hint =
      owner !== undefined
        ? `did you mean "${owner}/${id}"?`
        : ids.includes(id)
          ? `name a model too: ${exampleOf(id)}`
          : `as in ${exampleOf("openai")}`;
    findings.push(error("wrong-model", range, `${JSON.stringify(id)} is not of the form provider/model`, hint));
    return undefined;
  }
  const provider = id.slice(0, slash);
  const row = providerRows.find((one) => one.id === provider);
  if (row === undefined) {
    const hint =
      didYouMean(provider, ids) ??
      `known: ${ids.join(", ")}; for any other server with OpenAI's API use openai-compatible/${id.slice(slash + 1)} with a baseUrl`;
    findings.push(error("unknown-provider", range, `${JSON.stringify(provider)} is not a provider`, hint));
    return undefined;
  }
  if (row.baseUrl === "" && rest.baseUrl === undefined) {
    findings.push(
      error(
        "missing-key",
        range,
        `${row.title} has no fixed address, so a "baseUrl" is needed`,
        `write { model: ${id}, baseUrl: "http://127.0.0.1:8080/v1" }`,
      ),
    );
  }
  return { provider, model: id.slice(slash + 1), ...rest };
}

function exampleOf(provider: string): string {
  const row = providerRows.find(({ id }) => id === provider) ?? providerRows[0];
  return row === undefined ? "openai/gpt" : `${row.id}/${row.models[0] ?? "model"}`;
}

type Timeouts = NonNullable<RouterConfig["timeouts"]>;

function readTimeouts(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): Timeouts | undefined {
  if (!isRecord(value)) return undefined;
  const names = ["connect", "firstToken", "idle", "total", "call"] as const;
  const entries = names.flatMap((name): [keyof Timeouts, number][] => {
    const ms = readDuration(document, value[name], joinPointer(pointer, name), findings);
    return ms === undefined ? [] : [[`${name}Ms`, ms]];
  });
  return Object.fromEntries(entries);
}

function readHedge(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): RouterConfig["hedge"] {
  if (!isRecord(value)) return undefined;
  const { after, maxRate } = value;
  const afterMs = after === "p95" ? after : readDuration(document, after, joinPointer(pointer, "after"), findings);
  return afterMs === undefined ? undefined : { afterMs, ...(typeof maxRate === "number" && { maxRate }) };
}

function readBreaker(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): RouterConfig["breaker"] {
  if (!isRecord(value)) return undefined;
  const { failures, coolDown } = value;
  const coolDownMs = readDuration(document, coolDown, joinPointer(pointer, "coolDown"), findings);
  return {
    ...(typeof failures === "number" && { failures }),
    ...(coolDownMs !== undefined && { coolDownMs }),
  };
}

/** The failures that have an action of their own; what is neither has been found by the check of the form. */
function readFailover(value: Json | undefined): RouterConfig["failover"] {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    failoverCodes.flatMap((code) => {
      const action = failoverActions.find((one) => one === value[code]);
      return action === undefined ? [] : [[code, action]];
    }),
  );
}

function readDuration(
  document: SpecDocument,
  value: Json | undefined,
  pointer: string,
  findings: Diagnostic[],
): number | undefined {
  if (typeof value !== "string") return undefined;
  const ms = parseDuration(value);
  if (ms === undefined) {
    const message = `${JSON.stringify(value)} is not a duration`;
    const hint = "a number and ms, s, m or h: 500ms, 5s, 10m";
    findings.push(error("wrong-value", document.rangeOf(pointer), message, hint));
  }
  return ms;
}

/** Reads `500ms`, `5s`, `1.5m` or `2h` as milliseconds; anything else, zero included, is `undefined`. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text.trim());
  if (match === null) return undefined;
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const ms = Math.round(Number(match[1]) * (units[match[2] ?? ""] ?? Number.NaN));
  return ms > 0 && Number.isSafeInteger(ms) ? ms : undefined;
}
