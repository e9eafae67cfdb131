import assert from "node:assert/strict";
import { createScriptedTransport } from "@outspec/runtime/testing";
import { describe, it } from "vitest";

const request = { method: "POST", url: "http://localhost/", headers: {} } as const;
const decoder = new TextDecoder();

describe("a scripted transport", () => {
  it("gives its responses in order and records the requests", async () => {
    const { transport, requests } = createScriptedTransport(
      { chunks: ["a", "b"] },
      { status: 503, headers: { "retry-after": "1" } },
    );
    const first = await transport({ ...request, body: "1" });
    let text = "";
    for await (const chunk of first.body) text += decoder.decode(chunk);
    const second = await transport({ ...request, body: "2" });
    assert.deepEqual([first.status, text, second.status, second.headers["retry-after"]], [200, "ab", 503, "1"]);
    assert.deepEqual(
      requests.map((record) => [record.request.body, record.chunksRead, record.abandoned]),
      [
        ["1", 2, false],
        ["2", 0, false],
      ],
    );
  });

  it("sees a reader that leaves early", async () => {
    const { transport, requests } = createScriptedTransport({ chunks: ["a", "b", "c"] });
    for await (const _ of (await transport(request)).body) break;
    assert.deepEqual([requests[0]?.chunksRead, requests[0]?.abandoned], [1, true]);
  });

  it("fails at a chunk, and before the headers", async () => {
    const reset = new Error("reset");
    const { transport } = createScriptedTransport(
      { chunks: ["a"], ending: "fail", error: reset },
      { connect: "fail", error: reset },
    );
    const { body } = await transport(request);
    await assert.rejects(async () => {
      for await (const _ of body);
    }, reset);
    await assert.rejects(transport(request), reset);
  });

  it("hangs until aborted, in the body and before the headers", async () => {
    for (const script of [{ chunks: ["a"], ending: "hang" }, { connect: "hang" }] as const) {
      const controller = new AbortController();
      const { transport, requests } = createScriptedTransport(script);
      const reading = (async () => {
        for await (const _ of (await transport({ ...request, signal: controller.signal })).body);
      })();
      controller.abort(new Error("enough"));
      await assert.rejects(reading, /enough/);
      assert.equal(requests[0]?.abandoned, true);
    }
  });

  it("says when there is nothing left", async () => {
    await assert.rejects(createScriptedTransport().transport(request), /no response for request 1/);
  });
});
