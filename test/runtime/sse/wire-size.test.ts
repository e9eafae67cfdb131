import assert from "node:assert/strict";
import type { StreamTable } from "@outspec/runtime/codegen";
import { createConnection } from "@outspec/runtime/sse/connection";
import { createOutputMessages } from "@outspec/runtime/sse/output-messages";
import { createPatchReader } from "@outspec/runtime/sse/patch-reader";
import type { Patch } from "@outspec/runtime/sse/protocol";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { randomFrom } from "../partial/miswritten.ts";
import { DrivenStream, settle } from "./driven-stream.ts";

/** `{ status, items: [{ name, price, tags, note }] }`, as a model would fill it in. */
const table: StreamTable = [
  { kind: "object", properties: { status: 1, items: 2 }, required: ["status", "items"], rest: "drop" },
  { kind: "whole", types: ["string"], values: ["open", "closed"] },
  { kind: "array", items: 3 },
  { kind: "object", properties: { name: 4, price: 5, tags: 6, note: 4 }, required: ["name"], rest: "drop" },
  { kind: "text" },
  { kind: "whole", types: ["number"] },
  { kind: "array", items: 4 },
];

const words = ["lamp", "with a", " warm", "white", "shade,", "of brass", "12 W", "“Ørsted”", "made", "in", "1962"];

/** The JSON text of an output of about so many bytes. */
function textOf(bytes: number): string {
  const random = randomFrom(bytes);
  const phrase = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => words[Math.floor(random() * words.length)]).join(" ");
  const items: unknown[] = [];
  for (let size = 0; size < bytes; ) {
    const price = Math.round(random() * 10_000) / 100;
    const item = { name: phrase(4), price, tags: Array.from({ length: 3 }, () => phrase(2)), note: phrase(24) };
    size += Buffer.byteLength(JSON.stringify(item));
    items.push(item);
  }
  return JSON.stringify({ status: "open", items });
}

/** A text in deltas of so many characters on average, never half a surrogate pair. */
function deltasOf(text: string, average: number): readonly string[] {
  const random = randomFrom(text.length);
  const deltas: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at + 1 + Math.floor(random() * (2 * average - 1));
    if (/[\udc00-\udfff]/.test(text.charAt(end))) end++;
    deltas.push(text.slice(at, end));
    at = end;
  }
  return deltas;
}

/** Sends an output in a message for each of a number of deltas, and applies what was sent. */
async function send(text: string, average: number, deltasAMessage: number) {
  const driven = new DrivenStream();
  const clock = createFakeClock();
  const error = () => ({ code: "x", message: "x" });
  const messages = createOutputMessages(driven.stream, { clock, frameMs: 0, result: undefined, error });
  const texts: string[] = [];
  const source = {
    next: async () => {
      const message = await messages.next();
      return message === undefined ? undefined : [message];
    },
    close() {},
  };
  const connection = createConnection(source, { clock, heartbeatMs: 15_000, id: crypto.randomUUID(), after: 0 });
  const read = (async () => {
    for (let sent = await connection.next(); sent !== undefined; sent = await connection.next()) texts.push(sent);
  })();
  const deltas = deltasOf(text, average);
  driven.begin({ table });
  for (const [index, delta] of deltas.entries()) {
    driven.write(delta);
    if (index % deltasAMessage !== deltasAMessage - 1) continue;
    await settle();
    clock.advance(0);
    await settle();
  }
  const output = driven.finish();
  await read;

  const page = createPatchReader();
  let copied = 0;
  for (const [, data = ""] of texts.join("").matchAll(/^data:(.*)$/gm)) {
    const sent = JSON.parse(data) as Patch | readonly Patch[];
    for (const patch of [sent].flat() as readonly Patch[]) page.apply(patch);
    copied += page.copied;
    page.snapshot();
  }
  assert.deepEqual(page.snapshot(), output);
  return {
    bytes: Buffer.byteLength(texts.join("")),
    /** The same deltas, each in the shortest event that could carry it. */
    framed: deltas.reduce((sum, delta) => sum + Buffer.byteLength(`data:${JSON.stringify(delta)}\n\n`), 0),
    bare: Buffer.byteLength(text),
    copied,
  };
}

const sizes = [
  { name: "10 KB", size: 10_000, averages: [4, 20] },
  { name: "1 MB", size: 1_000_000, averages: [20] },
];

describe("what is sent to a page", () => {
  for (const { name, size, averages } of sizes) {
    it(`is for an output of ${name} hardly more than its deltas would be as events, a message for each`, async () => {
      for (const average of averages) {
        const { bytes, framed, copied } = await send(textOf(size), average, 1);
        assert.ok(bytes < 1.3 * framed, `${bytes} bytes for ${framed}`);
        // What applying it costs is bounded by what was sent, however large the output is.
        assert.ok(copied < 10 * bytes, `${copied} members copied for ${bytes} bytes`);
      }
    });

    it(`is for an output of ${name} hardly more than its text, once messages are gathered`, async () => {
      const { bytes, bare } = await send(textOf(size), 20, 20);
      assert.ok(bytes < 1.3 * bare, `${bytes} bytes for ${bare}`);
    });
  }
});
