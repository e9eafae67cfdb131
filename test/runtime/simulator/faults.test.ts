import assert from "node:assert/strict";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, it } from "vitest";
import { open, type Response, send } from "./http-client.ts";
import { patientSummary, type Wire, wires } from "./wire.ts";

const validate = new Ajv().compile(patientSummary);
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 3 });
});
afterAll(() => simulator.close());

function ask(wire: Wire, fault: Fault, stream: boolean, tool = false): Promise<Response> {
  simulator.script([fault]);
  return send(wire.url(simulator, { stream }), wire.body({ schema: patientSummary, stream, tool }), wire.headers);
}

const read = (wire: Wire, stream: boolean, response: Response) =>
  stream ? wire.readStream(response.text) : wire.readUnary(response.text);

for (const wire of wires) {
  describe(`a fault of ${wire.name}`, () => {
    for (const status of [400, 401, 402, 403, 404, 413, 422, 429, 500, 503, 529]) {
      it(`status ${status} comes with a body in the provider's shape`, async () => {
        const response = await ask(wire, { kind: "status", status }, true);
        assert.equal(response.status, status);
        const body = JSON.parse(response.text);
        const message = wire.messageOf(body);
        assert.equal(typeof message, "string");
        assert.notEqual(message, "");
        if (wire.provider === "anthropic")
          assert.deepEqual([body.type, typeof body.error.type, typeof body.request_id], ["error", "string", "string"]);
        if (status === 429 && !["bedrock", "cohere", "google"].includes(wire.provider))
          assert.equal(response.headers["retry-after"], "1");
      });
    }

    it("status takes a body and headers of the script's own", async () => {
      const response = await ask(
        wire,
        {
          kind: "status",
          status: 503,
          body: "<html>busy</html>",
          headers: { "Retry-After": "0", "content-type": "text/html" },
        },
        false,
      );
      assert.deepEqual(
        [response.status, response.text, response.headers["retry-after"]],
        [503, "<html>busy</html>", "0"],
      );
    });

    it("reject-schema is a 400", async () => {
      const response = await ask(wire, { kind: "reject-schema" }, false);
      assert.equal(response.status, 400);
      assert.match(response.text, /schema/i);
    });

    it("every request tells the status it got, as soon as the headers are sent", async () => {
      await ask(wire, { kind: "status", status: 503 }, false);
      assert.equal(simulator.requests.at(-1)?.status, 503);
      await ask(wire, { kind: "none" }, true);
      assert.equal(await simulator.requests.at(-1)?.answered, 200);
      await assert.rejects(ask(wire, { kind: "reset" }, true));
      assert.equal(await simulator.requests.at(-1)?.answered, undefined);
      simulator.script([{ kind: "stall", afterDeltas: 1 }]);
      const stalled = await open(
        wire.url(simulator, { stream: true }),
        wire.body({ schema: patientSummary, stream: true }),
        wire.headers,
      );
      assert.deepEqual([simulator.requests.at(-1)?.status, simulator.requests.at(-1)?.state], [200, "open"]);
      stalled.request.destroy();
    });

    it("reset closes before any byte", async () => {
      await assert.rejects(ask(wire, { kind: "reset" }, true), { code: "ECONNRESET" });
      assert.equal(await simulator.requests.at(-1)?.closed, "cut");
    });

    for (const stream of [true, false]) {
      const how = stream ? "streamed" : "whole";

      it(`cut at a byte, ${how}, leaves exactly that much`, async () => {
        const response = await ask(wire, { kind: "cut", atByte: 55 }, stream);
        assert.equal(response.error, "ECONNRESET");
        assert.equal(response.bytes, 55);
        assert.equal(simulator.requests.at(-1)?.state, "cut");
      });

      it(`cut after deltas, ${how}, leaves half an answer`, async () => {
        const response = await ask(wire, { kind: "cut", afterDeltas: 4 }, stream);
        assert.equal(response.error, "ECONNRESET");
        if (stream) assert.ok(!wire.readStream(response.text).complete);
        assert.throws(() => JSON.parse(stream ? wire.readStream(response.text).text : response.text));
      });

      it(`error-in-stream, ${how}, is an error within a 200`, async () => {
        const response = await ask(wire, { kind: "error-in-stream", afterDeltas: 2 }, stream);
        assert.equal(response.status, 200);
        const said = read(wire, stream, response);
        assert.ok(said.error);
        assert.equal(response.error, undefined);
        if (stream) assert.ok(!said.complete && said.text.length > 0);
      });

      it(`no-finish, ${how}, ends cleanly without a completion signal`, async () => {
        const response = await ask(wire, { kind: "no-finish" }, stream);
        assert.equal(response.error, undefined);
        const said = read(wire, stream, response);
        assert.ok(validate(JSON.parse(said.text)));
        assert.equal(said.finish, undefined);
        if (stream) assert.ok(!said.complete);
      });

      it(`invalid-json, ${how}, is malformed from that piece on`, async () => {
        const response = await ask(wire, { kind: "invalid-json", afterDeltas: 3 }, stream);
        const { text, finish } = read(wire, stream, response);
        assert.throws(() => JSON.parse(text));
        assert.match(text, /^\{\s?"vit/);
        assert.match(text.slice(0, 32), /;/);
        assert.ok(finish);
      });

      for (const violation of ["enum", "missing", "type"] as const) {
        it(`schema-violation (${violation}), ${how}, is JSON that the schema refuses`, async () => {
          const { text } = read(wire, stream, await ask(wire, { kind: "schema-violation", violation }, stream));
          assert.ok(!validate(JSON.parse(text)), text);
          const keyword = violation === "missing" ? "required" : violation === "enum" ? "enum" : "type";
          assert.equal(validate.errors?.[0]?.keyword, keyword, text);
        });
      }

      it(`refusal, ${how}, is the provider's own`, async () => {
        const said = read(wire, stream, await ask(wire, { kind: "refusal" }, stream));
        const words = wire.refusesInText ? said.text : said.refusal;
        // Gemini's filter takes the words along.
        if (wire.provider !== "google") assert.match(words, /can't assist/);
        assert.equal(said.finish, wire.finishes.refusal);
        if (!wire.refusesInText) assert.equal(said.text, "");
      });

      it(`truncation, ${how}, says so and cuts the JSON`, async () => {
        const { text, finish } = read(wire, stream, await ask(wire, { kind: "truncation" }, stream));
        assert.equal(finish, wire.finishes.truncation);
        assert.throws(() => JSON.parse(text));
      });

      it(`fenced, ${how}, wraps the answer`, async () => {
        const { text } = read(wire, stream, await ask(wire, { kind: "fenced" }, stream));
        const inner = /```json\n([\s\S]*?)\n```/.exec(text)?.[1] ?? "";
        assert.ok(validate(JSON.parse(inner)));
      });

      it(`text, ${how}, is exactly that`, async () => {
        const { text } = read(wire, stream, await ask(wire, { kind: "text", text: '{"a": "é 🙂 \\u0000"}' }, stream));
        assert.equal(text, '{"a": "é 🙂 \\u0000"}');
      });

      it(`empty, ${how}, is complete and says nothing`, async () => {
        const said = read(wire, stream, await ask(wire, { kind: "empty" }, stream));
        assert.equal(said.text, "");
        assert.ok(said.complete && said.finish);
      });

      it(`stall, ${how}, sends nothing more until the client leaves`, async () => {
        simulator.script([{ kind: "stall", afterDeltas: 2 }]);
        const response = await open(
          wire.url(simulator, { stream }),
          wire.body({ schema: patientSummary, stream }),
          wire.headers,
        );
        await response.until((text) => (stream ? wire.readStream(text).text.length >= 6 : text.length > 10));
        const request = simulator.requests.at(-1);
        assert.equal(request?.state, "open");
        assert.equal(request.deltasSent, 2);
        response.request.destroy();
        assert.equal(await request.closed, "hung-up");
      });

      it(`delay, ${how}, holds the headers back`, async () => {
        simulator.script([{ kind: "delay", ms: 40 }]);
        const start = performance.now();
        const response = await open(
          wire.url(simulator, { stream }),
          wire.body({ schema: patientSummary, stream }),
          wire.headers,
        );
        assert.ok(performance.now() - start >= 38);
        assert.ok(validate(JSON.parse(read(wire, stream, await response.rest()).text)));
      });
    }

    it("in tool mode truncates and violates the arguments", async () => {
      const broken = wire.readStream((await ask(wire, { kind: "schema-violation" }, true, true)).text);
      assert.ok(!validate(JSON.parse(broken.text)));
      const cut = wire.readStream((await ask(wire, { kind: "truncation" }, true, true)).text);
      // Where arguments are an object, those that are cut cannot be said.
      if (wire.provider !== "ollama" && wire.provider !== "google") assert.throws(() => JSON.parse(cut.text));
    });
  });
}

describe("a stall that shows signs of life", () => {
  it("sends the protocol's keep-alive and then goes on", async () => {
    for (const wire of wires.slice(0, 2)) {
      const response = await ask(wire, { kind: "stall", afterDeltas: 2, ms: 30, keepAliveMs: 10 }, true);
      assert.ok(response.text.includes(wire.provider === "openai" ? ": keep-alive\n\n" : "event: ping\n"));
      assert.ok(validate(JSON.parse(wire.readStream(response.text).text)));
    }
  });
});

describe("a fault script", () => {
  const [openai, anthropic] = wires;
  assert.ok(openai && anthropic);
  const status = async (wire: Wire, model?: string): Promise<number> =>
    (
      await send(
        wire.url(simulator),
        wire.body({ schema: patientSummary, stream: false, ...(model !== undefined && { model }) }),
        wire.headers,
      )
    ).status;

  it("is used up entry by entry", async () => {
    simulator.script([{ kind: "status", status: 503 }, { kind: "none" }, { kind: "status", status: 429, times: 2 }]);
    const seen: number[] = [];
    for (let i = 0; i < 5; i++) seen.push(await status(openai));
    assert.deepEqual(seen, [503, 200, 429, 429, 200]);
  });

  it("strikes the provider and the model it names", async () => {
    simulator.script([
      { kind: "status", status: 529, on: { provider: "anthropic" }, times: Number.POSITIVE_INFINITY },
      { kind: "status", status: 404, on: { model: "gpt-*" } },
    ]);
    assert.deepEqual(
      [await status(openai, "o3"), await status(openai, "gpt-5.5"), await status(openai, "gpt-5.5")],
      [200, 404, 200],
    );
    assert.deepEqual([await status(anthropic), await status(anthropic)], [529, 529]);
  });

  it("can be a function of the request", async () => {
    const first = simulator.requests.length;
    simulator.script(({ index, provider }) =>
      provider === "openai" && index > first ? { kind: "status", status: 500 } : undefined,
    );
    assert.deepEqual([await status(openai), await status(openai), await status(anthropic)], [200, 500, 200]);
    simulator.script([]);
  });
});
