import type { ProjectConfig } from "../config.ts";
import { buildDefinitions, buildIr } from "../ir/build.ts";
import type { SchemaIr } from "../ir/ir.ts";
import { resolve } from "../ir/ir.ts";
import { nameTypes, specNames } from "../ir/names.ts";
import { buildTable } from "../ir/table.ts";
import { camelCase } from "../spec/names.ts";
import type { PromptTemplate, ResolvedSpec } from "../spec/resolved-spec.ts";
import type { SpecPlan } from "./plan.ts";

/** Decides what a spec's files are called, what is in them and what it is named. */
export function planSpec(spec: ResolvedSpec, config: Pick<ProjectConfig, "routers">): SpecPlan {
  const names = specNames(spec.name);
  const ir = spec.shared ? buildDefinitions(spec.schema, spec.draft) : buildIr(spec.schema, spec.draft);
  const taken = new Set(spec.shared ? [] : [names.input, names.generate, names.stream]);
  const output = { ir, names: nameTypes(ir, spec.name, taken), table: buildTable(ir) };
  const router = routerName(spec.router ?? "default", config);
  const input =
    spec.input === undefined
      ? undefined
      : planInput(spec.input, spec, names.input, new Set([...taken, ...output.names.names.values()]));
  const media = input === undefined ? [] : mediaIn(input.ir, spec.prompt);
  return {
    spec,
    names,
    imports: new Map(),
    output,
    ...(input === undefined ? {} : { input }),
    media: new Set(media),
    ...(router === undefined ? {} : { router }),
    path: `${spec.stem}.ts`,
    internalPath: `internal/${spec.stem}.ts`,
  };
}

function planInput(
  schema: NonNullable<ResolvedSpec["input"]>,
  spec: ResolvedSpec,
  name: string,
  taken: ReadonlySet<string>,
): NonNullable<SpecPlan["input"]> {
  const ir = buildIr(schema, spec.inputDraft ?? spec.draft);
  return { ir, names: nameTypes(ir, name, new Set([...taken].filter((other) => other !== name))) };
}

/** The constant a router is exported as; `undefined` when there is none of that name. */
export function routerName(name: string, config: Pick<ProjectConfig, "routers">): string | undefined {
  if (!Object.hasOwn(config.routers, name)) return undefined;
  return name === "default"
    ? "router"
    : `${camelCase(name.replaceAll(/[^\p{L}\p{N}]+(.)?/gu, (_match, next?: string) => (next ?? "").toUpperCase()))}Router`;
}

/** The nodes of the input that hold images or files. */
function mediaIn(ir: SchemaIr, prompt: PromptTemplate | undefined): readonly string[] {
  const parts = prompt?.messages.flatMap((message) => message.parts) ?? [];
  return parts.flatMap((part) => {
    if (part.type === "text") return [];
    let type: SchemaIr["root"] | undefined = ir.root;
    for (const name of part.path) {
      const target: SchemaIr["root"] | undefined = type === undefined ? undefined : resolve(ir, type);
      type = target?.kind === "object" ? target.properties.find((property) => property.name === name)?.type : undefined;
    }
    return type === undefined ? [] : [type.id];
  });
}

/** The relative specifier by which one generated file imports another. Paths are below the output folder. */
export function importPath(from: string, to: string, extension: ProjectConfig["importExtension"]): string {
  const above = from.split("/").slice(0, -1);
  const below = to.split("/");
  let shared = 0;
  while (shared < above.length && shared < below.length - 1 && above[shared] === below[shared]) shared++;
  const up = "../".repeat(above.length - shared);
  const stem = below
    .slice(shared)
    .join("/")
    .replace(/\.[cm]?tsx?$/, "");
  return `${up === "" ? "./" : up}${stem}${extension === "none" ? "" : `.${extension}`}`;
}
