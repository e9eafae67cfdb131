import assert from "node:assert/strict";
import { join } from "node:path";
import { modes } from "@outspec/runtime/facts/dialects";
import { type Api, endpointFor, overrideFor } from "@outspec/runtime/facts/provider-row";
import type { Settings } from "@outspec/runtime/options";
import type { ContentPart, Message } from "@outspec/runtime/prompt";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { bedrockConverse } from "@outspec/runtime/providers/bedrock-converse";
import { cohereChat } from "@outspec/runtime/providers/cohere";
import { geminiContent } from "@outspec/runtime/providers/gemini";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import { openaiResponses } from "@outspec/runtime/providers/openai-responses";
import type { Adapter, ModelCall } from "@outspec/runtime/providers/provider";
import ts from "typescript";
import { beforeAll, describe, it } from "vitest";
import { codecInEveryDialect, specNames } from "../../every-dialect.ts";
import { bodyOf, callOf, rowOf } from "./replay.ts";

/** An official SDK, and how its own type of a request is written. */
interface Sdk {
  readonly adapter: Adapter;
  readonly provider: string;
  readonly api?: Api;
  readonly model: string;
  /** Imports the type, under the name `Request`. */
  readonly imports: string;
  /** The request as the SDK takes it, from the body that goes over the wire; the same unless said. */
  readonly asTyped?: (body: Readonly<Record<string, unknown>>, model: string) => unknown;
  /** Members of enums, which no text is assignable to, put in the place of their texts. */
  readonly spell?: (text: string) => string;
  /** The images and files its messages take. */
  readonly media: readonly Medium[];
  /** Those that are an error before anything is sent. */
  readonly refused?: readonly Medium[];
}

type Medium = keyof typeof mediaParts;

const png = { data: "iVBORw0KGgo=", mediaType: "image/png" };
const pdf = { data: "JVBERi0xLjc=", mediaType: "application/pdf" };

/** Images and files in every form a prompt may have them in, and some as AWS wants them. */
const mediaParts = {
  image: { type: "image", image: png, cache: true },
  imageUrl: { type: "image", image: new URL("https://example.com/scan.png") },
  imageOnS3: { type: "image", image: new URL("s3://scans/scan.png") },
  pdf: { type: "file", file: pdf, name: "scan.pdf", cache: true },
  unnamedPdf: { type: "file", file: pdf },
  pdfUrl: { type: "file", file: new URL("https://example.com/scan.pdf"), name: "scan.pdf" },
  pdfOnS3: { type: "file", file: new URL("s3://scans/scan.pdf") },
} satisfies Readonly<Record<string, ContentPart>>;

const files: readonly Medium[] = ["pdf", "unnamedPdf", "pdfUrl"];

const sdks: Readonly<Record<string, Sdk>> = {
  "openai, Chat Completions": {
    adapter: openaiChat,
    provider: "openai",
    api: "chat",
    model: "gpt-5.6",
    imports: 'import type { ChatCompletionCreateParams as Request } from "openai/resources/chat/completions";',
    media: ["image", "imageUrl", "pdf", "unnamedPdf"],
    refused: ["pdfUrl"],
  },
  "openai, Responses": {
    adapter: openaiResponses,
    provider: "openai",
    model: "gpt-5.6",
    imports: 'import type { ResponseCreateParams as Request } from "openai/resources/responses/responses";',
    media: ["image", "imageUrl", ...files],
  },
  "@anthropic-ai/sdk": {
    adapter: anthropicMessages,
    provider: "anthropic",
    model: "claude-haiku-5-5",
    imports: 'import type { MessageCreateParams as Request } from "@anthropic-ai/sdk/resources/messages";',
    media: ["image", "imageUrl", ...files],
  },
  "@google/genai": {
    adapter: geminiContent,
    provider: "google",
    model: "gemini-3.8-flash",
    // Its type of the contents would take nearly any object for a part.
    imports: `
      import { type Content, FunctionCallingConfigMode, type GenerateContentParameters, ThinkingLevel } from "@google/genai";
      type Request = Omit<GenerateContentParameters, "contents"> & { readonly contents: readonly Content[] };
      void FunctionCallingConfigMode; void ThinkingLevel;`,
    asTyped: ({ contents, generationConfig, ...config }, model) => ({
      model,
      contents,
      config: { ...config, ...(generationConfig as object) },
    }),
    spell: (text) =>
      text
        .replaceAll('"mode":"ANY"', '"mode":FunctionCallingConfigMode.ANY')
        .replace(
          /"thinkingLevel":"(\w+)"/g,
          (_, level: string) => `"thinkingLevel":ThinkingLevel.${level.toUpperCase()}`,
        ),
    media: ["image", "imageUrl", ...files],
  },
  "@aws-sdk/client-bedrock-runtime": {
    adapter: bedrockConverse,
    provider: "bedrock",
    model: "us.amazon.nova-pro-v1:0",
    imports: 'import type { ConverseCommandInput as Request } from "@aws-sdk/client-bedrock-runtime";',
    asTyped: (body, modelId) => ({ modelId, ...body }),
    // The SDK takes bytes and writes them as base64.
    spell: (text) => text.replace(/"bytes":"[^"]*"/g, '"bytes":new Uint8Array()'),
    media: ["image", "imageOnS3", "pdf", "unnamedPdf", "pdfOnS3"],
    refused: ["imageUrl", "pdfUrl"],
  },
  "cohere-ai": {
    adapter: cohereChat,
    provider: "cohere",
    model: "command-a-03-2025",
    imports:
      'import type { V2ChatRequest } from "../../../node_modules/cohere-ai/serialization/resources/v2/client/requests/V2ChatRequest.js";\ntype Request = V2ChatRequest.Raw & { readonly stream?: boolean };',
    media: ["image", "imageUrl"],
    refused: files,
  },
  "@mistralai/mistralai": {
    adapter: openaiChat,
    provider: "mistral",
    model: "mistral-large-latest",
    imports:
      'import type { ChatCompletionRequest$Outbound } from "@mistralai/mistralai/models/components";\ntype Request = Omit<ChatCompletionRequest$Outbound, "stream"> & { readonly stream?: boolean };',
    // The SDK fills in what an assistant's message does not say.
    spell: (text) => text.replaceAll('"role":"assistant"', '"role":"assistant","prefix":false'),
    media: ["image", "imageUrl", ...files],
  },
  "groq-sdk": {
    adapter: openaiChat,
    provider: "groq",
    model: "openai/gpt-oss-120b",
    imports: 'import type { ChatCompletionCreateParams as Request } from "groq-sdk/resources/chat/completions";',
    media: ["image", "imageUrl"],
  },
  ollama: {
    adapter: ollamaChat,
    provider: "ollama",
    model: "llama3.2",
    imports: 'import type { ChatRequest as Request } from "ollama";',
    // Its type of a tool's schema knows a handful of keywords; the server takes any schema.
    asTyped: ({ tools, ...body }) => ({
      ...body,
      ...(Array.isArray(tools) && { tools: tools.map(withoutParameters) }),
    }),
    media: ["image"],
    refused: ["imageUrl", ...files],
  },
};

function withoutParameters(tool: { readonly function: object }): unknown {
  return { ...tool, function: { ...tool.function, parameters: { type: "object" } } };
}

const settings: Settings = {
  temperature: 0.5,
  topP: 0.9,
  maxOutputTokens: 2000,
  seed: 7,
  stop: ["END"],
  reasoningEffort: "low",
};

const question: readonly Message[] = [
  { role: "system", content: "Summarise the notes." },
  { role: "user", content: "Blood pressure 162/98." },
  { role: "assistant", content: "{}" },
  { role: "user", content: "Go on." },
];

/** A question with images and files. */
function illustrated(media: readonly Medium[]): readonly Message[] {
  return [
    { role: "system", content: [{ type: "text", text: "Read the scans.", cache: "1h" }] },
    {
      role: "user",
      content: [{ type: "text", text: "What do they show?" }, ...media.map((name) => mediaParts[name])],
    },
  ];
}

/** Every request an SDK's type is held to: all specs in all modes, whole and streamed, bare and with all settings. */
async function requestsOf(sdk: Sdk): Promise<readonly unknown[]> {
  const { adapter, provider, api, model, asTyped = (body) => body } = sdk;
  const row = rowOf(provider);
  const override = overrideFor(row, model);
  const endpoint = endpointFor(row, override, api);
  assert.ok(endpoint);
  const refused = [...(endpoint.unsupported ?? []), ...(override?.rejects ?? [])];
  const sent = Object.fromEntries(Object.entries(settings).filter(([name]) => !refused.some((one) => one === name)));
  const efforts = override?.efforts ?? endpoint.efforts;
  const bodies: unknown[] = [];
  for (const name of specNames) {
    const codec = await codecInEveryDialect(name);
    for (const mode of modes) {
      const isTool = mode === "tool" || mode === "tool_strict";
      const dialect = codec.dialects[(isTool ? row.toolDialect : undefined) ?? override?.dialect ?? row.dialect];
      const withSchema = mode !== "json_object" && mode !== "prompt";
      if (dialect === undefined || (withSchema && !("schema" in dialect))) continue;
      const call: ModelCall = callOf({
        row,
        endpoint,
        model,
        mode,
        name: codec.name,
        messages: question,
        reasoning: override?.reasoning === true,
        ...(override?.cacheMark === undefined ? {} : { cacheMark: override.cacheMark }),
        ...(efforts === undefined ? {} : { efforts }),
      });
      const { schema: _none, ...bare } = call;
      const asked = withSchema && "schema" in dialect ? { ...call, schema: dialect.schema } : bare;
      const variants = [
        { ...asked, stream: false },
        { ...asked, stream: true, settings: sent },
        { ...asked, messages: illustrated(sdk.media) },
      ];
      bodies.push(...variants.map((variant) => asTyped(bodyOf(adapter, variant), model)));
    }
  }
  return bodies;
}

const root = join(import.meta.dirname, "../../..");

/** What the compiler says of each of the modules, which stand beside this file; it asks when asked. */
function compile(modules: ReadonlyMap<string, string>): (name: string) => string {
  const pathOf = (name: string): string => join(import.meta.dirname, `${name}.ts`);
  const files = new Map([...modules].map(([name, text]) => [pathOf(name), text]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.esnext.disposable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return (name) => {
    const file = program.getSourceFile(pathOf(name));
    assert.ok(file, name);
    return ts.formatDiagnostics([...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)], {
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => root,
      getNewLine: () => "\n",
    });
  };
}

/** A module that declares each request as one of an SDK, in a line of its own, the first of which is given, too. */
function moduleOf(
  { imports, spell }: Sdk,
  requests: readonly string[],
): { readonly text: string; readonly first: number } {
  const lines = requests.map((text, index) => `export const request${index}: Request = ${spell?.(text) ?? text};`);
  return { text: [imports, ...lines].join("\n"), first: imports.split("\n").length + 1 };
}

/** The request without its other messages, and the same with one field of the last message misspelt, for each field it has. */
function misspell(request: unknown): { readonly right: string; readonly wrong: readonly string[] } {
  const body = request as Readonly<Record<string, readonly unknown[]>>; // each wire's messages are a list
  const field = ["messages", "input", "contents"].find((name) => body[name] !== undefined) ?? "";
  const last = JSON.stringify(body[field]?.at(-1));
  const withLast = (message: string) => JSON.stringify({ ...body, [field]: [JSON.parse(message)] });
  const names = new Set(Array.from(last.matchAll(/"\w+":/g), ([name]) => name));
  return {
    right: withLast(last),
    wrong: [...names].map((name) => withLast(last.replaceAll(name, name.replace('":', 'x":')))),
  };
}

/** What is compiled for one SDK: modules, by the names they have in the program, and what they hold. */
interface Subject {
  readonly requests: string;
  readonly count: number;
  readonly misspelt: string;
  /** The line of the request that is right; the wrong ones follow. */
  readonly first: number;
  readonly wrongs: number;
}

const wrong = ['{"model":"m","input":[],"max_tokens":1}', '{"model":"m","text":{"format":{"type":"json_schema"}}}'];
const subjects = new Map<string, Subject>();
let problemsOf = (_module: string): string => assert.fail("nothing is compiled yet");

/** One program for all: the compiler's own library is read once, and each SDK too. */
beforeAll(async () => {
  const modules = new Map<string, string>();
  for (const [index, [name, sdk]] of Object.entries(sdks).entries()) {
    const bodies = await requestsOf(sdk);
    const all = moduleOf(
      sdk,
      bodies.map((body) => JSON.stringify(body)),
    );
    const variants = misspell(bodies.at(-1));
    const { text, first } = moduleOf(sdk, [variants.right, ...variants.wrong]);
    const subject = { requests: `requests-${index}`, misspelt: `misspelt-${index}` };
    subjects.set(name, { ...subject, count: bodies.length, first, wrongs: variants.wrong.length });
    modules.set(subject.requests, all.text).set(subject.misspelt, text);
  }
  const { imports } = sdks["openai, Responses"] ?? assert.fail();
  for (const [index, text] of wrong.entries())
    modules.set(`wrong-${index}`, `${imports}\nexport const request: Request = ${text};`);
  problemsOf = compile(modules);
}, 120_000);

describe("the request bodies of every spec in every mode are what the official SDKs' own types ask for", () => {
  for (const name of Object.keys(sdks)) {
    it(name, () => {
      const { requests, count } = subjects.get(name) ?? assert.fail();
      assert.ok(count >= 50, `${count} requests`);
      assert.equal(problemsOf(requests).slice(0, 4000), "");
    }, 120_000);

    it(`and in which each field of an image or a file counts: ${name}`, () => {
      const { misspelt, first, wrongs } = subjects.get(name) ?? assert.fail();
      assert.ok(wrongs >= 3);
      const lines = Array.from(problemsOf(misspelt).matchAll(/misspelt-\d+\.ts\((\d+),/g), ([, line]) => Number(line));
      assert.deepEqual(
        [...new Set(lines)],
        Array.from({ length: wrongs }, (_, index) => first + index + 1),
      );
    }, 120_000);
  }

  for (const [name, { adapter, provider, api, model, refused }] of Object.entries(sdks)) {
    if (refused === undefined) continue;
    it(`or an error that says what is not taken: ${name}`, () => {
      const row = rowOf(provider);
      const endpoint = endpointFor(row, overrideFor(row, model), api);
      assert.ok(endpoint);
      for (const medium of refused) {
        const call = callOf({ row, endpoint, model, messages: illustrated([medium]) });
        assert.throws(() => adapter.encode(call), { code: "configuration", message: /\btakes?\b/ }, medium);
      }
    });
  }

  it("would not take a body with a field too many or a wrong one", () => {
    for (const index of wrong.keys()) assert.notEqual(problemsOf(`wrong-${index}`), "");
  }, 120_000);
});
