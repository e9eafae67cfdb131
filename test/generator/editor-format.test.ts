import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { checkSpec } from "../../generator/src/spec/check.ts";
import { editorFormats } from "../../generator/src/spec/editor-format.ts";
import { keywordHelp } from "../../generator/src/spec/keyword-help.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { allKeywords } from "../../runtime/src/schema/keywords.ts";
import { isSweep, readCorpus, sample } from "../corpus.ts";

const root = join(import.meta.dirname, "../..");
// `errorMessage` and `doNotSuggest` speak to editors only.
const ajv = new Ajv({ strict: false });
const formatOf = (name: string) => ajv.compile(editorFormats().get(`outspec-${name}.schema.json`) ?? false);
const editorTakesSpec = formatOf("spec");
const editorTakesConfig = formatOf("config");

/** Whether the checker takes a file by itself, and whether an editor does. */
async function judge(path: string, text: string) {
  const document = readSpec(path, text);
  const findings = [
    ...document.findings,
    ...(await checkSpec(document, { routers: { default: router, fast: router } })),
  ];
  return {
    checker: findings.filter(({ severity }) => severity === "error").map(({ message }) => message),
    editor: editorTakesSpec(document.value) ? [] : (editorTakesSpec.errors ?? []),
  };
}
const router = { primary: { provider: "openai", model: "m" }, fallbacks: [] };

const specsBelow = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) && !/(?:outspec\.yaml|config\.json)$/.test(path))
    .map((path) => join(folder, path));

describe("the format that editors check specs with", () => {
  it("accepts every spec of the repository, and every one that the checker takes", async () => {
    const paths = [...specsBelow("schemas"), ...specsBelow("test/generator/cases/emits")];
    expect(paths.length).toBeGreaterThan(35);
    for (const path of paths)
      expect((await judge(path, readFileSync(join(root, path), "utf8"))).editor, path).toEqual([]);
    for (const path of specsBelow("test/generator/cases/reports")) {
      const { checker, editor } = await judge(path, readFileSync(join(root, path), "utf8"));
      if (checker.length === 0) expect(editor, path).toEqual([]);
    }
  });

  it("accepts the schemas of real projects that the checker takes", async () => {
    const corpus = readCorpus();
    for (const { name, schema } of isSweep ? corpus : sample(corpus, 200)) {
      const { checker, editor } = await judge("schemas/real.json", JSON.stringify(schema));
      if (checker.length === 0) expect(editor, name).toEqual([]);
    }
  }, 120_000);

  const wrong: Readonly<Record<string, string>> = {
    "a misspelt key": "promt: Hello.\noutput: { type: string }\n",
    "no output": "prompt: Hello.\n",
    "an empty prompt of messages": "prompt: []\noutput: { type: string }\n",
    "a message of an unknown role": "prompt: [{ role: robot, content: Hi. }]\noutput: { type: string }\n",
    "a prompt without a user message": "prompt: { system: Hi. }\noutput: { type: string }\n",
    "a part with an unknown key": "prompt: { user: [{ text: Hi., cached: true }] }\noutput: { type: string }\n",
    "a setting out of range": "settings: { temperature: 3 }\noutput: { type: string }\n",
    "an unknown setting": "settings: { max_tokens: 3 }\noutput: { type: string }\n",
    "an unknown cache": "cache: user\noutput: { type: string }\n",
    "an unknown stability": "stability: beta\noutput: { type: string }\n",
    "an example without an output": "prompt: Hi.\nexamples: [{ input: {} }]\noutput: { type: string }\n",
    "an output that is a type's name": "output: string\n",
    "an unknown type": "output: { type: strnig }\n",
    "an unknown type inside": "output: { type: object, properties: { a: { items: { type: text } } } }\n",
    "an unknown type in a plain schema": "type: object\nproperties: { a: { type: text } }\n",
    "an unknown type in shared definitions": "$defs: { A: { type: text } }\n",
    "an unknown type in the input":
      "prompt: '{{ a }}'\ninput: { type: object, properties: { a: { type: text } } }\noutput: {}\n",
    "an unquoted null as a type": "output: { type: [string, null] }\n",
    "properties that are no schemas": "output: { properties: { a: string } }\n",
    "a bound that is a text": 'output: { type: integer, minimum: "3" }\n',
    "a negative length": "output: { type: string, maxLength: -1 }\n",
    "an empty list of alternatives": "output: { anyOf: [] }\n",
    "names that are no texts": "output: { type: object, required: [1] }\n",
    "nullable, from OpenAPI": "output: { type: string, nullable: true }\n",
    "types pasted into code": "output: { type: string, tsType: Foo }\n",
    "an unknown x-stream": "output: { type: string, x-stream: whole }\n",
    "a list": "- output\n",
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`refuses ${what}, as the checker does`, async () => {
      const { checker, editor } = await judge("schemas/spec.yaml", text);
      expect(checker).not.toEqual([]);
      expect(editor).not.toEqual([]);
    });
  }

  it("says of every keyword what it means, and of no other", () => {
    expect(Object.keys(keywordHelp)).toEqual(allKeywords().map(([keyword]) => keyword));
  });
});

describe("the format that editors check outspec.yaml with", () => {
  const read = async (text: string) => {
    const { value } = readSpec("outspec.yaml", text);
    const { diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
    return { checker: diagnostics.length === 0, editor: editorTakesConfig(value) };
  };

  it("accepts the repository's own and that of the documentation", async () => {
    const shown = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(join(root, "docs/configuration.md"), "utf8"))?.[1] ?? "";
    for (const text of [readFileSync(join(root, "outspec.yaml"), "utf8"), shown])
      expect(await read(text)).toEqual({ checker: true, editor: true });
  });

  for (const text of [
    "schema: schemas\n",
    "router: { fallbacks: [] }\n",
    "router: { primary: openai/m, attempts: 0 }\n",
    "router: { primary: openai/m, midStream: stop }\n",
    "router: { primary: { model: openai/m, settings: { topP: 2 } } }\n",
    "importExtension: mjs\n",
    "importSpecs: sometimes\n",
  ]) {
    it(`refuses ${text.trim()}, as the checker does`, async () => {
      expect(await read(text)).toEqual({ checker: false, editor: false });
    });
  }
});
