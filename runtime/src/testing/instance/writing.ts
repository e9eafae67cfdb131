import type { Hint, Phrases } from "./phrases.ts";
import type { Random } from "./random.ts";
import type { References } from "./references.ts";
import type { Json, Schema } from "./schema.ts";

/** How much of what is optional is written: `natural` leaves some out, as a model would. */
export type Mood = "natural" | "required" | "all";

/** The place a value is written for. */
export interface Place {
  readonly depth: number;
  readonly hint: Hint;
}

/** What the writers of one instance share. */
export interface Writing {
  readonly random: Random;
  readonly phrases: Phrases;
  readonly references: References;
  readonly mood: Mood;
  /** Values that may still be tried; it bounds the search and the size of the instance. */
  readonly budget: { left: number; size: number };
  /** Writes a value for a schema, or nothing when none was found. */
  write(schema: Schema, place: Place): Json | undefined;
}

/** Depth from which only what is required is written. */
export const sparseDepth: number = 4;
