import { failoverActions, failoverCodes } from "../../../runtime/src/facts/failures.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ModelConfig, RouterConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { readModel } from "./read-model.ts";
import type { SpecDocument } from "./spec.ts";

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
