import { anthropic, createRouter, openai } from "@outspec/runtime";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { generateSupportTriage, type SupportTriage, supportTriage } from "../../generated/index.ts";

const triage: SupportTriage = {
  reasoning: "A key leaked.",
  severity: "outage",
  team: "security",
  reply_draft: "Thank you. We are revoking it now.",
};
const json = { "content-type": "application/json" };
const busy: ScriptedResponse = { status: 529, headers: json, chunks: ['{"error":{"message":"busy"}}'] };
const answer: ScriptedResponse = {
  headers: json,
  chunks: [
    JSON.stringify({
      content: [{ type: "text", text: JSON.stringify(triage) }],
      stop_reason: "end_turn",
      usage: { input_tokens: 9, output_tokens: 9 },
    }),
  ],
};

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

describe("the examples of a spec", () => {
  it("are shown to each model as questions with answers in the form of its dialect", async () => {
    const scripted = createScriptedTransport(busy, answer);
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k" }),
      fallbacks: [anthropic("claude-haiku-5-5", { apiKey: "k" })],
      transport: scripted.transport,
    });
    const { output } = await generateSupportTriage({ subject: "Leak", body: "Our key is on a forum." }, { router });
    expect(output).toEqual(triage);

    const [strict, loose] = scripted.requests.map(({ request }) => JSON.parse(request.body ?? "{}") as Body);
    const turns = ["user", "assistant", "user", "assistant", "user"];
    expect(strict?.messages.map(({ role }) => role)).toEqual(["system", ...turns]);
    expect(loose?.messages.map(({ role }) => role)).toEqual(turns);
    const questions = loose?.messages.filter(({ role }) => role === "user").map(({ content }) => content);
    expect(questions?.map((content) => content.split("\n")[0])).toEqual([
      "Subject: Charged twice",
      "Subject: Is it only us?",
      "Subject: Leak",
    ]);
    expect(questions?.[1]).toContain("Customer tier: enterprise");

    const answersTo = (body: Body | undefined) =>
      (body?.messages ?? [])
        .filter(({ role }) => role === "assistant")
        .map(({ content }) => JSON.parse(content) as SupportTriage);
    // A strict dialect asks for every property, so what an example leaves out is null there.
    expect(answersTo(strict).map(({ duplicate_of }) => duplicate_of)).toEqual([null, "OPS-311"]);
    expect(answersTo(loose).map((shown) => "duplicate_of" in shown)).toEqual([false, true]);
    for (const shown of answersTo(loose)) expect(supportTriage.validate(shown)).toBe(true);
  });
});
