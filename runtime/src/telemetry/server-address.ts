import { processEnvironment } from "../environment.ts";
import { resolveAddress } from "../providers/address.ts";
import { hasPlainKey } from "../providers/credentials.ts";
import type { Model } from "../providers/provider.ts";
import type { AttemptStartEvent } from "./events.ts";

/** Reads host and port off a model's base URL, and nothing else; says nothing where there is none. */
export function serverOf(model: Model): Pick<AttemptStartEvent, "server"> {
  let baseUrl: string;
  try {
    const environment = processEnvironment();
    ({ baseUrl } = resolveAddress(model, environment, hasPlainKey(model, environment)));
  } catch {
    // The attempt is about to fail of the same.
    return {};
  }
  const { hostname, port, protocol } = new URL(baseUrl);
  // An IPv6 address stands in brackets in a URL only.
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  return { server: { address, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) } };
}
