import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, type Machine, thisMachine } from "../../../runtime/src/batch/file/journal-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "outspec-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let path: string;
let count = 0;
beforeEach(() => {
  path = join(folder, `${count++}.lock`);
});

const now = 1_800_000_000_000;
const machine: Machine = {
  host: "here",
  pid: 100,
  processStartedAt: now - 60_000,
  machineStartedAt: now - 3_600_000,
  isRunning: (pid) => pid === 100 || pid === 200,
};
const holder = (more: object) =>
  writeFileSync(path, JSON.stringify({ pid: 200, host: "here", since: now - 1_000, token: "theirs", ...more }));
const acquire = (token = "mine") => acquireLock(path, machine, now, token);

describe("the lock of a journal", () => {
  it("is a file that says who has it, and is gone when it is released", async () => {
    const lock = await acquire();
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ pid: 100, host: "here", since: now, token: "mine" });
    await lock.release();
    expect(readdirSync(folder).filter((name) => path.endsWith(name))).toEqual([]);
  });

  it.each([
    ["another process that runs", { pid: 200 }, "process 200, since 2027-01-15T07:59:59.000Z"],
    ["another run of this process", { pid: 100 }, "process 100, since"],
    [
      "a process on another machine, of which nothing is known",
      { pid: 999, host: "there" },
      "process 999 on there, since",
    ],
  ])("is refused while it belongs to %s", async (_who, more, message) => {
    holder(more);
    await expect(acquire()).rejects.toThrow(`the journal is in use by ${message}`);
    await expect(acquire()).rejects.toThrow(`wait until that run is over, and if there is none, delete ${path}`);
    expect(readFileSync(path, "utf8")).toContain("theirs");
  });

  it.each([
    ["a process that is gone", { pid: 999 }],
    ["a process from before the machine was started again", { since: now - 4_000_000 }],
    ["a process of another container that had the same number", { pid: 100, since: now - 120_000 }],
  ])("is taken over from %s", async (_who, more) => {
    holder(more);
    const lock = await acquire();
    expect(readFileSync(path, "utf8")).toContain("mine");
    await lock.release();
    expect(existsSync(path) || existsSync(`${path}.takeover`)).toBe(false);
  });

  it("is taken over when nobody ever wrote into it, but not within the moment in which somebody may", async () => {
    writeFileSync(path, "");
    utimesSync(path, now / 1_000 - 5, now / 1_000 - 5);
    await expect(acquire()).rejects.toThrow("the journal is in use by another process");
    utimesSync(path, now / 1_000 - 60, now / 1_000 - 60);
    await acquire();
    expect(readFileSync(path, "utf8")).toContain("mine");
  });

  it("is given to one of many that want it at once, whether it is free or stale", async () => {
    for (const isStale of [false, true]) {
      rmSync(path, { force: true });
      if (isStale) holder({ pid: 999 });
      const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => acquire(`run ${index}`)));
      const won = tries.filter(({ status }) => status === "fulfilled");
      expect(won).toHaveLength(1);
      expect(existsSync(`${path}.takeover`)).toBe(false);
    }
  });

  it("is left alone on release when it has come to belong to another run", async () => {
    const lock = await acquire();
    rmSync(path);
    holder({});
    await lock.release();
    expect(readFileSync(path, "utf8")).toContain("theirs");
  });

  it("knows the processes of this machine", () => {
    const real = thisMachine(Date.now());
    expect(real.isRunning(process.pid)).toBe(true);
    // No system has a process of this number.
    expect(real.isRunning(2 ** 30)).toBe(false);
    expect(real.processStartedAt).toBeLessThan(Date.now());
    expect(real.machineStartedAt).toBeLessThan(real.processStartedAt + 1_000);
  });

  it("keeps a second run off a journal in a file until the first one is over", async () => {
    const file = join(folder, "journal.jsonl");
    const first = await createFileJournal(file).open({ name: "Word" });
    await expect(createFileJournal(file).open({ name: "Word" })).rejects.toThrow(
      `the journal is in use by process ${process.pid}, since`,
    );
    await first.close();
    await (await createFileJournal(file).open({ name: "Word" })).close();
  });
});
