import assert from "node:assert/strict";
import { copyCause } from "@outspec/runtime/copy-cause";
import { TransportError } from "@outspec/runtime/transport/transport";
import { describe, it } from "vitest";

const clean = (text: string): string => text.replaceAll("secret", "***");

describe("the copy of a cause", () => {
  it("keeps its name, code, place and causes, and the words of all as they are cleaned", () => {
    const inner = Object.assign(new TypeError("inner secret"), { code: "ECONNRESET", hostname: "secret.example" });
    const cause = Object.assign(new Error("outer secret", { cause: inner }), {
      errno: -104,
      request: { key: "secret" },
    });
    const copy = copyCause(cause, clean);
    assert.ok(copy instanceof Error && copy.cause instanceof Error);
    assert.deepEqual([copy.name, copy.message], ["Error", "outer ***"]);
    assert.deepEqual({ ...copy }, { errno: -104 });
    assert.deepEqual([copy.cause.name, copy.cause.message], ["TypeError", "inner ***"]);
    assert.deepEqual({ ...copy.cause }, { code: "ECONNRESET", hostname: "***.example" });
    assert.match(copy.stack ?? "", /^Error: outer \*\*\*\n\s+at .*copy-cause\.test\.ts/);
  });

  it("keeps how far a request had come", () => {
    const copy = copyCause(new TransportError("connect", new Error("no secret")), clean);
    assert.ok(copy instanceof TransportError);
    assert.deepEqual([copy.kind, copy.message], ["connect", "no ***"]);
  });

  it("keeps the members of an AggregateError", () => {
    const copy = copyCause(new AggregateError([new Error("a secret"), "b secret"], "all"), clean);
    assert.ok(copy instanceof AggregateError);
    assert.deepEqual(copy.errors.map(String), ["Error: a ***", "b ***"]);
  });

  it("tells of what is no error in words, and nothing of nothing", () => {
    assert.equal(copyCause("a secret", clean), "a ***");
    assert.equal(copyCause({ key: "secret" }, clean), "[object Object]");
    assert.equal(copyCause(undefined, clean), undefined);
  });

  it("comes to an end with a cause that is its own", () => {
    const circle = new Error("round");
    circle.cause = circle;
    assert.ok(copyCause(circle, clean) instanceof Error);
  });

  it("takes no line of a message for a place", () => {
    const cause = new Error("first\n    at secret prompt");
    const copy = copyCause(cause, (text) => text.split("\n", 1)[0] ?? "");
    assert.ok(copy instanceof Error && !String(copy.stack).includes("secret"));
  });
});
