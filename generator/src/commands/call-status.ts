import type { TriedEvent } from "./stream-view.ts";
import { seconds } from "./tried-attempts.ts";

/** What a call is doing right now, in one line. */
export interface CallStatus {
  show(event: TriedEvent): void;
  text(): string;
}

/** Creates the status of a call that begins now. It follows the attempt that began last. */
export function createCallStatus(): CallStatus {
  let says = "Starting";
  let since = performance.now();
  let current: unknown;
  let model = "";
  const enter = (text: string): void => {
    says = text;
    since = performance.now();
  };
  return {
    show(event) {
      switch (event.type) {
        case "attempt-start":
          current = event["attempt"];
          model = String(event["model"]);
          return enter(`Asking ${model}`);
        // The time goes on from the question.
        case "reasoning-delta":
          says = `${model} is thinking`;
          return;
        case "partial":
          says = `${model} is writing`;
          return;
        case "attempt-end":
          if (event["attempt"] === current) enter("Asking again soon");
          return;
        default:
          return;
      }
    },
    text: () => `${says}: ${tenths(performance.now() - since)}`,
  };
}

/** Below a second, too, in seconds: a line that counts must not change its unit. */
function tenths(ms: number): string {
  return ms < 1000 ? `${(ms / 1000).toFixed(1)} s` : seconds(ms);
}
