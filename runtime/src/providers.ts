/** For providers of your own: rows over the wire families, and what an adapter is made of. */
export type { FinishReason, Usage } from "./attempt.ts";
export type { DialectName, Mode } from "./facts/dialects.ts";
export type {
  Api,
  AuthScheme,
  CacheMark,
  Effort,
  Endpoint,
  Family,
  Framing,
  ModelOverride,
  Place,
  PlaceName,
  ProviderRow,
  SettingName,
} from "./facts/provider-row.ts";
export type { Frame, FrameDecoder } from "./framing/decoder.ts";
export { anthropicMessages } from "./providers/anthropic.ts";
export { awsAuthenticator } from "./providers/auth/aws.ts";
export { googleAuthenticator } from "./providers/auth/google.ts";
export { bedrockConverse } from "./providers/bedrock-converse.ts";
export { classifyErrorValue, classifyResponse } from "./providers/classify.ts";
export { cohereChat } from "./providers/cohere.ts";
export { defineProvider, type ModelFactory, type ProviderDefinition } from "./providers/define-provider.ts";
export { geminiContent } from "./providers/gemini.ts";
export { ollamaChat } from "./providers/ollama.ts";
export { openaiChat } from "./providers/openai-chat.ts";
export { openaiResponses } from "./providers/openai-responses.ts";
export type {
  Adapter,
  AllModelOptions,
  AuthContext,
  Authenticator,
  CallForm,
  EncodedRequest,
  Fault,
  FaultCode,
  Kept,
  KeptCredentials,
  Model,
  ModelCall,
  ModelEvent,
  Places,
  ResponseHead,
  SignedRequest,
  StreamDecoder,
} from "./providers/provider.ts";
export { RawJson } from "./providers/raw-json.ts";
export { buildRequest } from "./providers/request.ts";
