import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { rowOf } from "../runtime/providers/replay.ts";
import { addressOf, optionsFor, whatIsMissing } from "./what-to-ask.ts";

describe("a provider is asked for real", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "outspec-live-"));
    const config = join(home, ".config", "gcloud");
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, "application_default_credentials.json"), "{}");
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const missing = (id: string, environment: Readonly<Record<string, string>>, model?: string) =>
    whatIsMissing(rowOf(id), model, environment);

  it("when its key is set", () => {
    assert.equal(missing("groq", {}), "GROQ_API_KEY is not set");
    assert.equal(missing("groq", { GROQ_API_KEY: " " }), "GROQ_API_KEY is not set");
    assert.equal(missing("groq", { GROQ_API_KEY: "key" }), undefined);
    assert.equal(missing("ollama", {}), undefined);
  });

  it("when its account is known", () => {
    const key = { AZURE_OPENAI_API_KEY: "key" };
    assert.equal(missing("azure", key), "AZURE_RESOURCE_NAME is not set");
    assert.equal(missing("azure", { ...key, AZURE_RESOURCE_NAME: "triage" }), undefined);
    assert.match(missing("vertex", { GOOGLE_PRIVATE_KEY: "key" }) ?? "", /GOOGLE_CLOUD_PROJECT/);
    assert.equal(missing("vertex", { GOOGLE_VERTEX_API_KEY: "key" }), undefined);
  });

  it("when its model and its server are named", () => {
    assert.match(missing("openai-compatible", {}) ?? "", /^name a model/);
    assert.equal(missing("openai-compatible", {}, "qwen3"), "OPENAI_COMPATIBLE_BASE_URL is not set");
    assert.equal(missing("litellm", { LITELLM_API_KEY: "key" }, "triage"), "LITELLM_BASE_URL is not set");
    const environment = { OPENAI_COMPATIBLE_BASE_URL: "http://127.0.0.1:8000/v1" };
    assert.equal(missing("openai-compatible", environment, "qwen3"), undefined);
    assert.deepEqual(optionsFor(rowOf("openai-compatible"), environment), { baseUrl: "http://127.0.0.1:8000/v1" });
    assert.deepEqual(optionsFor(rowOf("vllm"), environment), {});
  });

  it("when gcloud has left credentials", () => {
    const project = { GOOGLE_CLOUD_PROJECT: "triage" };
    for (const id of ["vertex", "vertex-anthropic"]) {
      assert.match(missing(id, { ...project, HOME: join(home, "nobody") }) ?? "", /is not set$/);
      assert.equal(missing(id, { ...project, CLOUDSDK_CONFIG: join(home, ".config", "gcloud") }), undefined);
      if (process.platform !== "win32") assert.equal(missing(id, { ...project, HOME: home }), undefined);
    }
    // Which are nobody else's.
    assert.equal(missing("groq", { HOME: home }), "GROQ_API_KEY is not set");
  });

  it("at the address that its own variables say, in whichever form they do", () => {
    assert.equal(addressOf(rowOf("ollama"), {}), "http://localhost:11434");
    assert.equal(addressOf(rowOf("ollama"), { OLLAMA_HOST: "0.0.0.0" }), "http://127.0.0.1:11434");
  });
});

describe("npm run live", () => {
  it("asks a server that the environment names, in each mode, whole and streamed", async () => {
    await using simulator = await startSimulator();
    const inherited = Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|SYSTEMROOT|TEMP|TMP)$/i.test(name));
    const child = spawn(process.execPath, [".ci/live.mjs", "openai-compatible", "qwen3"], {
      cwd: join(import.meta.dirname, "../.."),
      env: {
        ...Object.fromEntries(inherited),
        OPENAI_COMPATIBLE_BASE_URL: simulator.baseUrls.openai,
        OPENAI_COMPATIBLE_API_KEY: "key",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [output, complaints, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "exit"),
    ]);
    assert.equal(status, 0, output + complaints);
    const { modes } = rowOf("openai-compatible");
    for (const mode of modes)
      assert.match(output, new RegExp(`openai-compatible/qwen3 ${mode}, streamed in \\d+ partials`));
    assert.deepEqual(
      simulator.requests.map(({ model, stream, path }) => [model, stream, path]),
      modes.flatMap(() => [false, true].map((streamed) => ["qwen3", streamed, "/v1/chat/completions"])),
    );
  }, 120_000);

  it("says what is missing where it asks nobody", async () => {
    const child = spawn(process.execPath, [".ci/live.mjs"], { cwd: join(import.meta.dirname, "../.."), stdio: "pipe" });
    const [complaints, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    assert.equal(status, 2);
    assert.match(complaints, /name a provider/);
  });
});
