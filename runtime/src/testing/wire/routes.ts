import { anthropicMessages } from "./anthropic-messages.ts";
import { bedrockClaude } from "./bedrock-claude.ts";
import { bedrockConverse } from "./bedrock-converse.ts";
import { cohereChat } from "./cohere.ts";
import { geminiContent } from "./gemini.ts";
import { ollamaChat } from "./ollama-chat.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { Protocol } from "./protocol.ts";
import { vertexClaude } from "./vertex-claude.ts";

const routes: readonly (readonly [path: RegExp, protocol: Protocol])[] = [
  [/\/chat\/completions$/, openaiChat],
  [/\/responses$/, openaiResponses],
  [/\/v1\/messages$/, anthropicMessages],
  [/\/api\/chat$/, ollamaChat],
  [/\/chat$/, cohereChat],
  [/:(?:streamG|g)enerateContent$/, geminiContent],
  [/:(?:streamR|r)awPredict$/, vertexClaude],
  [/\/model\/[^/]+\/converse(?:-stream)?$/, bedrockConverse],
  [/\/model\/[^/]+\/invoke(?:-with-response-stream)?$/, bedrockClaude],
];

/** The protocol that is spoken at a path; none for a path that nobody is asked at. */
export function findProtocol(path: string): Protocol | undefined {
  return routes.find(([pattern]) => pattern.test(path))?.[1];
}
