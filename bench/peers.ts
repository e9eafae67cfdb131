import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureProcess, type ProcessCost } from "./measure-process.js";
import type { Schema } from "./ordinary-specs.js";

/** What a peer cost. */
export interface PeerCost {
  readonly label: string;
  readonly cost: ProcessCost;
}

interface Input {
  readonly name: string;
  readonly schema: Schema;
}

/** One generator beside ours: what it is given, and how it is called. */
interface Peer {
  readonly label: string;
  /** Path of its program below `node_modules`. */
  readonly program: string;
  /** Writes its input below a folder and gives its arguments. */
  prepare(folder: string, inputs: readonly Input[], schemas: string): readonly string[];
}

const peers: readonly Peer[] = [
  {
    label: "json2ts CLI, formatted",
    program: "json-schema-to-typescript/dist/src/cli.js",
    prepare: (folder, _, schemas) => ["-i", schemas, "-o", join(folder, "types")],
  },
  {
    label: "quicktype, types only",
    program: "quicktype/dist/index.js",
    prepare: (folder, _, schemas) => [
      ...["--src-lang", "schema", "--lang", "typescript", "--just-types", "--telemetry", "disable"],
      ...["-o", join(folder, "types.ts"), ...readdirSync(schemas).map((name) => join(schemas, name))],
    ],
  },
  {
    label: "openapi-typescript, types only",
    program: "openapi-typescript/bin/cli.js",
    prepare(folder, inputs) {
      const components = inputs.map(({ name, schema }) => [name, movedTo(`#/components/schemas/${name}`, schema)]);
      const document = {
        openapi: "3.1.0",
        info: { title: "bench", version: "1" },
        paths: {},
        components: { schemas: Object.fromEntries(components) },
      };
      const path = join(folder, "openapi.json");
      writeFileSync(path, JSON.stringify(document));
      return [path, "-o", join(folder, "types.ts")];
    },
  },
  {
    label: "BAML, its own equivalent specs",
    program: "@boundaryml/baml/cli.js",
    prepare(folder, inputs) {
      const source = join(folder, "baml_src");
      mkdirSync(source);
      const version = packageVersion;
      writeFileSync(
        join(source, "main.baml"),
        `generator target {\n  output_type "typescript"\n  output_dir "../out"\n  version "${version}"\n}\nclient<llm> Main {\n  provider openai\n  options {\n    model "gpt-5.4-mini"\n    api_key env.OPENAI_API_KEY\n  }\n}\n`,
      );
      for (const input of inputs) writeFileSync(join(source, `${input.name}.baml`), bamlOf(input));
      return ["generate", "--from", source];
    },
  },
];

let packageVersion = "";

/** Measures the peers that are installed in a folder, once each, on the JSON Schemas of another; says which are not. */
export function measurePeers(schemas: string, folder: string): readonly PeerCost[] {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) {
    console.log("  peers skipped: run `npm install` in bench/peers to measure them too");
    return [];
  }
  const inputs = readdirSync(schemas).map((name) => ({
    name: name.replace(/\.json$/, ""),
    schema: JSON.parse(readFileSync(join(schemas, name), "utf8")) as Schema,
  }));
  return peers.flatMap(({ label, program, prepare }): PeerCost[] => {
    const path = join(modules, program);
    if (!existsSync(path)) return skipped(label, "not installed");
    const work = `${schemas}-peer`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    const manifest = join(
      modules,
      program
        .split("/")
        .slice(0, program.startsWith("@") ? 2 : 1)
        .join("/"),
      "package.json",
    );
    packageVersion = (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
    try {
      const args = prepare(work, inputs, schemas);
      return [{ label, cost: measureProcess(work, [path, ...args]) }];
    } catch (problem) {
      return skipped(label, problem instanceof Error ? (problem.message.split("\n")[1] ?? "") : String(problem));
    }
  });
}

function skipped(label: string, reason: string): [] {
  console.log(`  ${label}: skipped, ${reason.slice(0, 200)}`);
  return [];
}

/** A schema whose references to itself are right at another place. */
function movedTo(pointer: string, schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === "$ref" && typeof value === "string" ? value.replace(/^#/, pointer) : value,
    ),
  ) as Schema;
}

/** The same spec in BAML's own language: a class for each object, an enum for each enum, a function with the prompt. */
function bamlOf({ name, schema }: Input): string {
  const root = name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
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
