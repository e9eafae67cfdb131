import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, it } from "vitest";
import { createProject } from "../../generator/temporary-project.ts";
import { allThatShows, everyCanary, findIn, findInFiles, findLeaks, keys } from "./canaries.ts";

const { text, core } = keys.plain;

class Leaky extends Error {
  constructor(leak: (error: Error) => void) {
    super("something went wrong");
    leak(this);
  }
}

const hide = (key: PropertyKey, value: unknown) => (error: Error) =>
  void Object.defineProperty(error, key, { value, enumerable: false });

/** Every place in which something of a secret was ever found, or might be. */
const leaks: Readonly<Record<string, unknown>> = {
  "a message": new Error(`the key ${text} is wrong`),
  "a stack alone": new Leaky((error) => {
    error.stack = `Error: no\n    at ${text}`;
  }),
  "a cause of a cause": new Error("a", { cause: new Error("b", { cause: new Error(text) }) }),
  "a member of an AggregateError": new AggregateError([new Error(text)], "all failed"),
  "a property": Object.assign(new Error("no"), { config: { headers: { authorization: `Bearer ${text}` } } }),
  "a hidden property": new Leaky(hide("request", { key: text })),
  "a property under a symbol": new Leaky(hide(Symbol("request"), text)),
  "the name of a property": { [text]: 1 },
  "a map": new Map([["key", { text }]]),
  "a set": new Set([text]),
  bytes: { body: new TextEncoder().encode(text) },
  "what it says of itself as JSON": { toJSON: () => ({ text }) },
  "what it says of itself when printed": { [inspect.custom]: () => text },
  "a list of errors": { attempts: [{ error: new Error(text) }] },
  base64: new Error(Buffer.from(`user:${text}`).toString("base64")),
  "base64 of an address": new Error(Buffer.from(`??>${text}`).toString("base64url")),
  hex: new Error(Buffer.from(text).toString("hex")),
  "percent-encoding": new Error(encodeURIComponent(` ${text}/`)),
  "JSON in JSON": new Error(JSON.stringify(JSON.stringify({ text }))),
  "a half": new Error(`key ${text.slice(0, text.length / 2)}… is wrong`),
  "the other half": new Error(`key …${text.slice(text.length / 2)} is wrong`),
  "another case of letters": new Error(text.toUpperCase()),
};

describe("the search for canaries", () => {
  it.each(Object.entries(leaks))("finds one in %s", (_where, value) => {
    assert.equal(findLeaks(value).length, 1, allThatShows(value));
  });

  it("finds one in a file and in the name of one", () => {
    const { root } = createProject({ "a/b.txt": `x ${text}` });
    mkdirSync(join(root, "c"));
    writeFileSync(join(root, "c", core), "");
    assert.equal(findInFiles(root).length, 2);
  });

  it("finds each canary in what is planted, and none in what is not", () => {
    for (const one of everyCanary)
      assert.equal(findIn(one.text === "" ? one.core : one.text, [one]).length, 1, one.name);
    assert.deepEqual(findLeaks(new Error("openai/gpt-5.4-mini: 401 Unauthorized: check OPENAI_API_KEY")), []);
  });

  it("asks no getter, which is somebody's question", () => {
    const asked = {
      get text() {
        return text;
      },
    };
    Object.defineProperty(asked, "text", { enumerable: false });
    assert.deepEqual(findLeaks(asked), []);
  });
});
