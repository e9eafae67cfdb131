import type { Subject } from "./objects.js";

/** A partial as far as the benchmark reads it: what a page would look at to see that something has come. */
export interface Shown {
  readonly topic?: unknown;
  readonly comments?: unknown;
  readonly key_notes?: unknown;
}

/**
 * Called with every partial a program shows. The floor builds no objects and says `undefined` for each delta it has
 * read.
 */
export type Show = (partial: Shown | undefined) => void;

/** A program's client of one base URL, set up once and used for all calls, as its documentation has it. */
export interface Client {
  /** Asks for a `PatientSummary`; what it resolves with has been checked against the schema. */
  generate(): Promise<unknown>;
  /** Streams the subject the client was made for and shows every partial; resolves with the checked whole. */
  stream(show: Show): Promise<unknown>;
}

/** One of the programs that are measured beside each other, loaded. */
export interface Contender {
  connect(url: string, subject: Subject): Client;
  /**
   * Ways to turn to `fallback` when `primary` is overloaded, by the names that the list of contenders gives them. Each
   * makes what one call is.
   */
  readonly failover: Readonly<Record<string, (primary: string, fallback: string) => () => Promise<unknown>>>;
}
