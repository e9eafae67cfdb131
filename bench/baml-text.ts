import { type OrdinarySpec, type Schema, typeNameOf } from "./ordinary-specs.js";

/** The file of a BAML project that says what to generate, and where, from its folder of sources. */
export function bamlProject(version: string, outDir: string): string {
  return `generator target {
  output_type "typescript"
  output_dir "${outDir}"
  version "${version}"
  module_format "esm"
}
client<llm> Main {
  provider openai
  options {
    model "gpt-5.4-mini"
    api_key env.OPENAI_API_KEY
  }
}
`;
}

/** The same spec in BAML's own language: a class for each object, an enum for each enum, a function with the prompt. */

export function bamlText({ name, schema }: OrdinarySpec): string {
  const root = typeNameOf(name);
  const declarations: string[] = [];
  const classOf = (className: string, { properties = {}, required = [], $defs = {} }: Schema): string => {
    for (const [definition, inner] of Object.entries($defs as Schema)) classOf(`${root}${definition}`, inner as Schema);
    const lines = Object.entries(properties as Schema).map(([key, value]) => {
      const type = typeOf(`${className}_${key}`, value as Schema);
      const { description } = value as Schema;
      const mark = (required as readonly string[]).includes(key) ? "" : "?";
      return `  ${key} ${type}${mark}${description === undefined ? "" : ` @description(${JSON.stringify(description)})`}`;
    });
    declarations.push(`class ${className} {\n${lines.join("\n")}\n}`);
    return className;
  };
  const typeOf = (place: string, value: Schema): string => {
    const { type, items, oneOf, $ref } = value;
    if ($ref !== undefined) return `${root}${String($ref).replace(/^.*\//, "")}`;
    if (value["const"] !== undefined) return JSON.stringify(value["const"]);
    if (Array.isArray(value["enum"])) {
      const lines = value["enum"].map(
        (one) => `  ${String(one).replace(/^./, (letter) => letter.toUpperCase())} @alias(${JSON.stringify(one)})`,
      );
      declarations.push(`enum ${place}_Value {\n${lines.join("\n")}\n}`);
      return `${place}_Value`;
    }
    if (Array.isArray(oneOf))
      return `(${oneOf.map((one, index) => typeOf(`${place}_${index}`, one as Schema)).join(" | ")})`;
    if (Array.isArray(type)) return `(${type.map((one) => typeOf(place, { type: one })).join(" | ")})`;
    switch (type) {
      case "object":
        return classOf(`${place}_Item`, value);
      case "array":
        return `${typeOf(place, items as Schema)}[]`;
      case "number":
        return "float";
      case "integer":
        return "int";
      case "boolean":
        return "bool";
      default:
        return String(type);
    }
  };
  const result = classOf(root, schema);
  return `${declarations.join("\n\n")}\n\nfunction Read${root}(date: string, text: string) -> ${result} {\n  client Main\n  prompt #"\n    You read what people wrote and fill in the requested structure.\n    Written on {{ date }}:\n    {{ text }}\n    {{ ctx.output_format }}\n  "#\n}\n`;
}
