import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { ProjectConfig } from "../../generator/src/config.ts";
import { configFormat } from "../../generator/src/spec/config-format.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { parseDuration } from "../../generator/src/spec/read-routers.ts";
import { dialectNames } from "../../runtime/src/facts/dialects.ts";
import { providerRows } from "../../runtime/src/facts/providers.ts";
import { atPointer } from "../../runtime/src/schema/pointer.ts";

async function read(text: string): Promise<ProjectConfig> {
  const { config, diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
  assert.deepEqual(diagnostics, []);
  return config;
}

describe("the configuration", () => {
  it("may be empty, or nothing but comments", async () => {
    const defaults = { schemas: "schemas", output: "generated", routers: {}, importExtension: "js", targets: [] };
    assert.deepEqual(await read(""), defaults);
    assert.deepEqual(await read("# later\n\n# more\n"), defaults);
  });

  it("names a lone router default", async () => {
    const { routers } = await read("router:\n  primary: openai/gpt-5.4-mini\n");
    assert.deepEqual(routers, { default: { primary: { provider: "openai", model: "gpt-5.4-mini" }, fallbacks: [] } });
  });

  it("splits a model at the first slash only", async () => {
    const { routers } = await read(
      "router:\n  primary: { model: openai-compatible/org/model:7b, baseUrl: http://localhost:8000/v1/ }\n",
    );
    assert.deepEqual(routers["default"]?.primary, {
      provider: "openai-compatible",
      model: "org/model:7b",
      baseUrl: "http://localhost:8000/v1",
    });
  });

  it("reads all that a router can have", async () => {
    const { routers } = await read(`routers:
  careful:
    primary: { model: ollama/llama3.2, settings: { temperature: 0 }, headers: { x-team: triage }, apiKeyEnv: OLLAMA_KEY, maxConcurrency: 4, contextWindow: 8192 }
    fallbacks:
      - { from: ./providers.ts#mine, model: large }
    attempts: 3
    reAsks: 0
    failover: { truncated: stop, content-filtered: next, server-error: retry }
    hedge: { after: 800ms, maxRate: 0.1 }
    breaker: { failures: 3, coolDown: 1m }
    maxTotalTokens: 20000
    timeouts: { connect: 500ms, firstToken: 60s, idle: 1.5m, total: 10m, call: 1h }
    midStream: fail
    onRefusal: next
    repairs: none
`);
    assert.deepEqual(routers["careful"], {
      primary: {
        provider: "ollama",
        model: "llama3.2",
        apiKeyEnv: "OLLAMA_KEY",
        headers: { "x-team": "triage" },
        settings: { temperature: 0 },
        maxConcurrency: 4,
        contextWindow: 8192,
      },
      fallbacks: [{ provider: "mine", model: "large", from: "./providers.ts#mine" }],
      attempts: 3,
      reAsks: 0,
      failover: { "server-error": "retry", truncated: "stop", "content-filtered": "next" },
      hedge: { afterMs: 800, maxRate: 0.1 },
      breaker: { failures: 3, coolDownMs: 60_000 },
      maxTotalTokens: 20_000,
      timeouts: { connectMs: 500, firstTokenMs: 60_000, idleMs: 90_000, totalMs: 600_000, callMs: 3_600_000 },
      midStream: "fail",
      onRefusal: "next",
      repairs: "none",
    });
  });

  it("prefers its own import extension to the tsconfig's", async () => {
    assert.equal((await readConfig("outspec.yaml", "", { importExtension: "ts" })).config.importExtension, "ts");
    assert.equal(
      (await readConfig("outspec.yaml", "importExtension: none", { importExtension: "ts" })).config.importExtension,
      "none",
    );
  });

  it("takes a provider among the targets for the dialects of its models", async () => {
    assert.deepEqual((await read("targets: [ollama, plain]\n")).targets, [
      "llama-gbnf",
      "openai-compatible-loose",
      "plain",
    ]);
    assert.deepEqual((await read("targets: [anthropic, anthropic-tool]\n")).targets, ["anthropic", "anthropic-tool"]);
    for (const { id, dialect, looseDialect, toolDialect } of providerRows) {
      const { targets } = await read(`targets: [${id}]\n`);
      for (const name of [dialect, looseDialect, toolDialect])
        assert.ok(name === undefined || targets.includes(name), `${id} ${name}`);
    }
  });

  it("offers editors every provider and dialect as a target", () => {
    const names = new Set([...providerRows.map(({ id }) => id), ...dialectNames]);
    const { examples } = atPointer(configFormat, "/properties/targets/items") as { readonly examples: unknown };
    assert.deepEqual(examples, [...names]);
  });

  it("accepts specs anywhere in the project, with the output in a folder of its own", async () => {
    const { schemas, output } = await read("schemas: .\noutput: src/generated\n");
    assert.deepEqual([schemas, output], [".", "src/generated"]);
  });

  it("normalises folders", async () => {
    const { schemas, output } = await read("schemas: ./specs/llm/\noutput: src/generated\n");
    assert.deepEqual([schemas, output], ["specs/llm", "src/generated"]);
  });

  it("accepts an example model of every provider", async () => {
    for (const { id, models } of providerRows) {
      if (models[0] !== undefined) await read(`router: { primary: ${JSON.stringify(`${id}/${models[0]}`)} }\n`);
    }
  });
});

describe("a duration", () => {
  it("is a number above zero and a unit", () => {
    assert.deepEqual(["1ms", "5s", "2.5m", "1h", " 3 s "].map(parseDuration), [1, 5000, 150_000, 3_600_000, 3000]);
    assert.deepEqual(["", "5", "s", "0s", "-1s", "5 days", "1e3s", "5S"].map(parseDuration), Array(8).fill(undefined));
  });
});
