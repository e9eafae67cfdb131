import type { ServerAddress } from "./events.ts";

/** Reads host and port off a base URL, and nothing else; undefined when it is no address. */
export function serverAddress(baseUrl: string): ServerAddress | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { hostname, port, protocol } = new URL(baseUrl);
  // An IPv6 address stands in brackets in a URL only.
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  return { address, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
}
