import type { Note, SummaryQueue } from "./queue.js";

/** Adds a job for each note that has none. Adding them again after a crash changes nothing. */
export async function addNotes(queue: SummaryQueue, notes: readonly Note[]): Promise<void> {
  const atOnce = 500;
  for (let from = 0; from < notes.length; from += atOnce) {
    await queue.addBulk(
      notes.slice(from, from + atOnce).map((note) => ({
        name: "summarise" as const,
        data: note,
        opts: {
          jobId: note.id,
          // Each attempt is a call that has been through all models of the router.
          attempts: 5,
          backoff: { type: "exponential", delay: 1000, jitter: 0.5 },
          // The batch is over when they are counted. Results have a place of their own.
          removeOnComplete: false,
        },
      })),
    );
  }
}
