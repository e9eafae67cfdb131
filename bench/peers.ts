import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bamlProject, bamlText } from "./baml-text.js";
import { measureProcess, type ProcessCost } from "./measure-process.js";
import type { OrdinarySpec, Schema } from "./ordinary-specs.js";
import { peersFolder } from "./repository.js";
import { versionOf } from "./versions.js";

/** What a peer cost, or why that is not known. */
export interface PeerCost {
  readonly label: string;
  readonly cost: ProcessCost | string;
}

/** One generator beside ours: what it is given, and how it is called. */
interface Peer {
  readonly label: string;
  readonly package: string;
  /** Path of its program within the package. */
  readonly program: string;
  /** Writes its input below a folder and gives its arguments. */
  prepare(folder: string, inputs: readonly OrdinarySpec[], schemas: string): readonly string[];
}

const peers: readonly Peer[] = [
  {
    label: "json2ts CLI, formatted",
    package: "json-schema-to-typescript",
    program: "dist/src/cli.js",
    prepare: (folder, _, schemas) => ["-i", schemas, "-o", join(folder, "types")],
  },
  {
    label: "quicktype, types only",
    package: "quicktype",
    program: "dist/index.js",
    prepare: (folder, _, schemas) => [
      ...["--src-lang", "schema", "--lang", "typescript", "--just-types", "--telemetry", "disable"],
      ...["-o", join(folder, "types.ts"), ...readdirSync(schemas).map((name) => join(schemas, name))],
    ],
  },
  {
    label: "openapi-typescript, types only",
    package: "openapi-typescript",
    program: "bin/cli.js",
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
    package: "@boundaryml/baml",
    program: "cli.js",
    prepare(folder, inputs) {
      const source = join(folder, "baml_src");
      mkdirSync(source);
      writeFileSync(join(source, "main.baml"), bamlProject(versionOf("@boundaryml/baml", peersFolder), "../out"));
      for (const input of inputs) writeFileSync(join(source, `${input.name}.baml`), bamlText(input));
      return ["generate", "--from", source];
    },
  },
];

/** Measures each generator that is installed in the peers' folder once, on the JSON Schemas of another folder. */
export function measurePeers(schemas: string): readonly PeerCost[] {
  const inputs = readdirSync(schemas).map((name) => ({
    name: name.replace(/\.json$/, ""),
    schema: JSON.parse(readFileSync(join(schemas, name), "utf8")) as Schema,
  }));
  return peers.map((peer): PeerCost => {
    const label = `${peer.label} (${versionOf(peer.package, peersFolder)})`;
    const program = join(peersFolder, "node_modules", peer.package, peer.program);
    if (!existsSync(program)) return { label, cost: "not installed" };
    const work = `${schemas}-peer`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    try {
      return { label, cost: measureProcess(work, [program, ...peer.prepare(work, inputs, schemas)]) };
    } catch (problem) {
      const lines = problem instanceof Error ? problem.message.split("\n") : [String(problem)];
      return { label, cost: (lines[1] ?? lines[0] ?? "failed").slice(0, 200) };
    }
  });
}

/** A schema whose references to itself are right at another place. */
function movedTo(pointer: string, schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === "$ref" && typeof value === "string" ? value.replace(/^#/, pointer) : value,
    ),
  ) as Schema;
}
