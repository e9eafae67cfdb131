import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bamlProject, bamlText } from "../baml-text.js";
import { instructorFolder, peersFolder } from "../repository.js";
import { versionOf } from "../versions.js";
import { zod3Text } from "../zod-text.js";
import { namesOf, type Program, writeText, writeZodProgram } from "./program.js";

const common = { kind: "peer", folder: peersFolder } as const;

const aiSdk: Program = {
  ...common,
  name: "ai",
  label: "AI SDK",
  packages: ["ai", "@ai-sdk/openai", "zod"],
  second: ["@ai-sdk/anthropic"],
  write(folder, specs, both) {
    const head = `import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, Output, streamText } from "ai";
${both ? 'import { createAnthropic } from "@ai-sdk/anthropic";\nexport const second: LanguageModel = createAnthropic({ apiKey: "k" })("claude-haiku-5-5");' : ""}
const first: LanguageModel = createOpenAI({ apiKey: "k" })("gpt-5.4-mini");
`;
    writeZodProgram(
      folder,
      specs,
      head,
      ({ type, schema, first }) => `
export async function first${type}(prompt: string, model: LanguageModel = first) {
  const { output } = await generateText({ model, prompt, output: Output.object({ schema: ${schema} }) });
  return output${first};
}
export async function show${type}(prompt: string, model: LanguageModel = first) {
  const { partialOutputStream, output } = streamText({ model, prompt, output: Output.object({ schema: ${schema} }) });
  for await (const partial of partialOutputStream) console.log(partial${first});
  return await output;
}
`,
    );
  },
};

const openAiSdk: Program = {
  ...common,
  name: "openai",
  label: "OpenAI SDK",
  packages: ["openai", "zod"],
  second: ["@anthropic-ai/sdk"],
  write(folder, specs, both) {
    const head = `import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
${both ? 'import Anthropic from "@anthropic-ai/sdk";\nimport { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";\nconst second = new Anthropic({ apiKey: "k" });' : ""}
const client = new OpenAI({ apiKey: "k" });
const model = "gpt-5.4-mini";
`;
    const elsewhere = (type: string, schema: string) =>
      both
        ? `
export async function elsewhere${type}(content: string) {
  const output_config = { format: zodOutputFormat(${schema}) };
  const body = { model: "claude-haiku-5-5", max_tokens: 4096, messages: [{ role: "user" as const, content }] };
  second.messages.stream(body).on("text", (_, text) => console.log(text.length));
  return (await second.messages.parse({ ...body, output_config })).parsed_output;
}
`
        : "";
    writeZodProgram(
      folder,
      specs,
      head,
      ({ type, schema, first }) => `
export async function first${type}(content: string) {
  const response_format = zodResponseFormat(${schema}, "answer");
  const { choices } = await client.chat.completions.parse({ model, messages: [{ role: "user", content }], response_format });
  return choices[0]?.message.parsed?.${first};
}
export async function show${type}(content: string) {
  const response_format = zodResponseFormat(${schema}, "answer");
  const stream = client.chat.completions.stream({ model, messages: [{ role: "user", content }], response_format });
  stream.on("content.delta", ({ parsed }) => console.log(parsed));
  return (await stream.finalChatCompletion()).choices[0]?.message.parsed;
}
${elsewhere(type, schema)}`,
    );
  },
};

const langChain: Program = {
  ...common,
  name: "langchain",
  label: "LangChain",
  packages: ["@langchain/openai", "@langchain/core", "zod"],
  second: ["@langchain/anthropic"],
  write(folder, specs, both) {
    const head = `import { ChatOpenAI } from "@langchain/openai";
${both ? 'import { ChatAnthropic } from "@langchain/anthropic";\nexport const second = new ChatAnthropic({ model: "claude-haiku-5-5", apiKey: "k" });' : ""}
const model = new ChatOpenAI({ model: "gpt-5.4-mini", apiKey: "k" });
`;
    writeZodProgram(
      folder,
      specs,
      head,
      ({ type, schema, first }) => `
export async function first${type}(prompt: string) {
  return (await model.withStructuredOutput(${schema}).invoke(prompt))${first};
}
export async function show${type}(prompt: string) {
  for await (const partial of await model.withStructuredOutput(${schema}).stream(prompt)) console.log(partial${first});
}
`,
    );
  },
};

const instructor: Program = {
  ...common,
  name: "instructor",
  label: "Instructor",
  folder: instructorFolder,
  packages: ["@instructor-ai/instructor", "openai", "zod"],
  second: [],
  write(folder, specs) {
    const head = `import Instructor from "@instructor-ai/instructor";
import OpenAI from "openai";
const client = Instructor({ client: new OpenAI({ apiKey: "k" }), mode: "TOOLS" });
const model = "gpt-5.4-mini";
`;
    writeZodProgram(
      folder,
      specs,
      head,
      ({ type, schema, first }) => `
export async function first${type}(content: string) {
  const response_model = { schema: ${schema}, name: "answer" };
  return (await client.chat.completions.create({ model, messages: [{ role: "user", content }], response_model }))${first};
}
export async function show${type}(content: string) {
  const response_model = { schema: ${schema}, name: "answer" };
  const call = { model, messages: [{ role: "user" as const, content }], response_model, stream: true as const };
  for await (const partial of await client.chat.completions.create(call)) console.log(partial${first});
}
`,
      zod3Text,
    );
  },
};

const tanStack: Program = {
  ...common,
  name: "tanstack",
  label: "TanStack AI",
  packages: ["@tanstack/ai", "@tanstack/ai-openai", "zod"],
  second: ["@tanstack/ai-anthropic"],
  write(folder, specs, both) {
    const head = `import { chat, parsePartialJSON } from "@tanstack/ai";
import { createOpenaiChatCompletions } from "@tanstack/ai-openai";
${both ? 'import { createAnthropicChat } from "@tanstack/ai-anthropic";\nexport const second = createAnthropicChat("claude-haiku-4-5", "k");' : ""}
const adapter = createOpenaiChatCompletions("gpt-5.4-mini", "k");
`;
    writeZodProgram(
      folder,
      specs,
      head,
      ({ type, schema, first }) => `
export async function first${type}(content: string) {
  return (await chat({ adapter, messages: [{ role: "user", content }], outputSchema: ${schema} }))${first};
}
export async function show${type}(content: string) {
  let text = "";
  const stream = chat({ adapter, messages: [{ role: "user", content }], outputSchema: ${schema}, stream: true });
  for await (const chunk of stream) {
    if (chunk.type === "TEXT_MESSAGE_CONTENT") console.log(parsePartialJSON((text += chunk.delta)));
    else if (chunk.type === "CUSTOM" && chunk.name === "structured-output.complete") return chunk.value.object;
  }
  return undefined;
}
`,
    );
  },
};

const baml: Program = {
  ...common,
  name: "baml",
  label: "BAML",
  packages: ["@boundaryml/baml"],
  second: [],
  write(folder, specs) {
    writeText(folder, "baml_src/main.baml", bamlProject(versionOf("@boundaryml/baml", peersFolder), ".."));
    for (const spec of specs) writeText(folder, `baml_src/${spec.name}.baml`, bamlText(spec));
    const cli = join(peersFolder, "node_modules/@boundaryml/baml/cli.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "generate", "--from", "baml_src"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`BAML's generator left with ${status}: ${stdout}${stderr}`.slice(0, 500));
    const calls = specs.map((spec) => {
      const { type, first } = namesOf(spec);
      return `
export async function first${type}(date: string, text: string) {
  return (await b.Read${type}(date, text))${first};
}
export async function show${type}(date: string, text: string) {
  const stream = b.stream.Read${type}(date, text);
  for await (const partial of stream) console.log(partial${first});
  return await stream.getFinalResponse();
}
`;
    });
    writeText(folder, "main.ts", `import { b } from "./baml_client/index.js";\n${calls.join("")}`);
  },
};

/** The programs of all peers. */
export const peerPrograms: readonly Program[] = [aiSdk, openAiSdk, langChain, instructor, tanStack, baml];
