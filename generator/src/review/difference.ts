import type { Json } from "../../../runtime/src/schema/json.ts";

/** What a change does to one kind of reader: no harm, harm that could not be excluded, or proven harm. */
export type Level = "safe" | "dangerous" | "breaking";

/** One word for a finding: its {@link Level}, or `behaviour` where only the model sees a difference. */
export type Severity = "safe" | "behaviour" | "dangerous" | "breaking";

/**
 * How a level is known: an instance was built for it (`witnessed`) or met among samples (`sampled`) and ajv confirmed
 * it, a real output shows it (`recorded`), a member or name is gone from the generated source (`source`), it follows
 * from the schemas (`proven`), or nothing of that (`unproven`).
 */
export type Evidence = "witnessed" | "sampled" | "recorded" | "source" | "proven" | "unproven";

/** Whole documents that prove a break, each confirmed by ajv on both raw schemas and isolated to its difference. */
export interface Witness {
  /** A new output that the old type does not have. */
  readonly consumer?: Json;
  /** An old output that the new schema refuses. */
  readonly stored?: Json;
  /** An input that callers gave before and that is refused now. */
  readonly caller?: Json;
}

/** One difference between two versions of a spec. It knows neither files nor configuration. */
export interface Difference {
  /** Id of an entry of the table of diff rules: `enum-value-added`. */
  readonly rule: string;
  /** JSON pointer into the spec: `/output/properties/priority`, `/prompt`, or empty for the spec as a whole. */
  readonly at: string;
  /** The version that `at` points into: the new one wherever the place still exists there. */
  readonly side: "before" | "after";
  /** The same thing in the old version, where it has a place there and `at` is of the new one. */
  readonly beforeAt?: string;
  /** Whether the place is a name (a property that was added) and not its value. */
  readonly what: "key" | "value";
  readonly message: string;
  /** More to say about it, a sentence each: covered elsewhere in a union, where else a definition is used. */
  readonly notes: readonly string[];
  readonly consumer: Level;
  readonly stored: Level;
  /** Whether what is sent to the model differs. */
  readonly model: boolean;
  /** Whether the TypeScript type shows the change, or values alone tell. */
  readonly visible: "types" | "values";
  /** What stood there and stands there now, in normal form; parts of the fingerprint. */
  readonly before?: Json;
  readonly after?: Json;
  readonly evidence: Evidence;
  readonly witness?: Witness;
  /** Other places that refer to the definition this is in, as pointers into the version of `at`. */
  readonly usedAt: readonly string[];
}

/** The worse of some levels; `safe` for none. */
export function worstLevel(levels: Iterable<Level>): Level {
  let worst: Level = "safe";
  for (const level of levels) {
    if (level === "breaking") return level;
    if (level === "dangerous") worst = level;
  }
  return worst;
}
