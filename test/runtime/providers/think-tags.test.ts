import assert from "node:assert/strict";
import { createAnswerSorter } from "@outspec/runtime/providers/answer-sorter";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type { ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import fc from "fast-check";
import { describe, it } from "vitest";
import { callOf, listen, replayStream } from "./replay.ts";

/** All events of an answer whose text arrives in these pieces. */
function sorted(pieces: readonly string[], call: Partial<ModelCall> = {}): readonly ModelEvent[] {
  const answer = createAnswerSorter(callOf(call));
  return [...pieces.flatMap((piece) => answer.text(piece)), ...answer.finish("stop", undefined, "m")];
}

function hear(pieces: readonly string[], call: Partial<ModelCall> = {}) {
  const { text, reasoning } = listen(sorted(pieces, call));
  return { text, reasoning };
}

const everyCut = (text: string) => [...text].map((_, at) => [text.slice(0, at), text.slice(at)]);

describe("a <think> section before an answer", () => {
  const answer = '\n<think>The fever < 40 </b> matters.</think>\n\n{"a":"<think>"}';
  const expected = { text: '\n\n\n{"a":"<think>"}', reasoning: "The fever < 40 </b> matters." };

  it("is what the model thought, wherever its text is cut", () => {
    assert.deepEqual(hear([answer]), expected);
    assert.deepEqual(hear([...answer]), expected);
    for (const pieces of everyCut(answer)) assert.deepEqual(hear(pieces), expected);
  });

  it("is told apart in the same way for any text and any cuts", () => {
    const tags = fc.constantFrom("<think>", "</think>", "<", "</", ">", "think", " ", "{", "a");
    const text = fc.array(tags, { maxLength: 12 }).map((runs) => runs.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 60 }), { maxLength: 6 }), (whole, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        assert.deepEqual(hear(pieces), hear([whole]));
        const [section, before = "", thought = "", after = ""] = /^(\s*)<think>(.*?)<\/think>(.*)$/s.exec(whole) ?? [];
        if (section !== undefined) assert.deepEqual(hear([whole]), { text: before + after, reasoning: thought });
      }),
    );
  });

  it("is shown while it is written, but for what may be its end", () => {
    const answer = createAnswerSorter(callOf());
    assert.deepEqual(answer.text("<thi"), []);
    assert.deepEqual(answer.text("nk>The"), [{ type: "reasoning-delta", text: "The" }]);
    assert.deepEqual(answer.text(" fever</th"), [{ type: "reasoning-delta", text: " fever" }]);
    assert.deepEqual(answer.text("e"), [{ type: "reasoning-delta", text: "</the" }]);
  });

  it("is no answer when it never ends", () => {
    assert.deepEqual(hear(["<think>Let me see</thin"]), { text: "", reasoning: "Let me see</thin" });
  });

  it("is left out of text that is the answer for want of a call", () => {
    assert.deepEqual(hear(["<think>hm</think>", "{}"], { mode: "tool" }), { text: "{}", reasoning: "hm" });
  });

  it("is read in whole bodies and streams of a wire", () => {
    const content = "<think>hm</think>{}";
    const body = { choices: [{ index: 0, message: { content }, finish_reason: "stop" }] };
    const whole = listen(openaiChat.decodeBody(callOf({ stream: false }), JSON.stringify(body)));
    const chunk = { choices: [{ index: 0, delta: { content }, finish_reason: "stop" }] };
    const stream = listen(replayStream(openaiChat, callOf(), `data: ${JSON.stringify(chunk)}\n\n`));
    for (const { text, reasoning } of [whole, stream]) assert.deepEqual([text, reasoning], ["{}", "hm"]);
  });
});

describe("an answer without a <think> section", () => {
  it("is handed on untouched, piece by piece, as it comes", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat({ max: 5 }), (json, size) => {
        const pieces = [" ", ...(json.match(new RegExp(`[^]{1,${size + 1}}`, "g")) ?? [])];
        const answer = createAnswerSorter(callOf());
        for (const text of pieces) assert.deepEqual(answer.text(text), [{ type: "text-delta", text }]);
      }),
    );
  });

  it("keeps a section that is not at its beginning", () => {
    const text = 'So: <think>hm</think>{"a":1}';
    assert.deepEqual(hear([text]), { text, reasoning: "" });
  });

  it("keeps what only looks like a tag for a while", () => {
    for (const text of ["<thinking>", "<b>", "<", "< think>", "<think"]) {
      assert.deepEqual(hear([...text]), { text, reasoning: "" });
    }
  });

  it("does not end a section that it never began", () => {
    assert.deepEqual(hear(["{}</think>"]), { text: "{}</think>", reasoning: "" });
  });
});
