import assert from "node:assert/strict";
import { createKeptCredentials, rememberGiven } from "@outspec/runtime/providers/auth/kept-credentials";
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

  it("that expires fails for all that wait for it, and is loaded again by the next one", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const first = kept.get(load, 0);
    started[0]?.give({ value: "token 1", expiresAt });
    await first;
    const waiting = [kept.get(load, 80_000), kept.get(load, 80_000)];
    started[1]?.fail(new Error("no network"));
    for (const result of await Promise.allSettled(waiting)) {
      assert.equal(result.status === "rejected" && result.reason.message, "no network");
    }
    assert.equal(started.length, 2);
    const next = kept.get(load, 80_000);
    started[2]?.give({ value: "token 2", expiresAt: expiresAt * 2 });
    assert.equal(await next, "token 2");
  });

  it("that does not expire is loaded for each one that asks, in that one's own name", async () => {
    const kept = createKeptCredentials();
    const as = (tenant: string) => kept.get(async () => ({ value: `key of ${tenant}` }), 0);
    const keys = ["key of a", "key of b", "key of c"];
    assert.deepEqual(await Promise.all([as("a"), as("b"), as("c")]), keys);
    assert.deepEqual(await Promise.all([as("a"), as("b"), as("c")]), keys);
  });

  it("whose first load fails is loaded for each one that asked", async () => {
    const kept = createKeptCredentials();
    const failing = kept.get(() => Promise.reject(new Error("not for a")), 0);
    const other = kept.get(async () => ({ value: "key of b" }), 0);
    await assert.rejects(failing, /not for a/);
    assert.equal(await other, "key of b");
  });

  it("is not waited for by those who come half a minute after its load began", async () => {
    const kept = createKeptCredentials();
    const { load, started } = createLoad();
    const stuck = kept.get(load, 0);
    void kept.get(load, 29_999);
    assert.equal(started.length, 1);
    const next = kept.get(load, 30_000);
    assert.equal(started.length, 2);
    started[1]?.give({ value: "new", expiresAt });
    assert.equal(await next, "new");
    started[0]?.give({ value: "old", expiresAt });
    assert.equal(await stuck, "old");
    assert.equal(await kept.get(load, 30_001), "new");
  });

  it("stays when it is another one that was refused", async () => {
    const kept = createKeptCredentials();
    let count = 0;
    const load = async () => ({ value: `token ${++count}`, expiresAt });
    const users = [rememberGiven(kept), rememberGiven(kept), rememberGiven(kept)];
    assert.equal(users[0]?.given, undefined);
    for (const user of users) assert.equal(await user.get(load, 0), "token 1");
    for (const user of users) {
      user.forget(user.given);
      assert.equal(await user.get(load, 0), "token 2");
    }
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
