import { isSchema, type Schema } from "./schema.ts";

const marker = "(JSON text of ";
const forSchema = `${marker}a value for the schema `;

/**
 * What a description asks to be written as JSON text, in the words of our dialects: the schema of the value, where
 * the words give one, any object where they only say that it is one.
 */
export function jsonTextSchema(description: string): Schema | undefined {
  if (!description.includes(marker)) return undefined;
  const start = description.indexOf(forSchema);
  if (start < 0) return description.includes(`${marker}any value`) ? { type: "string" } : { type: "object" };
  const text = description.slice(start + forSchema.length);
  // More words may follow the schema, and braces may stand in its strings: the longest text that can be read is it.
  for (let end = text.lastIndexOf("}"); end > 0; end = text.lastIndexOf("}", end - 1)) {
    try {
      const schema: unknown = JSON.parse(text.slice(0, end + 1));
      return isSchema(schema) ? schema : undefined;
    } catch {
      // A shorter one may be.
    }
  }
  return undefined;
}
