import type { Subject } from "../objects.js";
import { loadPeer } from "./installed-peer.js";

/** A schema, for what it is handed to. */
export interface ZodSchema {
  /** Throws when the value does not match. */
  parse(value: unknown): unknown;
}

/** The part of zod that says the two schemas. */
interface Zod {
  object(shape: Readonly<Record<string, ZodSchema>>): ZodSchema;
  array(items: ZodSchema): ZodSchema;
  enum(values: readonly string[]): ZodSchema;
  string(): ZodSchema;
  boolean(): ZodSchema;
  lazy(schema: () => ZodSchema): ZodSchema;
  /** zod 4 has it. */
  toJSONSchema?(schema: ZodSchema): Readonly<Record<string, unknown>>;
}

/** What our two specs say, in zod, and as the JSON Schema that zod makes of it. */
export interface ZodSchemas {
  readonly schemas: Readonly<Record<Subject, ZodSchema>>;
  toJsonSchema(schema: ZodSchema): Readonly<Record<string, unknown>>;
}

/** Says the specs `patient-summary` and `comment-thread` in the zod that is installed in a folder. */
export async function loadZodSchemas(folder?: string): Promise<ZodSchemas> {
  const { z } = await loadPeer<{ readonly z: Zod }>("zod", folder);
  const fields = { author: z.string(), text: z.string(), tone: z.enum(["friendly", "neutral", "hostile"]) };
  // A getter is the way of zod 4 to refer to what is being declared; zod 3 has none.
  const comment: ZodSchema =
    z.toJSONSchema === undefined
      ? z.object({ ...fields, replies: z.lazy(() => z.array(comment)) })
      : z.object({
          ...fields,
          get replies(): ZodSchema {
            return z.array(comment);
          },
        });
  return {
    schemas: {
      summary: z.object({
        vitals_status: z.enum(["Normal", "Warning", "Critical"]),
        key_notes: z.array(z.string()),
        requires_visit: z.boolean(),
      }),
      thread: z.object({ topic: z.string(), comments: z.array(comment) }),
    },
    // A copy: what zod makes still carries its validator, and some contenders would use that instead.
    toJsonSchema: (schema) => JSON.parse(JSON.stringify(z.toJSONSchema?.(schema))),
  };
}
