import { OutspecError, type Router } from "@outspec/runtime";
import { toPublicError } from "@outspec/runtime/sse";
import { type Job, RateLimitError, UnrecoverableError, WaitingError, Worker } from "bullmq";
import { generatePatientSummary } from "../../generated/index.js";
import { connectionTo, type Note, queueName, type Summarised, type SummaryQueue } from "./queue.js";
import type { Results } from "./results.js";

/** What a worker works with. */
export interface WorkOptions {
  readonly redisUrl: string;
  readonly queue: SummaryQueue;
  readonly results: Results;
  /** That of outspec.yaml unless set. */
  readonly router: Router | undefined;
  /** How many notes are summarised at the same time. */
  readonly concurrency: number;
  /** How long a worker may be silent before another one takes its jobs, in milliseconds. */
  readonly stalledMs: number;
  /** Ends the work: calls are stopped, and their jobs wait for the next worker. */
  readonly signal: AbortSignal;
}

/** Works until the signal aborts; resolves once no job is in its hands. */
export async function work(options: WorkOptions): Promise<void> {
  const { redisUrl, concurrency, stalledMs, signal } = options;
  const worker = new Worker<Note, Summarised, "summarise">(queueName, (job, token) => summarise(job, token, options), {
    connection: connectionTo(redisUrl),
    concurrency,
    lockDuration: stalledMs,
    stalledInterval: stalledMs,
    // A job whose worker was killed is not to blame: the next one takes it up, however often that happens.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    // As good as none, but without one the queue does not heed `rateLimit`.
    limiter: { max: 1_000_000, duration: 1000 },
  });
  worker.on("error", (error) => console.error(`worker: ${error.message}`));
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  await worker.close();
}

/** Summarises one note, once: whoever does it again, after a crash, finds the result. */
async function summarise(
  job: Job<Note, Summarised, "summarise">,
  token: string | undefined,
  { queue, results, router, signal }: WorkOptions,
): Promise<Summarised> {
  const known = await results.get(job.data.id);
  if (known !== undefined) return known;
  try {
    const { output, model } = await generatePatientSummary(
      { notes: job.data.text },
      { signal, ...(router && { router }) },
    );
    return await results.put(job.data.id, { summary: output, model });
  } catch (error) {
    if (signal.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (!OutspecError.is(error)) throw error;
    const { code, retryAfterMs = 1000 } = toPublicError(error);
    if (code === "rate-limited") {
      // All workers wait, and the job has lost no attempt.
      await queue.rateLimit(retryAfterMs);
      throw new RateLimitError();
    }
    if (hopeless.has(code)) throw new UnrecoverableError(error.message);
    throw error;
  }
}

/** What asking again does not change. */
const hopeless: ReadonlySet<string> = new Set([
  "refused",
  "content-filtered",
  "context-overflow",
  "invalid-input",
  "configuration",
  "unauthorized",
  "forbidden",
  "not-found",
  "quota-exhausted",
]);
