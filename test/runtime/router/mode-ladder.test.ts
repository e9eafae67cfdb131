import { ConfigurationError, cloudflare, type Model, openai } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { codec } from "../../../generated/internal/patient-summary.ts";
import type { Codec } from "../../../runtime/src/codec.ts";
import { ladderOf, modeLadder } from "../../../runtime/src/router/mode-ladder.ts";

const said = { schema: "{}" };
const unusable = { unusable: "it has a recursive definition" };

/** Each step as `mode: dialect`. */
function stepsOf(model: Model, dialects: Codec["dialects"]): readonly string[] {
  return modeLadder(model, { ...codec, dialects }).map(
    ({ mode, dialectName, form }) => `${mode}: ${dialectName}${form.bareSchema === true ? ", bare" : ""}`,
  );
}

describe("the ways in which a model is asked for structured output", () => {
  const gpt = openai("gpt-5.4-mini", { modes: ["json_schema_strict", "tool", "json_object"] });
  const mistrusted = openai("gpt-5.4-mini", { modes: ["json_object", "prompt"] });

  it("are those that it has, strongest first, each with its schema", () => {
    expect(stepsOf(gpt, { "openai-strict": said, prompt: said })).toEqual([
      "json_schema_strict: openai-strict",
      "tool: openai-strict",
      "json_object: prompt",
    ]);
    expect(stepsOf(mistrusted, { prompt: said })).toEqual(["json_object: prompt", "prompt: prompt"]);
  });

  it("leave out what cannot say the schema", () => {
    expect(stepsOf(gpt, { "openai-strict": unusable, prompt: said })).toEqual(["json_object: prompt"]);
    expect(stepsOf(gpt, { "openai-strict": unusable, prompt: unusable })).toEqual([]);
  });

  it("ask for a dialect that was not generated, and say how it comes", () => {
    expect(() => stepsOf(gpt, { prompt: said })).toThrow(ConfigurationError);
    expect(() => stepsOf(gpt, { prompt: said })).toThrow(
      /^openai\/gpt-5\.4-mini needs .* "openai-strict".* for .*: add "openai" to "targets" in outspec\.yaml and run `outspec generate`$/,
    );
  });

  it("are with and without OpenAI's envelope where a provider may want either, in the one mode that has it", () => {
    const dialects = Object.fromEntries(Object.keys(codec.dialects).map((name) => [name, said]));
    const model = cloudflare("@cf/openai/gpt-oss-120b", { accountId: "a" });
    const steps = stepsOf(model, { ...dialects, [model.row.dialect]: said });
    const schema = `json_schema: ${model.row.dialect}`;
    const other = openai("gpt-5.4-mini", { modes: ["json_schema", "prompt"] });
    expect(stepsOf(other, { ...dialects, "openai-compatible-loose": said })).toHaveLength(2);
    expect(steps).toEqual([schema, `${schema}, bare`, "json_object: prompt", "prompt: prompt"]);
  });

  it("give what each request has in common: a schema where the mode takes one, and what is known of the model", () => {
    const [strict, , json] = modeLadder(gpt, { ...codec, dialects: { "openai-strict": said, prompt: said } });
    expect(strict?.form).toMatchObject({
      row: gpt.row,
      mode: "json_schema_strict",
      name: codec.name,
      schema: said.schema,
      hash: codec.hash,
      reasoning: gpt.override?.reasoning === true,
    });
    expect([json?.form.mode, json?.form.schema]).toEqual(["json_object", undefined]);
    const [, plain] = modeLadder(mistrusted, { ...codec, dialects: { prompt: said } });
    expect([plain?.form.mode, plain?.form.schema]).toEqual(["prompt", undefined]);
  });

  it("are worked out once for models that are alike, and for each spec", () => {
    const [one, other] = [openai("gpt-5.4-mini"), openai("gpt-5.4-mini")];
    expect(ladderOf(one, codec)).toBe(ladderOf(other, codec));
    expect(ladderOf(one, codec)).toEqual(modeLadder(one, codec));
    expect(ladderOf(gpt, codec)).not.toBe(ladderOf(one, codec));
    expect(ladderOf(gpt, codec)).toEqual(modeLadder(gpt, codec));
    expect(ladderOf(mistrusted, codec)).toEqual(modeLadder(mistrusted, codec));
    // What is known of a model may differ from what is known of another one of its provider.
    const thinking: Model = { ...one, override: { match: "*", reasoning: true } };
    expect(ladderOf(thinking, codec)).toEqual(modeLadder(thinking, codec));
    expect([ladderOf(thinking, codec)[0]?.form.reasoning, ladderOf(one, codec)[0]?.form.reasoning]).toEqual([
      true,
      one.override?.reasoning === true,
    ]);
    const nameless = { ...codec, name: "other" };
    expect(ladderOf(one, nameless)[0]?.form.name).toBe("other");
  });
});
