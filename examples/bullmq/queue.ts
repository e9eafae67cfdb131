import { type ConnectionOptions, Queue } from "bullmq";
import type { PatientSummary } from "../../generated/index.js";

/** What a job is about. Its id is that of the note: the same note is one job, however often it is added. */
export interface Note {
  readonly id: string;
  readonly text: string;
}

/** What a job gives. */
export interface Summarised {
  readonly summary: PatientSummary;
  readonly model: string;
}

export type SummaryQueue = Queue<Note, Summarised, "summarise">;

export const queueName = "summaries";

/** The connection that queues and workers make theirs of. */
export function connectionTo(redisUrl: string): ConnectionOptions {
  return { url: redisUrl, maxRetriesPerRequest: null };
}

/** Opens the queue, to add jobs and to see how they stand. */
export function openQueue(redisUrl: string): SummaryQueue {
  return new Queue(queueName, { connection: connectionTo(redisUrl) });
}
