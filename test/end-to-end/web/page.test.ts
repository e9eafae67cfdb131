import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBreakableProxy } from "./breakable-proxy.ts";
import { chromiumPath, launchBrowser } from "./browser.ts";

if (chromiumPath === undefined) console.log("skipped: the page in a browser, because there is no Chromium here");

const root = join(import.meta.dirname, "../../..");
let project: string;
let server: ChildProcess;
let port: number;
let browser: Browser;

/** Runs a program of the example to its end. */
async function run(...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (text: Buffer) => (printed += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")}: ${printed}`);
}

/** Builds the example as its `npm run build` does, outside the repository, and starts it. */
async function start(): Promise<void> {
  project = mkdtempSync(join(tmpdir(), "outspec-page-"));
  cpSync(join(root, "examples/web"), project, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  const modules = join(root, "node_modules");
  await run(join(root, "generator/dist/cli.js"), "generate");
  await Promise.all([
    run(join(modules, "typescript/bin/tsc"), "-p", "server"),
    run(join(modules, "typescript/bin/tsc")),
    run(join(modules, "vite/bin/vite.js"), "build"),
  ]);
  server = spawn(process.execPath, ["dist/server/main.js"], {
    cwd: project,
    env: { ...process.env, PORT: "0", PACE_MS: "15" },
  });
  const [said] = (await once(server.stdout ?? server, "data")) as [Buffer];
  port = Number(/localhost:(\d+)/.exec(said.toString())?.[1]);
}

/** Opens the page, and keeps all states its summary goes through. */
async function open(url: string, colorScheme: "light" | "dark" = "light"): Promise<Page> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1080, height: 640 } });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(url);
  await page.evaluate(() => {
    const states: State[] = [];
    Object.assign(window, { states });
    new MutationObserver(() => {
      const text = (selector: string) => document.querySelector(selector)?.textContent ?? "";
      states.push({
        badge: text(".badge"),
        notes: [...document.querySelectorAll(".notes li")].map((note) => note.textContent ?? ""),
        visit: text(".visit"),
        notice: text(".notice"),
        spoken: text("[role=status]"),
      });
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return page;
}

interface State {
  readonly badge: string;
  readonly notes: readonly string[];
  readonly visit: string;
  readonly notice: string;
  readonly spoken: string;
}

const statesOf = (page: Page): Promise<readonly State[]> =>
  page.evaluate(() => (window as unknown as { readonly states: readonly State[] }).states);

const breakPrimary = (isBroken: boolean): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/api/primary`, { method: "PUT", body: JSON.stringify({ isBroken }) });

/** Asserts that nothing that was shown is taken back, and that no text is said that is not whole. */
function assertTruthful(states: readonly State[], last: State, hasRestarted = false): void {
  for (const [index, state] of states.entries()) {
    const before = states[index - 1];
    expect(["", "Warning"]).toContain(state.badge);
    if (state.notes.length > 0) expect(state.badge).toBe("Warning");
    if (before === undefined) continue;
    for (const [place, note] of before.notes.entries()) {
      const now = state.notes[place] ?? "";
      // Of the note that was being written, the other model may not have written as much yet.
      const isShorter = hasRestarted && place === before.notes.length - 1 && note.startsWith(now) && now !== "";
      expect(now.startsWith(note) || isShorter, `${note} became ${now}`).toBe(true);
    }
    const [, said] = /^Note \d+: (.*)$/s.exec(state.spoken) ?? [];
    if (said !== undefined) expect(last.notes).toContain(said);
  }
}

describe.skipIf(chromiumPath === undefined)("the example page in a browser", () => {
  beforeAll(async () => {
    [browser] = await Promise.all([launchBrowser(), start()]);
  }, 120_000);

  afterAll(async () => {
    server?.kill();
    await browser?.close();
    rmSync(project, { recursive: true, force: true });
  });

  it("shows the badge first and then the notes one by one, by keyboard alone", async () => {
    await breakPrimary(false);
    const page = await open(`http://127.0.0.1:${port}`);
    await page.getByRole("textbox", { name: "Notes of the call" }).focus();
    await page.keyboard.press("Control+Enter");
    await page.locator(".visit").waitFor();
    await expect.poll(() => page.getByRole("status").textContent()).toBe("The summary is complete.");
    const states = await statesOf(page);
    const last = states.at(-1) as State;
    expect(last.notes).toHaveLength(4);
    expect(states.some(({ badge, notes }) => badge === "Warning" && notes.length === 0)).toBe(true);
    for (const count of [1, 2, 3]) expect(states.some(({ notes }) => notes.length === count)).toBe(true);
    assertTruthful(states, last);
    expect(await page.locator(".origin").textContent()).toMatch(/^First field after .* Written by openai/);
    await page.close();
  }, 60_000);

  it("says calmly that another model writes, and takes nothing back", async () => {
    const page = await open(`http://127.0.0.1:${port}`);
    await page.getByRole("switch", { name: /Break the primary model/ }).check();
    await page.getByRole("button", { name: "Summarise" }).click();
    await page.locator(".visit").waitFor();
    await expect.poll(() => page.getByRole("status").textContent()).toBe("The summary is complete.");
    const states = await statesOf(page);
    expect(states.some(({ notice }) => notice.startsWith("The first model broke off."))).toBe(true);
    assertTruthful(states, states.at(-1) as State, true);
    expect(await page.locator(".origin").textContent()).toMatch(/Written by anthropic\/.*, in 2 attempts\.$/);
    await page.close();
    await breakPrimary(false);
  }, 60_000);

  it("goes on with the same summary when the connection is cut in the middle", async () => {
    await breakPrimary(false);
    await using proxy = await startBreakableProxy(port);
    const page = await open(proxy.url);
    await page.getByRole("button", { name: "Summarise" }).click();
    await page.locator(".notes li").nth(1).waitFor();
    proxy.cut();
    await page.locator(".notice").waitFor();
    await page.locator(".visit").waitFor();
    const states = await statesOf(page);
    expect(states.some(({ notice }) => notice.startsWith("The connection was lost."))).toBe(true);
    assertTruthful(states, states.at(-1) as State);
    await expect.poll(() => page.locator(".origin").textContent()).toMatch(/Written by openai\/[^,]*\.$/);
    await page.close();
  }, 60_000);

  it("asks for nothing where there are no notes", async () => {
    const page = await open(`http://127.0.0.1:${port}`);
    await page.getByRole("textbox", { name: "Notes of the call" }).fill("  ");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Write some notes first.").waitFor();
    expect(await page.locator(".empty").count()).toBe(1);
    await page.close();
  }, 60_000);

  it("stops when it is told to", async () => {
    const page = await open(`http://127.0.0.1:${port}`);
    await page.getByRole("button", { name: "Summarise" }).click();
    await page.locator(".badge.warning").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped. The model is not writing any more.").waitFor();
    expect(await page.locator(".visit").count()).toBe(0);
    expect(await page.locator(".notes li.open").count()).toBe(0);
    // The focus stays where it was, and the keyboard goes on from there.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Stop");
    await page.keyboard.press("Control+Enter");
    await page.locator(".notes li").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Stopped. The model is not writing any more.").waitFor();
    await page.close();
  }, 60_000);

  it("has nothing that keeps people out, in light and in dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const page = await open(`http://127.0.0.1:${port}`, scheme);
      await page.getByRole("button", { name: "Summarise" }).click();
      await page.locator(".visit").waitFor();
      await page.evaluate(AxeBuilder.source);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { readonly axe: typeof AxeBuilder };
        const { violations } = await axe.run(document);
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
      });
      expect(found).toEqual([]);
      await page.close();
    }
  }, 60_000);
});
