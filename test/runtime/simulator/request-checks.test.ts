import assert from "node:assert/strict";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { send } from "./http-client.ts";
import { patientSummary, wires } from "./wire.ts";

const [openai, anthropic, ollama] = wires;
assert.ok(openai && anthropic && ollama);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ models: ["gpt-5.4-mini", "claude-haiku-4-5", "llama3.2"] });
});
afterAll(() => simulator.close());

async function refusal(
  wire: NonNullable<typeof openai>,
  body: unknown,
  headers: Readonly<Record<string, string>> = wire.headers,
): Promise<string> {
  const { status, text } = await send(wire.url(simulator), body, headers);
  const error: unknown = JSON.parse(text).error;
  return `${status} ${typeof error === "string" ? error : String((error as { message: unknown }).message)}`;
}

describe("the simulated OpenAI refuses", () => {
  const body = openai.body({ schema: patientSummary, stream: false });
  const strict = (schema: unknown): unknown => ({
    ...body,
    response_format: { type: "json_schema", json_schema: { name: "result", strict: true, schema } },
  });

  it("a missing and a blank key", async () => {
    assert.match(await refusal(openai, body, {}), /^401 You didn't provide an API key/);
    assert.match(await refusal(openai, body, { authorization: "Bearer  " }), /^401/);
    assert.equal(simulator.requests.at(-1)?.hasKey, false);
  });

  it("what is no JSON, and what lacks a model or messages", async () => {
    assert.match(await refusal(openai, "{bad"), /^400 We could not parse the JSON body/);
    assert.match(await refusal(openai, { ...body, model: undefined }), /^400 you must provide a model parameter/);
    assert.match(
      await refusal(openai, { ...body, messages: undefined }),
      /^400 Missing required parameter: 'messages'/,
    );
    assert.match(await refusal(openai, { ...body, messages: [] }), /^400 Invalid 'messages'/);
  });

  it("a model it does not have", async () => {
    assert.match(await refusal(openai, { ...body, model: "gpt-9" }), /^404 The model `gpt-9` does not exist/);
  });

  it("JSON mode without the word", async () => {
    assert.match(
      await refusal(openai, { ...body, response_format: { type: "json_object" } }),
      /^400 'messages' must contain the word 'json'/,
    );
  });

  const open = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const cases: readonly (readonly [name: string, schema: unknown, message: RegExp])[] = [
    ["an open object", open, /In context=\(\), 'additionalProperties' is required to be supplied and to be false/],
    [
      "an optional property",
      { ...open, additionalProperties: false, required: [] },
      /array including every key in properties\. Missing 'a'/,
    ],
    ["a root that is no object", { type: "array", items: { type: "string" } }, /got 'type: "array"'/],
    ["a union at the root", { ...open, additionalProperties: false, anyOf: [{ type: "object" }] }, /at the top level/],
    [
      "oneOf",
      { ...open, additionalProperties: false, properties: { a: { oneOf: [{ type: "string" }] } } },
      /In context=\('properties', 'a'\), 'oneOf' is not permitted/,
    ],
    [
      "allOf below a definition",
      { ...open, additionalProperties: false, $defs: { d: { allOf: [] } } },
      /'allOf' is not permitted/,
    ],
    [
      "a nested open object",
      { ...open, additionalProperties: false, properties: { a: open } },
      /In context=\('properties', 'a'\), 'additionalProperties'/,
    ],
    [
      "a keyword beside $ref",
      { ...open, additionalProperties: false, properties: { a: { $ref: "#", description: "x" } } },
      /\$ref cannot have keywords \{'description'\}/,
    ],
    [
      "an empty schema",
      { ...open, additionalProperties: false, properties: { a: {} } },
      /schema must have a 'type' key/,
    ],
    [
      "an unknown format",
      { ...open, additionalProperties: false, properties: { a: { type: "string", format: "uri" } } },
      /'uri' is not a valid format/,
    ],
  ];
  for (const [name, schema, message] of cases) {
    it(`a strict schema with ${name}`, async () => {
      const answer = await send(openai.url(simulator), strict(schema), openai.headers);
      assert.equal(answer.status, 400);
      const { error } = JSON.parse(answer.text);
      assert.match(error.message, message);
      assert.match(error.message, /^Invalid schema for response_format 'result': /);
      assert.deepEqual(
        [error.type, error.param, error.code],
        ["invalid_request_error", "response_format", "invalid_json_schema"],
      );
    });
  }

  it("a strict tool that breaks the same rules", async () => {
    const tool = { type: "function", function: { name: "emit", strict: true, parameters: open } };
    assert.match(
      await refusal(openai, { ...body, response_format: undefined, tools: [tool] }),
      /^400 Invalid schema for function 'emit'/,
    );
  });

  it("no strict schema that keeps the rules, recursion included", async () => {
    const node = {
      type: "object",
      properties: { next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
      required: ["next"],
      additionalProperties: false,
    };
    const answer = await send(openai.url(simulator), strict({ ...node, $defs: { node } }), openai.headers);
    assert.equal(answer.status, 200, answer.text);
  });
});

describe("the simulated Anthropic refuses", () => {
  const body = anthropic.body({ schema: patientSummary, stream: false });
  const withSchema = (schema: unknown): unknown => ({
    ...body,
    output_config: { format: { type: "json_schema", schema } },
  });

  it("a missing and a blank key", async () => {
    assert.equal(
      await refusal(anthropic, body, { "anthropic-version": "2023-06-01" }),
      "401 x-api-key header is required",
    );
    assert.equal(
      await refusal(anthropic, body, { "anthropic-version": "2023-06-01", "x-api-key": " " }),
      "401 invalid x-api-key",
    );
  });

  it("what lacks a version, a model, max_tokens or messages", async () => {
    assert.equal(await refusal(anthropic, body, { "x-api-key": "k" }), "400 anthropic-version: header is required");
    assert.equal(await refusal(anthropic, { ...body, model: undefined }), "400 model: Field required");
    assert.equal(await refusal(anthropic, { ...body, max_tokens: undefined }), "400 max_tokens: Field required");
    assert.equal(await refusal(anthropic, { ...body, messages: undefined }), "400 messages: Field required");
    assert.match(await refusal(anthropic, "{bad"), /^400 The request body is not valid JSON/);
    assert.equal(await refusal(anthropic, { ...body, model: "claude-0" }), "404 model: claude-0");
  });

  const closed = { type: "object", additionalProperties: false };
  const cases: readonly (readonly [name: string, schema: unknown, message: RegExp])[] = [
    ["an open object", { type: "object" }, /For 'object' type, 'additionalProperties' must be explicitly set to false/],
    [
      "numeric bounds",
      { ...closed, properties: { n: { type: "integer", minimum: 1, maximum: 9 } } },
      /For 'integer' type, properties maximum, minimum are not supported/,
    ],
    [
      "a length bound",
      { ...closed, properties: { s: { type: "string", minLength: 1 } } },
      /For 'string' type, property 'minLength' is not supported/,
    ],
    [
      "more than one item required",
      { ...closed, properties: { a: { type: "array", minItems: 2, items: { type: "string" } } } },
      /'minItems' values other than 0 or 1/,
    ],
    [
      "a union count above the limit",
      {
        ...closed,
        properties: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`p${i}`, { type: ["string", "null"] }])),
      },
      /too many parameters with union types \(17/,
    ],
    [
      "too many optional properties",
      {
        ...closed,
        properties: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`p${i}`, { type: "string" }])),
      },
      /too many optional parameters \(25\)/,
    ],
    [
      "recursion",
      {
        ...closed,
        properties: { n: { $ref: "#/$defs/Node" } },
        $defs: { Node: { ...closed, properties: { next: { $ref: "#/$defs/Node" } } } },
      },
      /Circular reference detected in schema definitions: Node -> Node/,
    ],
  ];
  for (const [name, schema, message] of cases) {
    it(`a schema with ${name}`, async () => {
      assert.match(await refusal(anthropic, withSchema(schema)), message);
    });
  }

  it("no lax tool with the same schema", async () => {
    const tools = [
      { name: "emit", input_schema: { type: "object", properties: { n: { type: "integer", minimum: 1 } } } },
    ];
    const answer = await send(
      anthropic.url(simulator),
      { ...body, output_config: undefined, tools, tool_choice: { type: "any" } },
      anthropic.headers,
    );
    assert.equal(answer.status, 200, answer.text);
  });
});

describe("the simulated Ollama refuses", () => {
  const body = ollama.body({ schema: patientSummary, stream: false });

  it("what lacks a model, an unknown model, a format that is none", async () => {
    assert.equal(await refusal(ollama, { ...body, model: undefined }), "400 model is required");
    assert.equal(await refusal(ollama, { ...body, model: "llama9" }), "404 model 'llama9' not found");
    assert.match(await refusal(ollama, { ...body, format: "yaml" }), /^400 invalid format: "yaml"/);
    assert.match(await refusal(ollama, "{bad"), /^400 invalid character/);
  });

  it("no request without messages: it loads the model", async () => {
    const { text } = await send(ollama.url(simulator), { model: "llama3.2", messages: [], stream: false });
    assert.equal(JSON.parse(text).done_reason, "load");
  });
});

describe("an obliging simulator", () => {
  it("takes requests without a key and schemas of any form when told to", async () => {
    await using own = await startSimulator({ requireKey: false, checkSchemas: false });
    const body = {
      ...openai.body({ schema: {}, stream: false }),
      response_format: {
        type: "json_schema",
        json_schema: { name: "r", strict: true, schema: { oneOf: [{ type: "string" }] } },
      },
    };
    assert.equal((await send(openai.url(own), body)).status, 200);
  });
});
