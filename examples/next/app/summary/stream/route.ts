import { createMemoryReplay, resumeEventStream, toEventStream } from "@outspec/runtime/sse";
import { answerFailure, readInput } from "../../../answers";
import { streamPatientSummary } from "../../../generated";

/** Keeps what was sent, so that a page whose connection broke goes on where it was. */
const replay = createMemoryReplay();

export async function POST(request: Request): Promise<Response> {
  const resumed = resumeEventStream(request, { replay });
  if (resumed !== undefined) return resumed;
  try {
    // A page that is gone, and does not come back in time, stops the model.
    return toEventStream(streamPatientSummary(readInput(await request.json())), { replay });
  } catch (problem) {
    return answerFailure(problem);
  }
}
