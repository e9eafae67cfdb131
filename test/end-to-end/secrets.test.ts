import { inspect } from "node:util";
import { createRouter, type StreamEvent } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { generatePatientSummary, patientSummary, streamPatientSummary } from "../../generated/index.ts";
import { modelOf, setStage } from "./stage.ts";

const canary = {
  key: "sk-canary-4f9d2c7be1a05836",
  header: "header-canary-77aa",
  notes: "Note-canary: patient Mary Canary.",
};

/** Everything an error, an event or a result could show, however it is printed. */
function everything(value: unknown): string {
  const errors: string[] = [];
  for (let error: unknown = value; error instanceof Error; error = error.cause)
    errors.push(error.message, error.stack ?? "", String(error));
  return [inspect(value, { depth: 12, showHidden: false }), safeJson(value), ...errors].join("\n");
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

const failures = [401, 400, 403, 404, 429, 500].map((status) => ({
  kind: "status" as const,
  status,
  // Some providers quote the key they were sent.
  body: {
    error: {
      message: `Incorrect API key provided: ${canary.key}. You sent authorization: Bearer ${canary.key}.`,
      type: "invalid_request_error",
    },
  },
}));

describe("a key", () => {
  it.each(["openai", "anthropic", "ollama"] as const)(
    "of %s is in no message, attempt, event or result",
    async (provider) => {
      await using stage = await setStage({ provider });
      const seen: string[] = [];
      const options = {
        baseUrl: stage.primary.baseUrls[provider],
        apiKey: canary.key,
        headers: { "x-secret": canary.header },
      };
      const note = (value: unknown) => void seen.push(everything(value));
      for (const fault of [
        ...failures,
        { kind: "none" as const },
        { kind: "cut" as const, afterDeltas: 9 },
        { kind: "reset" as const, times: 9 },
      ]) {
        stage.primary.script([{ ...fault, times: Number.POSITIVE_INFINITY }]);
        const router = createRouter({
          primary: modelOf[provider](options),
          attempts: 1,
          hooks: { onAttemptStart: note, onAttemptEnd: note },
        });
        await generatePatientSummary({ notes: canary.notes }, { router }).then(note, note);
        const stream = streamPatientSummary({ notes: canary.notes }, { router });
        const events: StreamEvent<unknown, unknown>[] = [];
        try {
          for await (const event of stream.events()) events.push(event);
        } catch (error) {
          note(error);
        }
        note(events.filter(({ type }) => type !== "partial" && type !== "finish"));
      }
      const text = seen.join("\n");
      expect(text).toContain("Unauthorized");
      expect(text).not.toContain(canary.key);
      expect(text).not.toContain("canary-4f9d");
      expect(text).not.toContain(canary.header);
    },
  );

  it("that is missing is named by its variable, and the fallback is asked", async () => {
    await using stage = await setStage();
    const router = createRouter({
      primary: modelOf.openai({ baseUrl: stage.primary.baseUrls.openai, apiKeyEnv: "OUTSPEC_TEST_NO_SUCH_KEY" }),
      fallbacks: stage.router.models.slice(1),
    });
    const { attempts } = await generatePatientSummary({ notes: "BP 120/80." }, { router });
    expect(attempts.map(({ error }) => error?.message)).toEqual([
      expect.stringContaining("OUTSPEC_TEST_NO_SUCH_KEY is not set"),
      undefined,
    ]);
    expect(stage.primary.requests).toHaveLength(0);
  });
});

describe("a prompt", () => {
  it("is in no error, attempt or event of a failed call", async () => {
    await using stage = await setStage({
      faults: [{ kind: "text", text: "{}", times: 9 }],
      fallbackFaults: [{ kind: "cut", times: 9 }],
    });
    const error = await generatePatientSummary({ notes: canary.notes }, { router: stage.router }).catch(
      (caught: unknown) => caught,
    );
    expect(everything(error)).not.toContain("Canary");
  });
});

describe("the spec object", () => {
  it("holds no prompt, so that a browser may import it", () => {
    expect(everything(patientSummary)).not.toContain("clinical assistant");
  });
});
