import { createConfig, defaultReview, type ProjectConfig } from "../../../../generator/src/config.ts";
import { createJudge } from "../../../../generator/src/review/judge.ts";
import type { LoadedSpec } from "../../../../generator/src/review/load/resolve-side.ts";
import type { ReviewedSpec } from "../../../../generator/src/review/report-model.ts";
import { reviewSpec } from "../../../../generator/src/review/review-specs.ts";
import { createDialectSources, type Target, targetsOf } from "../../../../generator/src/review/target.ts";
import { checkSpec } from "../../../../generator/src/spec/check.ts";
import { readSpec } from "../../../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../../../generator/src/spec/resolve.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";

const path = "schemas/t.json";

/** A project that asks the three dialects that differ most. */
export const threeDialects: ProjectConfig = createConfig({
  routers: {
    default: {
      primary: { provider: "openai", model: "gpt-5.4" },
      fallbacks: [
        { provider: "anthropic", model: "claude-haiku-5-5" },
        { provider: "google", model: "gemini-3-flash" },
      ],
    },
  },
});

/** Reads a schema as the spec of a project, as if from a file; nothing where the product refuses it. */
export function loadSchema(schema: JsonSchema): Promise<LoadedSpec | undefined> {
  return loadContent({ output: schema });
}

/** Reads a whole spec in the same way. */
export async function loadContent(content: Json): Promise<LoadedSpec | undefined> {
  const text = JSON.stringify(content, null, 2);
  const document = readSpec(path, text);
  const found = [...document.findings, ...(await checkSpec(document, threeDialects))];
  const isWrong = (list: typeof found): boolean => list.some(({ severity }) => severity === "error");
  if (isWrong(found)) return undefined;
  const { specs, diagnostics } = await resolveSpecs([document], threeDialects, new Map());
  const [spec] = specs;
  if (spec === undefined || isWrong([...diagnostics])) return undefined;
  return {
    spec,
    beside: [spec],
    document,
    text,
    path,
    rangeOf: (pointer, what) =>
      pointer === "/output" || pointer.startsWith("/output/")
        ? spec.rangeOf(pointer.slice("/output".length), what)
        : document.rangeOf(pointer, what),
  };
}

/** The models that one version is asked of. */
export function modelsOf({ spec }: LoadedSpec): readonly Target[] {
  return targetsOf(spec, threeDialects, createDialectSources([spec], threeDialects));
}

/** Reviews two versions; nothing where there is nothing to tell. */
export function reviewPair(before: LoadedSpec, after: LoadedSpec): Promise<ReviewedSpec | undefined> {
  return reviewSpec(
    { kind: "changed", package: "", before, after, sameText: false, because: [] },
    {
      judge: createJudge(defaultReview, {}, "2026-06-01"),
      targetsBefore: modelsOf,
      targetsAfter: modelsOf,
      recorded: () => [],
    },
  );
}
