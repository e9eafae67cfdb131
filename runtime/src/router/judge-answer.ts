import type { FinishReason } from "../attempt.ts";
import { InvalidOutputError, RefusalError, TruncatedError } from "../errors.ts";
import type { Model } from "../providers/provider.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { faultError } from "./attempt-failure.ts";
import type { AttemptProgress } from "./attempt-progress.ts";

/** Turns the end of an answer into a verdict: only a natural end is validated, a cut one never is. */
export function judgeAnswer(
  reason: FinishReason,
  reader: AnswerReader,
  model: Model,
  progress: AttemptProgress,
): Answer {
  progress.phase = "validation";
  switch (reason) {
    case "length":
      throw new TruncatedError(
        `the answer was cut at the token limit${progress.usage ? ` after ${progress.usage.output.total} tokens` : ""}: raise settings.maxOutputTokens`,
      );
    case "refusal":
      throw new RefusalError("refused", "the model declined to answer");
    case "content-filter":
      throw new RefusalError("content-filtered", "the provider's content filter stopped the answer");
    case "error":
      throw faultError(
        { code: "server-error", message: "the provider could not complete the answer" },
        model,
        progress,
      );
    case "tool-call":
      if (reader.text === "") {
        throw new InvalidOutputError("the model called another tool instead of answering", [], "");
      }
      break;
    case "stop":
    case "other":
      break;
  }
  const answer = reader.finish();
  progress.phase = "done";
  return answer;
}
