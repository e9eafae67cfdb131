import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { pascalCase } from "../../../runtime/src/schema/pascal-case.ts";
import { isList, isRecord } from "../../../runtime/src/schema/pointer.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Bundle, bundleSchema } from "./bundle.ts";
import { checkInheritedNames } from "./check-inherited.ts";
import { checkSchema } from "./check-schema.ts";
import { checkExamples } from "./examples.ts";
import { checkCollisions, checkName, type NamedSpec } from "./names.ts";
import { definesOnly, findIndentedOutput, outlineSpec } from "./outline.ts";
import { parsePrompt, readCacheMark } from "./prompt.ts";
import { indexReferences, type OtherFiles, type References, type SchemaRoot, type Surroundings } from "./references.ts";
import type { ForeignPlace, PromptTemplate, ResolvedSpec } from "./resolved-spec.ts";
import { compatModes } from "./review-format.ts";
import type { SpecDocument } from "./spec.ts";
import { checkVariables, findVariables, inferInput } from "./variables.ts";

/** What resolving gives: the specs as the later phases see them, and what was found on the way. */
export interface Resolution {
  /** In the order of the documents. Only complete when no finding is an error. */
  readonly specs: readonly ResolvedSpec[];
  readonly diagnostics: readonly Diagnostic[];
  /** The part of the findings that is about each spec alone, in the order of `specs`. */
  readonly own: readonly (readonly Diagnostic[])[];
  /** The part that is about files which are no specs but referred to. */
  readonly beyond: readonly Diagnostic[];
}

/** Resolves checked documents: references, names, prompt and input, examples. Pure but for asking `others` for texts. */
export async function resolveSpecs(
  documents: readonly SpecDocument[],
  config: Pick<ProjectConfig, "schemas">,
  others: OtherFiles,
  around?: Surroundings,
): Promise<Resolution> {
  const readable = documents.filter(
    (document) => document.value !== undefined && outlineSpec(document).kind !== "other",
  );
  const references = indexReferences(readable, others, around);
  const named = readable.map((document) => nameSpec(document, config));
  const outputs = new Map(readable.map((document) => [document, outlineSpec(document).output]));
  const isOutput = ({ document, pointer }: SchemaRoot): boolean => outputs.get(document) === pointer;
  const resolved = await Promise.all(
    readable
      .map((document, index) => ({ document, naming: named[index] ?? nameSpec(document, config) }))
      .filter(({ document }) => findIndentedOutput(document) === undefined)
      .map(({ document, naming }) => resolveSpec(document, naming, references, isOutput)),
  );
  const beyond = [...references.findings];
  for (const { root, pointer } of references.reached()) {
    const isWhole = pointer === root.pointer;
    beyond.push(...(await checkSchema(root.document, pointer, isWhole ? undefined : root.draft)));
  }
  const own = resolved.map((one) => one.diagnostics);
  return {
    specs: resolved.map(({ spec }) => spec),
    diagnostics: [...checkNames(named), ...own.flat(), ...beyond],
    own,
    beyond,
  };
}

/** A spec's name and where it comes from. */
export interface Naming extends NamedSpec {
  readonly nameFrom: "file" | "name";
}

/** Checks the names of all specs of a project, each by itself and beside the others. */
export function checkNames(named: readonly Naming[]): readonly Diagnostic[] {
  return [
    ...named.flatMap(({ name, nameFrom, nameRange, rootless }) =>
      rootless ? [] : checkName(name, nameFrom, nameRange),
    ),
    ...checkCollisions(named),
  ];
}

/** Reads what a spec is called; `undefined` when the file is none. */
export function nameDocument(document: SpecDocument, config: Pick<ProjectConfig, "schemas">): Naming | undefined {
  const isSpec = document.value !== undefined && outlineSpec(document).kind !== "other";
  return isSpec ? nameSpec(document, config) : undefined;
}

function nameSpec(document: SpecDocument, config: Pick<ProjectConfig, "schemas">): Naming {
  const outline = outlineSpec(document);
  const folder = config.schemas === "." || config.schemas === "" ? "" : `${config.schemas}/`;
  const below = document.path.startsWith(folder) ? document.path.slice(folder.length) : document.path;
  const stem = below.replace(/\.(?:ya?ml|schema\.json|json)$/, "");
  const authored =
    outline.kind === "envelope" && isRecord(document.value) && "output" in document.value
      ? document.value["name"]
      : undefined;
  const shared = outline.kind === "shared";
  const rootless = shared && definesOnly(document.value);
  if (typeof authored === "string") {
    return {
      path: document.path,
      stem,
      shared,
      rootless,
      name: authored,
      nameFrom: "name",
      nameRange: document.rangeOf("/name"),
    };
  }
  const name = pascalCase(stem.slice(stem.lastIndexOf("/") + 1));
  const start = { line: 1, column: 1 };
  return {
    path: document.path,
    stem,
    shared,
    rootless,
    name,
    nameFrom: "file",
    nameRange: { path: document.path, start, end: start },
  };
}

async function resolveSpec(
  document: SpecDocument,
  naming: Naming,
  references: References,
  isOutput: (root: SchemaRoot) => boolean,
): Promise<{ spec: ResolvedSpec; diagnostics: readonly Diagnostic[] }> {
  const outline = outlineSpec(document);
  const envelope = outline.output === "/output" && isRecord(document.value) ? document.value : {};
  const root = references.rootOf(document, outline.output);
  const output = bundleSchema(root, references, isOutput);
  const diagnostics = [...output.findings];

  const question = readQuestion(document, envelope, references, isOutput);
  diagnostics.push(...question.diagnostics);
  const examples = readExamples(envelope["examples"]);
  if (!diagnostics.some(({ severity }) => severity === "error") && examples !== undefined) {
    const schemas = {
      draft: root.draft.draft,
      output: output.schema,
      inputDraft: isRecord(envelope["input"]) ? references.rootOf(document, "/input").draft.draft : "2020-12",
      ...(question.input !== undefined && { input: question.input }),
      ...(question.prompt !== undefined && { prompt: question.prompt }),
    } as const;
    diagnostics.push(...(await checkExamples(document, schemas)));
  }

  const { path, stem, name, shared, rootless } = naming;
  const description =
    envelope["description"] ??
    (isRecord(output.schema as Json)
      ? (output.schema as { readonly [keyword: string]: Json })["description"]
      : undefined);
  const { settings, router, review } = envelope;
  const compat = compatModes.find((mode) => isRecord(review) && mode === review["compat"]);
  const spec: ResolvedSpec = {
    path,
    stem,
    name,
    shared,
    rootless,
    ...(typeof description === "string" && { description }),
    draft: root.draft.draft,
    schema: output.schema,
    foreign: output.foreign,
    ...(question.input !== undefined && { input: question.input }),
    ...(question.foreign !== undefined && { inputForeign: question.foreign }),
    ...(isRecord(envelope["input"]) && { inputDraft: references.rootOf(document, "/input").draft.draft }),
    ...(question.prompt !== undefined && { prompt: question.prompt }),
    rangeOfVariable: (variable) => question.variables?.get(variable)?.(),
    ...(isRecord(settings) && { settings }),
    ...(examples !== undefined && { examples }),
    ...(typeof router === "string" && { router }),
    ...(envelope["stability"] === "experimental" && { experimental: true as const }),
    ...(compat !== undefined && { compat }),
    rangeOf: output.rangeOf,
  };
  return { spec, diagnostics };
}

interface Question {
  readonly prompt?: PromptTemplate;
  readonly variables?: ReturnType<typeof findVariables>;
  readonly input?: JsonSchema;
  readonly foreign?: ReadonlyMap<string, ForeignPlace>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads prompt and input together, because each is checked against the other. */
function readQuestion(
  document: SpecDocument,
  envelope: { readonly [key: string]: Json },
  references: References,
  isOutput: (root: SchemaRoot) => boolean,
): Question {
  const { prompt: authored, cache } = envelope;
  const authoredInput: Bundle | undefined = isRecord(envelope["input"])
    ? bundleSchema(references.rootOf(document, "/input"), references, isOutput)
    : undefined;
  const input = authoredInput?.schema;
  const foreign = authoredInput?.foreign ?? new Map<string, ForeignPlace>();
  const imports = foreign.size === 0 ? {} : { foreign };
  if (authored === undefined)
    return { ...(input !== undefined && { input }), ...imports, diagnostics: authoredInput?.findings ?? [] };

  const prompt = parsePrompt(
    document,
    authored,
    cache === "system" || readCacheMark(isRecord(cache) ? cache["system"] : undefined),
  );
  const variables = findVariables(document, prompt);
  const diagnostics = [...(authoredInput?.findings ?? []), ...prompt.findings];
  if (input !== undefined) {
    // Unknown variables are reported even beside broken references: the two are independent.
    return {
      prompt: prompt.template,
      variables,
      input,
      ...imports,
      diagnostics: [
        ...diagnostics,
        ...checkVariables(document, prompt, input),
        ...checkInheritedNames(document, prompt, input),
      ],
    };
  }
  const inferred = inferInput(document, prompt);
  const names = inferred.input === undefined ? [] : checkInheritedNames(document, prompt, inferred.input);
  return {
    prompt: prompt.template,
    variables,
    ...(inferred.input !== undefined && { input: inferred.input }),
    diagnostics: [...diagnostics, ...inferred.findings, ...names],
  };
}

function readExamples(examples: Json | undefined): ResolvedSpec["examples"] {
  if (!isList(examples)) return undefined;
  return examples.flatMap((example) => {
    if (!isRecord(example)) return [];
    const { input, output } = example;
    return [{ ...(input !== undefined && { input }), output: output ?? null }];
  });
}
