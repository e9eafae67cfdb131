import type { Result } from "@outspec/runtime";
import { answerText } from "./measurement.ts";
import type { Verdict } from "./stream-faults.ts";

/** An answer that comes whole, with its finish, and is not what was asked for; or is, once its text is mended. */
export interface AnswerFault {
  readonly text: string;
  readonly code: Verdict;
  readonly repairs?: Result<unknown>["repairs"];
}

/** What a model can say instead of its answer. */
export const answerFaults: Readonly<Record<string, AnswerFault>> = {
  "is prose": { text: "I cannot say.", code: "invalid-output" },
  "is empty": { text: "", code: "invalid-output" },
  "is another type of JSON": { text: '["Ada Lovelace"]', code: "invalid-output" },
  "has a value of another type": { text: answerText.replace("12.5", "true"), code: "invalid-output" },
  "has a number in quotes": { text: answerText.replace("12.5", '"12.5"'), code: "invalid-output" },
  "has an item of another type": { text: answerText.replace('"two"', "2"), code: "invalid-output" },
  "lacks a property": { text: '{"name":"Ada Lovelace","score":12.5}', code: "invalid-output" },
  "has a key too many": { text: answerText.replace('"score"', '"rank":1,"score"'), code: "invalid-output" },
  "has a key twice": { text: answerText.replace('"score"', '"name":"Ada","score"'), code: "invalid-output" },
  "has no end": { text: answerText.slice(0, -1), code: "invalid-output" },
  "has a control character in a text": { text: answerText.replace("Ada ", "Ada\n"), code: "invalid-output" },
  "stands in a fence, with prose around it": {
    text: `Here it is:\n\`\`\`json\n${answerText}\n\`\`\`\nAnything else?`,
    code: "fine",
    repairs: ["prose", "fence"],
  },
  "has a trailing comma": { text: answerText.replace("]}", ",]}"), code: "fine", repairs: ["trailing-comma"] },
  "has white space around it": { text: `\n\n  ${answerText}\n`, code: "fine", repairs: [] },
};
