import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Diagnostic } from "../../generator/src/diagnostics/diagnostic.ts";
import { formatGithub } from "../../generator/src/report/github.ts";
import { formatJson } from "../../generator/src/report/json.ts";
import { formatPretty } from "../../generator/src/report/pretty.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";

const key = "sk-proj-abcdEFGH1234ijkl";

async function reported(text: string): Promise<{ diagnostics: readonly Diagnostic[]; reports: readonly string[] }> {
  const { diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
  const context = { textOf: () => text, specs: 1, color: false };
  const reports = [formatPretty(diagnostics, context), formatGithub(diagnostics), formatJson("check", { diagnostics })];
  return { diagnostics, reports };
}

function router(model: string): string {
  return `router:\n  primary: ${model}\n`;
}

describe("a key in outspec.yaml", () => {
  const placed = {
    "as the name of a variable": `{ model: openai/gpt-5.4-mini, apiKeyEnv: ${key} }`,
    "as the name of a variable that could be one":
      "{ model: openai/gpt-5.4-mini, apiKeyEnv: gsk_abcdEFGH1234ijkl5678 }",
    "as the name of a variable that only its look tells from one":
      "{ model: openai/gpt-5.4-mini, apiKeyEnv: aBcdEFGH1234ijklMnOp }",
    "as apiKey": `{ model: openai/gpt-5.4-mini, apiKey: ${key} }`,
    "as an address": `{ model: openai/gpt-5.4-mini, baseUrl: ${key} }`,
    "as a model": key,
    "as a model of a provider": `openai/${key}`,
    "as a header": `{ model: openai/gpt-5.4-mini, headers: { x-custom: ${key} } }`,
    "in an address": `{ model: openai/gpt-5.4-mini, baseUrl: "https://user:pw1234ijkl@host/v1" }`,
    "in the query of an address": `{ model: openai/gpt-5.4-mini, baseUrl: "https://host/v1?api_key=pw1234ijkl" }`,
  };
  for (const [where, model] of Object.entries(placed)) {
    it(`is found ${where} and shown nowhere`, async () => {
      const { diagnostics, reports } = await reported(router(model));
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ["key-in-config"],
      );
      for (const report of reports) assert.doesNotMatch(report, /1234ijkl/);
    });
  }

  it("is found in a list where a text belongs, beside what is wrong with the list", async () => {
    const { diagnostics, reports } = await reported(
      router(`{ model: openai/gpt-5.4-mini, headers: { x-custom: [${key}] } }`),
    );
    assert.deepEqual(diagnostics.map(({ code }) => code).sort(), ["key-in-config", "wrong-value"]);
    for (const report of reports) assert.doesNotMatch(report, /1234ijkl/);
  });

  it("is not shown where only its place tells that it is one", async () => {
    const { diagnostics, reports } = await reported(router("{ model: openai/gpt-5.4-mini, apiKeyEnv: open-sesame }"));
    assert.equal(diagnostics.length, 1);
    for (const report of reports) assert.doesNotMatch(report, /sesame/);
  });

  it("is told from names, models and addresses that are none", async () => {
    const { diagnostics } = await reported(
      router(
        "{ model: openai-compatible/org/sk-learn-task, apiKeyEnv: MY_KEY_2, baseUrl: 'http://a@example:1/v1' }",
      ).replace("a@example:1", "127.0.0.1:8080"),
    );
    assert.deepEqual(diagnostics, []);
  });
});
