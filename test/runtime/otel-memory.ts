import { type Attributes, context, type Meter, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { type ExponentialHistogram, type Histogram, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, type ReadableSpan } from "@opentelemetry/sdk-trace-base";

/** A span as tests look at it. */
export interface Seen {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Attributes;
  /** `ok`, or what the status says of the error. */
  readonly status: string;
  readonly span: ReadableSpan;
}

/** One series of a metric; `value` is the sum of all measurements. */
export interface Series {
  readonly value: number;
  readonly count: number | undefined;
  readonly boundaries: readonly number[] | undefined;
  readonly unit: string;
  readonly attributes: Attributes;
}

/** An OpenTelemetry SDK that keeps what it is given. */
export interface Memory {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly tracerProvider: BasicTracerProvider;
  readonly meterProvider: MeterProvider;
  /** Spans that have ended, in the order in which they began. */
  spans(): readonly Seen[];
  /** The series of every metric, by its name. */
  metrics(): Promise<Readonly<Record<string, readonly Series[]>>>;
  /** All that would leave the process, as text. */
  everything(): Promise<string>;
}

/** Gives OpenTelemetry the means to know whose context code runs in. For a whole file of tests; the function undoes it. */
export function trackContext(): () => void {
  const manager = new AsyncLocalStorageContextManager();
  context.setGlobalContextManager(manager.enable());
  return () => context.disable();
}

class PulledReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Creates an SDK in memory. */
export function createMemory(): Memory {
  const begun: ReadableSpan[] = [];
  const keep = {
    onStart: (span: ReadableSpan) => void begun.push(span),
    onEnd() {},
    async forceFlush() {},
    async shutdown() {},
  };
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [keep] });
  const reader = new PulledReader();
  const meterProvider = new MeterProvider({ readers: [reader] });

  const spans = (): readonly Seen[] => {
    const ended = begun.filter((span) => span.ended);
    const nameOf = new Map(ended.map((span) => [span.spanContext().spanId, span.name]));
    return ended.map((span) => ({
      name: span.name,
      parent: span.parentSpanContext && (nameOf.get(span.parentSpanContext.spanId) ?? "not ended"),
      attributes: span.attributes,
      status: span.status.code === SpanStatusCode.UNSET ? "ok" : `error: ${span.status.message ?? ""}`,
      span,
    }));
  };
  const metrics = async (): Promise<Readonly<Record<string, readonly Series[]>>> => {
    const { resourceMetrics } = await reader.collect();
    const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return Object.fromEntries(
      all.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map((point) => ({ ...measured(point.value), unit: descriptor.unit, attributes: point.attributes })),
      ]),
    );
  };
  return {
    tracer: tracerProvider.getTracer("test"),
    meter: meterProvider.getMeter("test"),
    tracerProvider,
    meterProvider,
    spans,
    metrics,
    async everything() {
      const told = begun.map(({ name, attributes, status, events, links }) => ({
        name,
        attributes,
        status,
        events,
        links,
      }));
      return JSON.stringify([told, await metrics()]);
    },
  };
}

function measured(value: number | Histogram | ExponentialHistogram): Omit<Series, "unit" | "attributes"> {
  if (typeof value === "number") return { value, count: undefined, boundaries: undefined };
  const boundaries = "buckets" in value ? value.buckets.boundaries : undefined;
  return { value: value.sum ?? 0, count: value.count, boundaries };
}
