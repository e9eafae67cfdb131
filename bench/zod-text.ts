import type { Schema } from "./ordinary-specs.js";

/**
 * The zod that says the same as the schema of an ordinary spec, as an expression, with what has to be declared before it.
 * Only what {@link ordinarySpecs} writes is known.
 */
export function zodText({ $defs = {}, ...schema }: Schema): { readonly declarations: string; readonly text: string } {
  const declarations = Object.entries($defs as Schema).map(
    ([name, definition]) => `const ${name} = ${textOf(definition as Schema)};\n`,
  );
  return { declarations: declarations.join(""), text: textOf(schema) };
}

function textOf(schema: Schema): string {
  const { description } = schema;
  const described = description === undefined ? "" : `.describe(${JSON.stringify(description)})`;
  return `${bareText(schema)}${described}`;
}

function bareText(schema: Schema): string {
  const { type, items, oneOf, $ref, maxLength, minimum, format } = schema;
  if (typeof $ref === "string") return $ref.replace(/^.*\//, "");
  if (schema["const"] !== undefined) return `z.literal(${JSON.stringify(schema["const"])})`;
  if (Array.isArray(schema["enum"])) return `z.enum(${JSON.stringify(schema["enum"])})`;
  if (Array.isArray(oneOf))
    return `z.discriminatedUnion("kind", [${oneOf.map((one) => textOf(one as Schema)).join(", ")}])`;
  if (Array.isArray(type)) return `z.union([${type.map((one) => `z.${one}()`).join(", ")}])`;
  switch (type) {
    case "object":
      return objectText(schema);
    case "array":
      return `z.array(${textOf(items as Schema)})`;
    case "string":
      return `${stringText(format)}${maxLength === undefined ? "" : `.max(${maxLength})`}`;
    case "number":
      return `z.number()${minimum === undefined ? "" : `.min(${minimum})`}`;
    case "integer":
      return "z.int()";
    default:
      return `z.${String(type)}()`;
  }
}

function stringText(format: unknown): string {
  switch (format) {
    case "date":
      return "z.iso.date()";
    case "date-time":
      return "z.iso.datetime()";
    case "email":
      return "z.email()";
    default:
      return "z.string()";
  }
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties as Schema).map(([key, value]) => {
    const mark = (required as readonly string[]).includes(key) ? "" : ".optional()";
    return `${JSON.stringify(key)}: ${textOf(value as Schema)}${mark}`;
  });
  return `z.${additionalProperties === false ? "strictObject" : "object"}({ ${fields.join(", ")} })`;
}

/** The same for zod 3, which says some of it in another way. */
export function zod3Text(schema: Schema): { readonly declarations: string; readonly text: string } {
  const { declarations, text } = zodText(schema);
  const older = (part: string) =>
    part
      .replaceAll("z.iso.date()", "z.string().date()")
      .replaceAll("z.iso.datetime()", "z.string().datetime()")
      .replaceAll("z.email()", "z.string().email()")
      .replaceAll("z.int()", "z.number().int()");
  return { declarations: older(declarations), text: older(text) };
}
