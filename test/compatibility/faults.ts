import type { FaultScript } from "@outspec/runtime/testing";

/** Misbehaves as the words of a prompt ask it to: the checks of `project/checks.ts` know what has to follow. */
export const faultsByPrompt: FaultScript = ({ body, provider }) => {
  const words = JSON.stringify(body);
  const isPrimary = provider === "openai";
  if (isPrimary && words.includes("Be overloaded.")) return { kind: "status", status: 503 };
  if (isPrimary && words.includes("Break off in the middle.")) return { kind: "cut", afterDeltas: 12 };
  if (words.includes("Take for ever.")) return { kind: "stall", afterDeltas: 12 };
  return undefined;
};
