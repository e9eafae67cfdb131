/** The runtime of Outspec, for applications: routers, models, results, errors. */
export type {
  Attempt,
  AttemptPhase,
  AttemptSequel,
  FinishReason,
  OutspecErrorCode,
  ProviderErrorCode,
  Usage,
} from "./attempt.ts";
export type { CallOptions, RoutedCallOptions } from "./call.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { ValidationIssue } from "./codec.ts";
export {
  AbortError,
  ConfigurationError,
  type Deadline,
  InputError,
  InvalidOutputError,
  OutspecError,
  ProviderError,
  type ProviderErrorDetails,
  RefusalError,
  RestartError,
  RouterError,
  TimeoutError,
  TruncatedError,
} from "./errors.ts";
export type { CacheLifetime, DialectName, Mode } from "./facts/dialects.ts";
export type {
  BreakerOptions,
  FailoverAction,
  FailoverCode,
  FailoverOverrides,
  Hedge,
  RefusalPolicy,
  RepairLevel,
  Settings,
  Timeouts,
} from "./options.ts";
export { type Outcome, outcome } from "./outcome.ts";
export type { JsonSchema, JsonSchemaWriter, OutputSpec, StandardIssue, StandardProperties } from "./output-spec.ts";
export type { CacheWish, Content, ContentPart, Media, Message, Prompt } from "./prompt.ts";
// Written from the providers' rows: adding a row is all it takes, here as well.
export * from "./providers/factories.ts";
export { type OpenAiCompatibleOptions, openaiCompatible } from "./providers/openai-compatible.ts";
export type { AwsCredentials, Credential, ExpiringToken, Model, ModelOptions } from "./providers/provider.ts";
export type { Receipt, Repair, Result } from "./result.ts";
export type { BreakerState } from "./router/breaker.ts";
export { createRouter } from "./router/create-router.ts";
export type { ModelHealth } from "./router/model-health.ts";
export type { Router, RouterOptions } from "./router/router.ts";
export type { ArrayKey, ElementOf, OutputStream, Path, StreamEvent, StreamedElement } from "./stream-events.ts";
export { channelNames } from "./telemetry/announce.ts";
export type {
  AttemptEndEvent,
  AttemptStartEvent,
  CallEndEvent,
  CallIdentity,
  CallStartEvent,
  FirstTokenEvent,
  RouterHooks,
  ServerAddress,
} from "./telemetry/events.ts";
export { createFetchTransport } from "./transport/fetch.ts";
export {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
} from "./transport/transport.ts";
