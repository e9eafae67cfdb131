import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSweep, readCorpus, sample } from "../../corpus.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** The text of every file below a folder of the repository whose name matches, in a fixed order. */
function textsBelow(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => name.test(path))
    .sort()
    .map((path) => readFileSync(join(root, folder, path), "utf8"));
}

/** Specs that people could have written: the examples, and the cases of emission and of findings. */
export const specTexts: readonly string[] = [
  ...textsBelow("schemas", /\.yaml$/),
  ...textsBelow("test/generator/cases/emits", /spec\.(?:yaml|json)$/),
  ...textsBelow("test/generator/cases/reports", /spec\.(?:yaml|json)$/),
];

/** Real schemas as JSON texts, where there is a corpus; some of the small ones, or all in a sweep. */
export function schemaTexts(): readonly string[] {
  const texts = readCorpus()
    .map(({ schema }) => JSON.stringify(schema, null, 2))
    .filter((text) => text.length < 8000);
  return isSweep ? texts : sample(texts, 300);
}

/** Configurations: the repository's own, those of the cases, and one with every key. */
export const configTexts: readonly string[] = [
  readFileSync(join(root, "outspec.yaml"), "utf8"),
  ...textsBelow("test/generator/cases/reports", /outspec\.yaml$/),
  `schemas: ["schemas", "!schemas/old", "more/**/*.yaml"]
output: generated
routers:
  default:
    primary: openai/gpt-5.4-mini
    fallbacks:
      - anthropic/claude-haiku-5-5
      - { model: ollama/llama3.2, baseUrl: http://127.0.0.1:11434, settings: { temperature: 0 } }
      - { model: mine/x, from: "./providers.ts#mine" }
    attempts: 2
    timeouts: { connect: 5s, firstToken: 60s, idle: 60s, total: 10m }
  other: { primary: google/gemini-3-flash }
importExtension: js
importSpecs: true
targets: [anthropic, openai-strict]
lint:
  set: strict
  overrides:
    - files: schemas/*.yaml
      rules: { missing-description: off }
review: { compat: consumer, failOn: breaking }
`,
];
