import { trace } from "@opentelemetry/api";
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { outcome } from "@outspec/runtime";
import { instrument } from "@outspec/runtime/otel";
import { generatePatientSummary } from "./generated/index.js";

// In a service this is its SDK, with an exporter that sends; `instrument` uses whatever is registered.
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())] });
trace.setGlobalTracerProvider(provider);
instrument();

const answer = await outcome(generatePatientSummary({ notes: "BP 162/98, mild headache." }));
console.error(answer.kind === "ok" ? `answered by ${answer.result.model}` : answer.error.message);
if (answer.kind !== "ok") process.exitCode = 1;

await provider.shutdown();
