import assert from "node:assert/strict";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, it } from "vitest";
import { send } from "./http-client.ts";
import { patientSummary, wires } from "./wire.ts";

const validate = new Ajv().compile(patientSummary);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, now: () => 1_780_000_000_000 });
});
afterAll(() => simulator.close());

for (const wire of wires) {
  describe(`the simulated ${wire.name}`, () => {
    for (const tool of [false, true]) {
      const how = tool ? "as tool arguments" : "as JSON text";

      it(`answers a schema ${how}, whole`, async () => {
        const { status, headers, text } = await send(
          wire.url(simulator),
          wire.body({ schema: patientSummary, stream: false, tool }),
          wire.headers,
        );
        assert.equal(status, 200, text);
        assert.match(headers["content-type"] ?? "", /^application\/json/);
        const said = wire.readUnary(text);
        assert.ok(validate(JSON.parse(said.text)), said.text);
        assert.ok(said.complete);
        assert.ok(said.usage);
      });

      it(`answers a schema ${how}, streamed`, async () => {
        const { status, headers, text } = await send(
          wire.url(simulator, { stream: true }),
          wire.body({ schema: patientSummary, stream: true, tool }),
          wire.headers,
        );
        assert.equal(status, 200, text);
        assert.match(headers["content-type"] ?? "", wire.streamType);
        const said = wire.readStream(text);
        assert.ok(validate(JSON.parse(said.text)), said.text);
        assert.ok(said.complete, text.slice(-400));
        assert.ok(said.usage);
      });

      it(`says the same ${how}, whole and streamed`, async () => {
        const [whole, streamed] = await Promise.all(
          [false, true].map((stream) =>
            send(wire.url(simulator, { stream }), wire.body({ schema: patientSummary, stream, tool }), wire.headers),
          ),
        );
        assert.deepEqual(
          JSON.parse(wire.readUnary(whole?.text ?? "").text),
          JSON.parse(wire.readStream(streamed?.text ?? "").text),
        );
      });
    }
  });
}

describe("the frames of a stream", () => {
  const stream = async (index: number): Promise<string> => {
    const wire = wires[index];
    assert.ok(wire);
    return (await send(wire.url(simulator), wire.body({ schema: patientSummary, stream: true }), wire.headers)).text;
  };

  it("of OpenAI: a role chunk, deltas, a finish chunk, a usage chunk without choices, [DONE]", async () => {
    const events = (await stream(0)).split("\n\n").filter((event) => event !== "");
    assert.equal(events.at(-1), "data: [DONE]");
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)));
    assert.deepEqual(chunks[0].choices[0].delta, { role: "assistant", content: "", refusal: null });
    assert.equal(chunks.at(-2).choices[0].finish_reason, "stop");
    assert.deepEqual(chunks.at(-2).choices[0].delta, {});
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.equal(
      chunks.at(-1).usage.total_tokens,
      chunks.at(-1).usage.prompt_tokens + chunks.at(-1).usage.completion_tokens,
    );
    assert.ok(chunks.every((chunk) => chunk.id === chunks[0].id && chunk.object === "chat.completion.chunk"));
    for (const chunk of chunks.slice(1, -2)) {
      assert.equal(chunk.usage, null);
      assert.ok(chunk.choices[0].delta.content.length <= 7, chunk.choices[0].delta.content);
    }
  });

  it("of Anthropic: named events in their order", async () => {
    const events = (await stream(1)).split("\n\n").filter((event) => event !== "");
    const names = events.map((event) => /^event: (\w+)\ndata: /.exec(event)?.[1]);
    const order = names.filter((name, i) => name !== names[i - 1]);
    assert.deepEqual(order, [
      "message_start",
      "content_block_start",
      "ping",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    for (const event of events) {
      const [first = "", second = ""] = event.split("\n");
      assert.equal(JSON.parse(second.slice(6)).type, first.slice(7));
    }
  });

  it("of Ollama: lines, the last of which is done and counts", async () => {
    const lines = (await stream(2))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.ok(lines.slice(0, -1).every((line) => line.done === false && line.message.role === "assistant"));
    const last = lines.at(-1);
    assert.deepEqual([last.done, last.done_reason, last.message.content], [true, "stop", ""]);
    assert.equal(last.eval_count, lines.length - 1);
  });
});

describe("an answer", () => {
  const [openai, anthropic, ollama] = wires;
  assert.ok(openai && anthropic && ollama);

  it("follows the schema written into the prompt in JSON mode and in prompt mode", async () => {
    const prompt = `Answer in JSON.\n<schema>\n${JSON.stringify(patientSummary)}\n</schema>\nThe pulse is 88.`;
    for (const format of [{ type: "json_object" }, undefined]) {
      const body = {
        model: "m",
        messages: [
          { role: "system", content: prompt },
          { role: "user", content: "The pulse is 88." },
        ],
        response_format: format,
      };
      const said = openai.readUnary((await send(openai.url(simulator), body, openai.headers)).text);
      assert.ok(validate(JSON.parse(said.text)), said.text);
    }
    const body = { model: "m", stream: false, format: "json", messages: [{ role: "user", content: prompt }] };
    assert.ok(validate(JSON.parse(ollama.readUnary((await send(ollama.url(simulator), body)).text).text)));
  });

  it("finds a schema that the prompt holds without marks", async () => {
    const prompt = `Use braces {like this}. Schema: ${JSON.stringify(patientSummary)} Thank you.`;
    const body = { model: "m", max_tokens: 900, messages: [{ role: "user", content: prompt }] };
    const said = anthropic.readUnary((await send(anthropic.url(simulator), body, anthropic.headers)).text);
    assert.ok(validate(JSON.parse(said.text)), said.text);
  });

  it("is prose where no schema is", async () => {
    const body = { model: "m", messages: [{ role: "user", content: "The invoice is due on Friday." }] };
    const said = openai.readUnary((await send(openai.url(simulator), body, openai.headers)).text);
    assert.match(said.text, /invoice/);
  });

  it("ends at the token limit of the request", async () => {
    const body = { ...openai.body({ schema: patientSummary, stream: true }), max_completion_tokens: 3 };
    const said = openai.readStream((await send(openai.url(simulator), body, openai.headers)).text);
    assert.equal(said.finish, "length");
    assert.ok(said.text.length <= 21);
  });

  it("differs with the seed and is the same without another one", async () => {
    await using first = await startSimulator({ seed: 1 });
    await using second = await startSimulator({ seed: 2 });
    const text = async (from: Simulator): Promise<string> =>
      openai.readUnary(
        (await send(openai.url(from), openai.body({ schema: patientSummary, stream: false }), openai.headers)).text,
      ).text;
    const answers = [await text(first), await text(first), await text(second)];
    assert.equal(answers[0], answers[1]);
    assert.notEqual(answers[0], answers[2]);
  });

  it("splits surrogate pairs only when told to", async () => {
    const emoji = { type: "object", required: ["v"], properties: { v: { const: "🙂".repeat(20) } } };
    const halves = /[\uD800-\uDBFF]$/;
    for (const splitSurrogates of [false, true]) {
      await using own = await startSimulator({ splitSurrogates, deltaSize: [3, 3] });
      const { text } = await send(openai.url(own), openai.body({ schema: emoji, stream: true }), openai.headers);
      const deltas = text
        .split("\n")
        .filter((line) => line.startsWith("data: {"))
        .map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? "");
      assert.equal(
        deltas.some((delta: string) => halves.test(delta)),
        splitSurrogates,
      );
      assert.deepEqual(JSON.parse(openai.readStream(text).text), { v: "🙂".repeat(20) });
    }
  });
});

describe("the lists of models", () => {
  it("come in each provider's shape", async () => {
    await using own = await startSimulator({ models: ["a", "b"] });
    const tags = JSON.parse((await send(`${own.url}/api/tags`)).text);
    assert.deepEqual(
      tags.models.map((model: { name: string }) => model.name),
      ["a", "b"],
    );
    const list = JSON.parse((await send(`${own.url}/v1/models`)).text);
    assert.deepEqual([list.object, list.data[1].id], ["list", "b"]);
    const anthropicList = JSON.parse(
      (await send(`${own.url}/v1/models`, undefined, { "anthropic-version": "2023-06-01" })).text,
    );
    assert.deepEqual([anthropicList.data[0].type, anthropicList.has_more], ["model", false]);
    assert.equal((await send(`${own.url}/nope`)).status, 404);
  });
});
