import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type ConfigDifference, compareConfigs } from "../../../generator/src/review/compare-config.ts";
import { readConfig } from "../../../generator/src/spec/read-config.ts";

async function compare(before: string, after: string): Promise<readonly ConfigDifference[]> {
  const version = async (text: string) => {
    const { config, review, diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
    assert.deepEqual(diagnostics, []);
    return { config, review, named: /^routers:/m.test(text) };
  };
  return compareConfigs(await version(before), await version(after));
}

const router = (primary: string, more = "") => `router:\n  primary: ${primary}\n${more}`;
const brief = ({ rule, at, message, consumer, model }: ConfigDifference) => [rule, at, message, consumer, model];

describe("a change of the configuration", () => {
  const changes: readonly (readonly [what: string, before: string, after: string, found: readonly unknown[]])[] = [
    [
      "to another model of the same provider",
      router("openai/gpt-5.4"),
      router("openai/gpt-5.6"),
      [["model-changed", "/router/primary", "Model openai/gpt-5.4 → openai/gpt-5.6.", "safe", true]],
    ],
    [
      "to another provider",
      router("openai/gpt-5.4"),
      router("anthropic/claude-haiku-5-5"),
      [
        [
          "provider-changed",
          "/router/primary",
          "Provider openai/gpt-5.4 → anthropic/claude-haiku-5-5.",
          "dangerous",
          true,
        ],
      ],
    ],
    [
      "to another endpoint",
      router("{ model: openai/gpt-5.4 }"),
      router("{ model: openai/gpt-5.4, api: chat }"),
      [
        [
          "provider-changed",
          "/router/primary/api",
          "Provider openai/gpt-5.4 at its old endpoint → openai/gpt-5.4 at another one (api).",
          "dangerous",
          true,
        ],
      ],
    ],
    [
      "of sampling",
      router("{ model: openai/gpt-5.4, settings: { temperature: 0 } }"),
      router("{ model: openai/gpt-5.4, settings: { temperature: 0.5, maxOutputTokens: 100 } }"),
      [
        [
          "max-tokens-lowered",
          "/router/primary/settings/maxOutputTokens",
          "Output limit unset → 100: outputs may be cut mid-JSON.",
          "dangerous",
          true,
        ],
        ["sampling-changed", "/router/primary/settings/temperature", "temperature 0 → 0.5.", "safe", true],
      ],
    ],
    [
      "of fallbacks, which are told by name and not by place",
      router("openai/gpt-5.4", "  fallbacks: [anthropic/claude-haiku-5-5, ollama/llama3.2]\n"),
      router("openai/gpt-5.4", "  fallbacks: [ollama/llama3.2, groq/llama-3.3-70b-versatile]\n"),
      [
        ["model-changed", "/router/fallbacks/1", "Fallback groq/llama-3.3-70b-versatile added.", "safe", true],
        ["model-changed", "/router/fallbacks/0", "Fallback anthropic/claude-haiku-5-5 removed.", "safe", true],
      ],
    ],
    [
      "of their order",
      router("openai/gpt-5.4", "  fallbacks: [anthropic/claude-haiku-5-5, ollama/llama3.2]\n"),
      router("openai/gpt-5.4", "  fallbacks: [ollama/llama3.2, anthropic/claude-haiku-5-5]\n"),
      [
        [
          "delivery-changed",
          "/router/fallbacks",
          "order of the fallbacks anthropic/claude-haiku-5-5, ollama/llama3.2 → ollama/llama3.2, anthropic/claude-haiku-5-5.",
          "safe",
          false,
        ],
      ],
    ],
    [
      "of delivery",
      router("openai/gpt-5.4", "  attempts: 2\n"),
      router("openai/gpt-5.4", "  attempts: 4\n  repairs: none\n"),
      [
        ["delivery-changed", "/router/attempts", "attempts 2 → 4.", "safe", false],
        ["delivery-changed", "/router/repairs", 'repairs unset → "none".', "safe", false],
      ],
    ],
    [
      "in one of several routers",
      "routers:\n  quick: { primary: openai/gpt-5.4 }\n",
      "routers:\n  quick: { primary: openai/gpt-5.6 }\n",
      [["model-changed", "/routers/quick/primary", "Model openai/gpt-5.4 → openai/gpt-5.6.", "safe", true]],
    ],
    ["that only respells", router("openai/gpt-5.4"), router("{ model: openai/gpt-5.4 }"), []],
  ];
  for (const [what, before, after, found] of changes)
    it(`${what} is told at its place`, async () => {
      assert.deepEqual((await compare(before, after)).map(brief), found);
    });

  it("tells for which router it is", async () => {
    const [one] = await compare(router("openai/gpt-5.4"), router("openai/gpt-5.6"));
    assert.equal(one?.router, "default");
  });

  it("does not repeat headers, which hold keys", async () => {
    const headers = (value: string) => router(`{ model: openai/gpt-5.4, headers: { x-team: ${value} } }`);
    const found = await compare(headers("one-secret-value"), headers("another-secret-value"));
    assert.equal(found.length, 1);
    assert.doesNotMatch(JSON.stringify(found), /secret/);
  });
});

describe("a change that makes its own review more lenient", () => {
  const relaxed: readonly (readonly [before: string, after: string, what: readonly string[]])[] = [
    ["", "review: { compat: stored }\n", ["compat consumer → stored"]],
    ["", "review: { failOn: never }\n", ["failOn breaking → never"]],
    ["review: { failOn: behaviour }\n", "review: { failOn: dangerous }\n", ["failOn behaviour → dangerous"]],
    ["", "review: { values: dangerous }\n", ["values breaking → dangerous"]],
    ["", "review: { removalAfterDeprecation: dangerous }\n", ["removalAfterDeprecation breaking → dangerous"]],
    ["", "review: { rules: { enum-value-added: safe } }\n", ["enum-value-added counts as safe"]],
    ["", "review: { overrides: [{ specs: 'a/**', failOn: never }] }\n", ["an override for a/**"]],
    [
      "",
      "review: { accept: [{ rule: property-removed, spec: Triage, at: /output/a, change: '00000000', reason: r }] }\n",
      ["property-removed of Triage is accepted"],
    ],
  ];
  for (const [before, after, what] of relaxed)
    it(`is told: ${what.join()}`, async () => {
      const found = await compare(before, after);
      assert.deepEqual(
        found.map(({ rule, message }) => [rule, message]),
        what.map((one) => ["review-config-relaxed", `This pull request relaxes its own review: ${one}.`]),
      );
    });

  for (const [what, before, after] of [
    ["stricter", "", "review: { failOn: behaviour, compat: full, rules: { enum-reordered: breaking } }\n"],
    ["stricter again", "review: { failOn: never, values: dangerous }\n", ""],
    [
      "tidier",
      "review: { accept: [{ rule: property-removed, at: /output/a, change: '00000000', reason: r }] }\n",
      "review: {}\n",
    ],
  ] as const)
    it(`is not one that makes it ${what}`, async () => {
      assert.deepEqual(await compare(before, after), []);
    });
});
