import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRouter, type Router } from "@outspec/runtime";
import { type Codec, defineOutput, generate, stream } from "@outspec/runtime/codegen";
import { createInstance, type SimulatorOptions, startSimulator } from "@outspec/runtime/testing";
import { assert, describe, expect, it } from "vitest";
import { createInstanceWriter } from "../../generator/src/commands/simulated-instance.ts";
import { planSpec } from "../../generator/src/plan/build.ts";
import { neededDialects } from "../../generator/src/plan/needed-dialects.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";
import { compileDialects } from "../../runtime/src/schema/dialects/compile.ts";
import { compileValidator } from "../generator/compile-validator.ts";
import { config } from "../generator/emit-cases.ts";
import { modelOf } from "./stage.ts";

/** A schema whose conditions, patterns of names and `contains` no dialect has a keyword for. */
const path = "schemas/service-deployment.yaml";
const document = readSpec(path, readFileSync(join(import.meta.dirname, "specs/service-deployment.yaml"), "utf8"));
const { specs, diagnostics } = await resolveSpecs([document], config, new Map());
const [spec] = specs;
assert(spec !== undefined && diagnostics.length === 0, JSON.stringify(diagnostics));
const { output } = planSpec(spec, [], config);
const validate = compileValidator(spec.schema);
const compiled = compileDialects({ schema: spec.schema, ...output }, neededDialects(config));
const codec: Codec = {
  contract: 1,
  name: spec.name,
  hash: "0",
  table: output.table.table,
  validate,
  dialects: Object.fromEntries(compiled),
};
const call = {
  spec: defineOutput({
    name: spec.name,
    schema: spec.schema as Record<string, unknown>,
    validate,
    table: output.table.table,
  }),
  prompt: () => ({ user: "Deploy the billing service to production, with a canary." }),
  codec,
};
const instance = createInstanceWriter(spec, specs, config, { startSimulator: startSimulator as never, createInstance });
const seeds = Array.from({ length: 8 }, (_, seed) => seed);

async function withModel<T>(
  provider: keyof typeof modelOf,
  options: SimulatorOptions,
  ask: (router: Router) => Promise<T>,
): Promise<T> {
  await using simulator = await startSimulator(options);
  return await ask(
    createRouter({ primary: modelOf[provider]({ baseUrl: simulator.baseUrls[provider], apiKey: "k" }) }),
  );
}

describe.each(["openai", "anthropic", "ollama"] as const)(
  "a simulated %s that is told what was authored",
  (provider) => {
    it.each(seeds)("answers with a valid output at once, streamed and whole (seed %i)", async (seed) => {
      await withModel(provider, { seed, instance }, async (router) => {
        const whole = await generate(call, undefined, { router });
        const streamed = stream(call, undefined, { router });
        let partials = 0;
        for await (const _ of streamed) partials++;
        const result = await streamed.result;
        // What arrives together is shown together.
        expect(partials).toBeGreaterThan(0);
        for (const { output: given, attempts } of [whole, result]) {
          expect(attempts.map(({ error }) => error?.code)).toEqual([undefined]);
          expect(validate(given), JSON.stringify(validate.errors)).toBe(true);
        }
      });
    });

    it("fails where it is not told, as the dialect does not say it all", async () => {
      const answers = seeds.map((seed) =>
        withModel(provider, { seed }, async (router) => (await generate(call, undefined, { router })).attempts.length),
      );
      const settled = await Promise.allSettled(answers);
      expect(settled.some((one) => one.status === "rejected" || one.value > 1)).toBe(true);
    });
  },
);

describe("a simulator that is told what to answer", () => {
  it("says nothing that the request's schema forbids", async () => {
    const { output: given } = await withModel("openai", { instance: () => ({ never: "asked for" }) }, (router) =>
      generate(
        {
          ...call,
          spec: defineOutput({ name: "Any", schema: {}, validate: () => true, table: [{ kind: "any" }] }),
          codec: { ...codec, table: [{ kind: "any" }], validate: () => true },
        },
        undefined,
        { router },
      ),
    );
    expect(given).toHaveProperty("service");
    expect(given).not.toHaveProperty("never");
  });
});
