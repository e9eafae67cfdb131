/** OpenTelemetry spans and metrics of calls, by the GenAI semantic conventions: `@outspec/runtime/otel`. */
export { createTelemetryHooks, instrument } from "./telemetry/otel/instrument.ts";
export type { GenAiConventions, TelemetryOptions } from "./telemetry/otel/options.ts";
