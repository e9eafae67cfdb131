import type { Attributes, Meter, Tracer } from "@opentelemetry/api";
import type { CallIdentity } from "../events.ts";

/**
 * A version of the OpenTelemetry GenAI semantic conventions. `0.1` is the first one of their own repository, `1.41` the
 * last one of the general conventions: the spans differ in one attribute, the metrics have other names.
 */
export type GenAiConventions = "0.1" | "1.41";

/** What can be set for telemetry. */
export interface TelemetryOptions {
  /** Default: the tracer that the application's own OpenTelemetry SDK has registered when a call is made. */
  readonly tracer?: Tracer;
  /** Default: the meter that the application's own OpenTelemetry SDK has registered when a call is made. */
  readonly meter?: Meter;
  /**
   * Whether spans hold prompts, answers and what providers say of a failure. Default `false`, whatever the environment
   * says: a variable that was set for another library must not put patients' notes into traces.
   */
  readonly captureContent?: boolean;
  /** Default `0.1`. Choose `1.41` for dashboards that were made for `gen_ai.client.token.usage`. */
  readonly conventions?: GenAiConventions;
  /**
   * Attributes of the application's, put on the spans of a call and of its attempts, and on no metric. A function is
   * called when a call starts, in the caller's asynchronous context. What this package says itself is not replaced.
   */
  readonly attributes?: Attributes | ((call: CallIdentity) => Attributes);
}
