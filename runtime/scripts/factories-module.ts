import type { Endpoint, Family, Framing, ProviderRow } from "../src/facts/provider-row.ts";
import { rowFiles } from "../src/facts/providers.ts";

/** Where each family's adapter is. */
const adapters: Readonly<Record<Family, readonly [name: string, file: string]>> = {
  "openai-chat": ["openaiChat", "openai-chat"],
  "openai-responses": ["openaiResponses", "openai-responses"],
  "anthropic-messages": ["anthropicMessages", "anthropic"],
  gemini: ["geminiContent", "gemini"],
  "bedrock-converse": ["bedrockConverse", "bedrock-converse"],
  "cohere-v2": ["cohereChat", "cohere"],
  "ollama-chat": ["ollamaChat", "ollama"],
};

/** Written by hand, because its options differ. */
const byHand = "openai-compatible";

/** Where the decoder is of each framing that a provider has instead of its family's. */
const framings: Readonly<Partial<Record<Framing, readonly [name: string, file: string]>>> = {
  "aws-eventstream": ["createAwsEventStreamDecoder", "aws-event-stream"],
};

/** The module with one function a provider; the formatter breaks its lines and sorts its imports. */
export function factoriesModule(): string {
  const imports = [
    ...Object.keys(rowFiles).map((file) => `import * as ${file} from "../facts/rows/${file}.ts";`),
    ...Object.values(adapters).map(([name, file]) => `import { ${name} } from "./${file}.ts";`),
    ...Object.values(framings).map(([name, file]) => `import { ${name} } from "../framing/${file}.ts";`),
    `import { awsAuthenticator } from "./auth/aws.ts";`,
    `import { googleAuthenticator } from "./auth/google.ts";`,
    `import { modelFromRow } from "./model-from-row.ts";`,
    `import type { AllModelOptions, Model, ModelOptions } from "./provider.ts";`,
  ];
  const factories = Object.entries(rowFiles)
    .flatMap(([file, rows]) => Object.values(rows).map((row) => ({ file, row })))
    .filter(({ row }) => row.id !== byHand)
    .sort((a, b) => (a.row.factory < b.row.factory ? -1 : 1))
    .map(({ file, row }) => factoryText(file, row));
  const banner = "// Written from the rows in facts/rows by runtime/scripts/factories.ts. Do not edit.";
  return [banner, imports.join("\n"), ...factories].join("\n\n");
}

function factoryText(file: string, row: ProviderRow): string {
  const endpoints: readonly Endpoint[] = [row, ...Object.values(row.apis ?? {})];
  const list = endpoints.map(({ family }) => adapters[family][0]).join(", ");
  const framing = row.framing === undefined ? undefined : framings[row.framing];
  const decoder = framing === undefined ? "" : `, createFrameDecoder: ${framing[0]}`;
  const parts = `{ adapters: [${list}]${authenticators[row.auth.scheme] ?? ""}${decoder} }`;
  return [
    `/**\n * ${docLines(row).join("\n * ")}\n */`,
    `export function ${row.factory}(model: string, options?: ${optionsType(row)}): Model {`,
    `  return modelFromRow(${file}.${row.factory}, ${parts}, model, options);`,
    "}",
  ].join("\n");
}

const authenticators: Readonly<Record<string, string>> = {
  aws: ", authenticator: awsAuthenticator",
  google: ", authenticator: googleAuthenticator",
};

/** What every provider takes, and what this one has a use for. */
function optionsType(row: ProviderRow): string {
  const own = [
    ...(row.apis === undefined ? [] : ["api"]),
    ...(row.auth.scheme === "aws" ? ["credentials"] : []),
    ...Object.keys(row.places ?? {}),
  ].sort();
  if (own.length === 0) return "ModelOptions";
  return `ModelOptions & Pick<AllModelOptions, ${own.map((name) => `"${name}"`).join(" | ")}>`;
}

function docLines(row: ProviderRow): readonly string[] {
  if (row.retired !== undefined) {
    return [
      `Throws a \`ConfigurationError\`: ${row.title} went out of service on ${row.retired}.`,
      "",
      "@deprecated ask the models of another provider",
    ];
  }
  const keys = row.env.key.map((name) => `\`${name}\``).join(" or ");
  const isOptional = row.auth.scheme === "bearer" && row.auth.optional === true;
  const key = isOptional
    ? `A key, where one is needed, comes from ${keys}.`
    : `The key comes from ${keys} unless it is given.`;
  const sentences = [
    `A model of ${row.title}.`,
    ...(keys === "" ? [] : [key]),
    ...(row.note === undefined ? [] : [row.note]),
  ];
  return foldWords(sentences.join(" "), 114);
}

/** The lines of a text, none longer than `width` unless a single word is. */
function foldWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
