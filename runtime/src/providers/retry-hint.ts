import type { ErrorDetails } from "./error-body.ts";
import { asObject, asText } from "./json-values.ts";

type Headers = Readonly<Record<string, string>>;

/** A provider that asks for more than a day has its units wrong, or means a limit that no call waits for. */
const longestWaitMs = 86_400_000;

/**
 * How long a provider asks to wait, in milliseconds, from wherever it says so: headers first, then Google's
 * `RetryInfo`, then its prose. Source: providers.md, section 4.2; traffic-oddities.md item 17.
 *
 * Many send the reset of their rate limit with every response, so it counts only where a limit was the cause. There is
 * no clock here: moments are compared with the response's own `date`.
 */
export function readRetryAfter(headers: Headers, details: ErrorDetails, isLimit: boolean): number | undefined {
  const hints = [
    fromMilliseconds(headers["retry-after-ms"]),
    fromRetryAfter(headers),
    fromRetryInfo(details.extras),
    isLimit ? fromReset(headers, details.extras) : undefined,
    fromProse(details.message),
  ];
  return hints.find((ms) => ms !== undefined && ms <= longestWaitMs);
}

function fromMilliseconds(value: string | undefined): number | undefined {
  const ms = Number(value ?? "");
  // Azure rounds to 0 beside a `retry-after` of 1, which then is the better hint.
  return ms > 0 ? Math.round(ms) : undefined;
}

function fromRetryAfter(headers: Headers): number | undefined {
  const value = headers["retry-after"];
  if (value === undefined || value.trim() === "") return undefined;
  const seconds = Number(value);
  return Number.isNaN(seconds) ? untilMoment(Date.parse(value), headers) : fromNumber(seconds, headers);
}

/** Seconds to wait, or a moment as epoch seconds or milliseconds: no wait is as long as the time since 1970. */
function fromNumber(value: number, headers: Headers): number | undefined {
  if (!(value >= 0)) return undefined;
  if (value >= 1e11) return untilMoment(value, headers);
  if (value >= 1e9) return untilMoment(value * 1000, headers);
  return Math.round(value * 1000);
}

function fromRetryInfo(extras: readonly unknown[]): number | undefined {
  for (const extra of extras) {
    const delay = asText(asObject(extra)?.["retryDelay"]);
    if (delay !== undefined) return readDuration(delay);
  }
  return undefined;
}

/** `x-ratelimit-reset`: epoch seconds (Cohere), epoch milliseconds (OpenRouter, there also inside the body), or a few seconds. */
function fromReset(headers: Headers, extras: readonly unknown[]): number | undefined {
  const inBody = extras.map((extra) => asObject(asObject(extra)?.["headers"])?.["X-RateLimit-Reset"]);
  const value = headers["x-ratelimit-reset"] ?? inBody.map(asText).find((text) => text !== undefined);
  const reset = Number(value ?? "");
  return reset > 0 ? fromNumber(reset, headers) : undefined;
}

function untilMoment(moment: number, headers: Headers): number | undefined {
  const now = Date.parse(headers["date"] ?? "");
  return Number.isNaN(moment) || Number.isNaN(now) ? undefined : Math.max(0, moment - now);
}

function fromProse(message: string): number | undefined {
  const hint =
    /\b(?:again|retry|wait)\b(?:\s+(?:in|after|for|at least|about))?\s+([\d.]+\s*[a-z]+(?:[\d.]+\s*[a-z]+)*)/i;
  const match = hint.exec(message);
  return match?.[1] === undefined ? undefined : readDuration(match[1]);
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `399ms`, `1.5s`, `6m0s`, `60 seconds`. */
function readDuration(text: string): number | undefined {
  let total = 0;
  let found = false;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) {
    const ms = unitMs(unit.toLowerCase());
    if (ms === undefined) break;
    total += Number(amount) * ms;
    found = true;
  }
  return found ? Math.round(total) : undefined;
}

function unitMs(unit: string): number | undefined {
  if (unit === "ms" || unit.startsWith("milli")) return 1;
  return /^(?:[smhd]|sec\w*|min\w*|hours?|days?)$/.test(unit) ? unitsMs[unit.charAt(0)] : undefined;
}
