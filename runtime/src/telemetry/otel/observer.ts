import {
  type Attributes,
  type Context,
  context,
  type Meter,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { Attempt } from "../../attempt.ts";
import type {
  AttemptEndEvent,
  AttemptStartEvent,
  CallEndEvent,
  CallIdentity,
  CallStartEvent,
  FirstTokenEvent,
  RouterHooks,
} from "../events.ts";
import { attemptEndAttributes, attemptStartAttributes, callEndAttributes, callStartAttributes } from "./attributes.ts";
import { inputMessages } from "./content.ts";
import { operationName, scope } from "./conventions.ts";
import { describeError, failureOf } from "./failure.ts";
import { createMeasurements, type Measurements } from "./measurements.ts";
import type { ObservedAttempt } from "./observed-attempt.ts";
import type { TelemetryOptions } from "./options.ts";

/** Hooks that turn the events of calls into spans and measurements. */
export interface Observer extends Required<RouterHooks> {
  /** Calls and attempts that have begun and not ended. */
  readonly running: number;
}

/** A call that has begun, and its attempts by number. */
interface ObservedCall {
  readonly tracer: Tracer;
  readonly span: Span;
  /** The caller's context with the call's span in it, which the attempts' spans are children of. */
  readonly context: Context;
  readonly added: Attributes;
  readonly attempts: Map<number, ObservedAttempt>;
}

// A router's hooks and the channels tell the same calls: who hears of one first has it, so that none has two spans.
const taken = new WeakSet<CallIdentity>();

/** Creates an observer. Calls that began before it was listening are none of its business. */
export function createObserver(options: TelemetryOptions): Observer {
  const { captureContent = false, conventions = "0.1" } = options;
  const calls = new WeakMap<CallIdentity, ObservedCall>();
  const measurements = new WeakMap<Meter, Measurements>();
  let running = 0;

  /** Of the meter there is now: an application may register its SDK after its routers were made. */
  const currentMeasurements = (): Measurements => {
    const meter = options.meter ?? metrics.getMeter(scope);
    const known = measurements.get(meter) ?? createMeasurements(meter, conventions);
    measurements.set(meter, known);
    return known;
  };

  return {
    get running() {
      return running;
    },
    onCallStart({ call }: CallStartEvent) {
      if (taken.has(call)) return;
      taken.add(call);
      calls.set(call, startCall(call, options));
      running++;
    },
    onAttemptStart(event: AttemptStartEvent) {
      const call = calls.get(event.call);
      if (call === undefined) return;
      call.attempts.set(event.number, startAttempt(call, event, captureContent));
      running++;
    },
    onFirstToken({ call, number, ms }: FirstTokenEvent) {
      const attempt = calls.get(call)?.attempts.get(number);
      if (attempt !== undefined) attempt.firstTokenMs = ms;
    },
    onAttemptEnd(event: AttemptEndEvent) {
      const call = calls.get(event.call);
      const observed = call?.attempts.get(event.number);
      if (call === undefined || observed === undefined) return;
      call.attempts.delete(event.number);
      running--;
      const { span } = observed;
      if (span.isRecording()) span.setAttributes(attemptEndAttributes(observed, event, captureContent, conventions));
      endSpan(span, failureOf(event.attempt), captureContent);
      currentMeasurements().attempt(observed, event.attempt, trace.setSpan(call.context, span));
    },
    onCallEnd(event: CallEndEvent) {
      const call = calls.get(event.call);
      if (call === undefined) return;
      running--;
      if (call.span.isRecording()) call.span.setAttributes(callEndAttributes(event));
      endSpan(call.span, event.error?.code === "aborted" ? undefined : event.error, captureContent);
      currentMeasurements().call(event, call.context);
    },
  };
}

function startCall(call: CallIdentity, options: TelemetryOptions): ObservedCall {
  const tracer = options.tracer ?? trace.getTracer(scope);
  const added = (typeof options.attributes === "function" ? options.attributes(call) : options.attributes) ?? {};
  const attributes = { ...added, ...callStartAttributes(call) };
  const callers = context.active();
  const span = tracer.startSpan(`${call.operation} ${call.output}`, { kind: SpanKind.INTERNAL, attributes }, callers);
  return { tracer, span, context: trace.setSpan(callers, span), added, attempts: new Map() };
}

function startAttempt(call: ObservedCall, event: AttemptStartEvent, captureContent: boolean): ObservedAttempt {
  const attributes = { ...call.added, ...attemptStartAttributes(event) };
  const name = `${operationName(event.provider)} ${event.model}`;
  const span = call.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, call.context);
  if (captureContent && span.isRecording()) span.setAttribute("gen_ai.input.messages", inputMessages(event.messages));
  return { span, start: event };
}

/** Ends a span. By the conventions a status is set for errors only, and a failure that was made good is none. */
function endSpan(span: Span, error: Attempt["error"], captureContent: boolean): void {
  if (error !== undefined) {
    const message = describeError(error, captureContent);
    span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
  }
  span.end();
}
