import assert from "node:assert/strict";
import { createKeptCredentials } from "@outspec/runtime/providers/auth/kept-credentials";
import type { Kept } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";

/** A load that settles when it is told to, and counts how often it was started. */
function createLoad() {
  const started: { give(loaded: Kept<string>): void; fail(error: Error): void }[] = [];
  return {
    started,
    load: () =>
      new Promise<Kept<string>>((give, fail) => {
        started.push({ give, fail });
      }),
  };
}

const expiresAt = 100_000;

describe("a kept credential", () => {
  it("is given until half a minute before it expires, and is then loaded anew", async () => {
    const kept = createKeptCredentials();
    let count = 0;
    const load = async () => ({ value: `token ${++count}`, expiresAt: expiresAt * count });
    assert.equal(await kept.get(load, 0), "token 1");
    assert.equal(await kept.get(load, 69_999), "token 1");
    assert.equal(await kept.get(load, 70_000), "token 2");
    assert.equal(await kept.get(load, 169_999), "token 2");
  });

  it("is loaded every time when it does not say when it expires, or not as a time", async () => {
    for (const expiry of [{}, { expiresAt: Number.NaN }]) {
      const kept = createKeptCredentials();
      let count = 0;
      const load = async () => ({ value: ++count, ...expiry });
      assert.deepEqual([await kept.get(load, 0), await kept.get(load, 0)], [1, 2]);
    }
  });

  it("is handed to those that wait even where it is not worth keeping", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const waiting = [kept.get(load, 90_000), kept.get(load, 90_000)];
    started[0]?.give({ value: "short", expiresAt });
    assert.deepEqual(await Promise.all(waiting), ["short", "short"]);
    void kept.get(load, 90_000);
    assert.equal(started.length, 2);
  });

  it("is loaded once for all that wait for it", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const waiting = [kept.get(load, 0), kept.get(load, 0), kept.get(load, 1)];
    assert.equal(started.length, 1);
    started[0]?.give({ value: "token", expiresAt });
    assert.deepEqual(await Promise.all(waiting), ["token", "token", "token"]);
    assert.equal(await kept.get(load, 2), "token");
    assert.equal(started.length, 1);
  });

  it("fails for all that wait for it, and is loaded again by the next one", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const waiting = [kept.get(load, 0), kept.get(load, 0)];
    started[0]?.fail(new Error("no network"));
    for (const result of await Promise.allSettled(waiting)) {
      assert.equal(result.status === "rejected" && result.reason.message, "no network");
    }
    const next = kept.get(load, 0);
    assert.equal(started.length, 2);
    started[1]?.give({ value: "token", expiresAt });
    assert.equal(await next, "token");
  });

  it("fails where its load throws before it gives a promise", async () => {
    const kept = createKeptCredentials();
    const broken = (): Promise<Kept<string>> => {
      throw new Error("broken");
    };
    await assert.rejects(kept.get(broken, 0), /broken/);
    assert.equal(await kept.get(async () => ({ value: "token" }), 0), "token");
  });

  it("is loaded anew once it is forgotten", async () => {
    const kept = createKeptCredentials();
    let count = 0;
    const load = async () => ({ value: ++count, expiresAt });
    assert.equal(await kept.get(load, 0), 1);
    kept.forget();
    assert.equal(await kept.get(load, 0), 2);
  });

  it("is loaded anew once a load that never settles is forgotten, whoever still waits for that one", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const stuck = kept.get(load, 0);
    kept.forget();
    const next = kept.get(load, 0);
    assert.equal(started.length, 2);
    started[1]?.give({ value: "new", expiresAt });
    assert.equal(await next, "new");
    started[0]?.give({ value: "old", expiresAt });
    assert.equal(await stuck, "old");
    assert.equal(await kept.get(load, 0), "new");
  });

  it("is not lost when a load that was forgotten fails", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const stuck = kept.get(load, 0);
    kept.forget();
    const next = kept.get(load, 0);
    started[0]?.fail(new Error("too late"));
    await assert.rejects(stuck, /too late/);
    assert.equal(started.length, 2);
    const another = kept.get(load, 0);
    assert.equal(started.length, 2);
    started[1]?.give({ value: "new", expiresAt });
    assert.deepEqual(await Promise.all([next, another]), ["new", "new"]);
  });
});
