import type { Contender } from "./contender.js";

/** What the benchmark knows of a contender without loading it. */
export interface Entry {
  /** What `--only` calls it. */
  readonly name: string;
  readonly label: string;
  /** The packages whose versions are told. */
  readonly packages: readonly string[];
  readonly kind: "floor" | "ours" | "peer";
  /** What a reader of the figures must know: how it was called. */
  readonly how: string;
  /** Names of {@link Contender.failover}, in the order of their rows. */
  readonly failover: readonly string[];
  /** The program that makes one call in a fresh process; `cold-peer` for all peers. */
  readonly cold: string;
  load(): Promise<Contender>;
}

/** Everyone who takes part; the floor comes first. */
export const entries: readonly Entry[] = [
  {
    name: "undici",
    label: "undici (floor)",
    packages: ["undici"],
    kind: "floor",
    how: "`request()`, every event parsed as it comes, the text parsed as JSON at its end; no validation, no partials.",
    failover: ["by hand"],
    cold: "cold-undici",
    load: async () => (await import("./contenders/undici.js")).createContender(),
  },
  {
    name: "outspec",
    label: "Outspec",
    packages: [],
    kind: "ours",
    how: "The generated functions of this repository's example specs.",
    failover: ["a router for each call", "one router, breaker and all"],
    cold: "cold-outspec",
    load: async () => (await import("./contenders/outspec.js")).createContender(),
  },
];
