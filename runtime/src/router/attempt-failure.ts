import { copyCause } from "../copy-cause.ts";
import { type OutspecError, ProviderError, RefusalError } from "../errors.ts";
import { FramingError } from "../framing/lines.ts";
import type { Fault, Model } from "../providers/provider.ts";
import { TransportError } from "../transport/transport.ts";
import type { AttemptProgress } from "./attempt-progress.ts";
import { describeFault } from "./describe-fault.ts";

/** Makes the error of a fault, with who, where and when. */
export function faultError(fault: Fault, model: Model, progress: AttemptProgress): OutspecError {
  const { code, message, retryAfterMs, parameter, shouldRetry, status = progress.status } = fault;
  if (fault.requestId !== undefined) progress.requestId ??= fault.requestId;
  if (code === "content-filtered") return new RefusalError(code, message);
  return new ProviderError(code, describeFault(fault, status, model), {
    provider: model.row.id,
    model: model.model,
    phase: progress.phase,
    status,
    requestId: fault.requestId ?? progress.requestId,
    retryAfterMs,
    parameter,
    shouldRetry,
  });
}

/** A network's or a frame's failure becomes a provider's error once, here, with a copy of the original as its cause. */
export function translateFailure(
  error: unknown,
  model: Model,
  progress: AttemptProgress,
  redact: (text: string) => string,
): unknown {
  const isFraming = error instanceof FramingError;
  if (!isFraming && !(error instanceof TransportError)) return error;
  if (!isFraming && error.kind === "reset-before-response") progress.resetBeforeResponse = true;
  const code = isFraming ? "server-error" : error.kind === "reset-in-body" ? "interrupted" : "network";
  return new ProviderError(code, redact(error.message), {
    provider: model.row.id,
    model: model.model,
    phase: progress.phase,
    status: progress.status,
    requestId: progress.requestId,
    cause: copyCause(error, redact),
  });
}
