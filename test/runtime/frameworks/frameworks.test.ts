// @vitest-environment happy-dom
import assert from "node:assert/strict";
import type { ConnectionRequest } from "@outspec/runtime/sse";
import { afterEach, describe, it, vi } from "vitest";
import { createPlayedServer, settle } from "../sse/played-server.ts";
import { runPage } from "./run-page.ts";

/** Shows a component of an example in an element; returns what takes it away. */
type Show = (target: HTMLElement, notes: string) => () => void;

const pages: Readonly<Record<string, string>> = {
  Vue: `
    import { createApp } from "vue";
    import PatientSummary from "./examples/vue/PatientSummary.vue";
    export function show(target, notes) {
      const app = createApp(PatientSummary, { notes });
      app.mount(target);
      return () => app.unmount();
    }`,
  Svelte: `
    import { mount, unmount } from "svelte";
    import PatientSummary from "./examples/svelte/PatientSummary.svelte";
    export function show(target, notes) {
      const component = mount(PatientSummary, { target, props: { notes } });
      return () => void unmount(component);
    }`,
  // Its JSX needs a compiler of its own; the compiler of types reads the example's component.
  Solid: `
    import { createEffect, createRoot } from "solid-js";
    import { createOutputStream } from "./examples/solid/create-output-stream.ts";
    export function show(target, notes) {
      return createRoot((dispose) => {
        const { state, start, stop } = createOutputStream((body, { headers, signal }) =>
          fetch("/summary", { method: "POST", body, headers, signal }));
        const button = (text, onclick) => Object.assign(document.createElement("button"), { textContent: text, onclick });
        const list = document.createElement("ul");
        const end = document.createElement("p");
        target.append(button("Summarize", () => start(notes)), button("Stop", stop), list, end);
        createEffect(() => {
          const { partial, error, output } = state();
          list.replaceChildren(...(partial?.key_notes ?? []).map((note) =>
            Object.assign(document.createElement("li"), { textContent: note })));
          end.textContent = error ? error.message : output ? (output.requires_visit ? "Visit today" : "No visit") : "";
        });
        return dispose;
      });
    }`,
};

function press(target: HTMLElement, name: string): void {
  const button = [...target.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  assert.ok(button !== undefined, `there is a button ${name}`);
  button.click();
}

const notesOf = (target: HTMLElement): readonly (string | null)[] =>
  [...target.querySelectorAll("li")].map(({ textContent }) => textContent);

describe("a store of an output", () => {
  afterEach(() => void vi.unstubAllGlobals());
  for (const [name, source] of Object.entries(pages)) {
    it(`is shown by the example of ${name}`, async () => {
      const server = createPlayedServer<string>();
      // Frames take no time here.
      vi.stubGlobal("setTimeout", (callback: () => void) => setImmediate(callback));
      vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
        assert.deepEqual([path, init.method], ["/summary", "POST"]);
        const request: ConnectionRequest = {
          headers: {},
          lastEventId: new Headers(init.headers).get("last-event-id") ?? "",
          signal: init.signal ?? new AbortController().signal,
        };
        return server.connect(String(init.body), request);
      });
      const { show } = await runPage(source);
      const target = document.createElement("div");
      document.body.append(target);
      // The cast holds: each page above has it.
      const remove = (show as Show)(target, "BP 162/98.");

      press(target, "Summarize");
      const { connection } = server;
      assert.equal(connection.input, "BP 162/98.");
      await connection.send({ root: { vitals_status: "Warning", key_notes: ["BP"] } });
      assert.deepEqual(notesOf(target), ["BP"]);
      await connection.send(" high", { push: ["Cough"] });
      assert.deepEqual(notesOf(target), ["BP high", "Cough"]);
      await connection.send({ set: { requires_visit: true }, at: [] }, { finish: null });
      assert.match(target.textContent ?? "", /Visit today/);

      press(target, "Summarize");
      await settle();
      assert.deepEqual(notesOf(target), []);
      await server.connection.send({ root: { key_notes: ["BP"] } });
      assert.deepEqual(notesOf(target), ["BP"]);
      press(target, "Stop");
      await settle();
      assert.equal(server.connection.isClosed, true);
      assert.deepEqual(notesOf(target), ["BP"]);

      press(target, "Summarize");
      await server.connection.send({ error: { code: "x", message: "No model answered." } });
      assert.match(target.textContent ?? "", /No model answered\./);

      press(target, "Summarize");
      await settle();
      remove();
      await settle();
      assert.equal(server.connections.length, 4);
      assert.equal(server.connection.isClosed, true);
    });
  }
});
