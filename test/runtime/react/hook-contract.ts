import assert from "node:assert/strict";
import { useOutputStream } from "@outspec/runtime/react";
import { act, createElement as h, type ReactElement, StrictMode, useEffect, version } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, describe, it, vi } from "vitest";
import { createPlayedServer, settle } from "../sse/played-server.ts";
import {
  createScreen,
  keep,
  type PartialSummary,
  render,
  type Summary,
  type SummaryStream,
  unmountAll,
  wait,
} from "./screen.ts";

const whole: Summary = { title: "Bronchitis", notes: ["cough", "fever"], patient: { name: "Ada" } };

/** What the hook owes whoever uses it, whichever React it runs on. */
export function describeReactHook(major: string): void {
  // React asks for it before it lets a test wait for what it does.
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  afterEach(unmountAll);

  describe(`useOutputStream on React ${major}`, () => {
    it("runs on that React", () => {
      assert.equal(version.split(".")[0], major);
    });

    it("shows partials as they come, and then the output and the server's result", async () => {
      const screen = createScreen();
      const { container } = await render(screen.element);
      assert.equal(container.textContent, "idle - ");
      await act(() => screen.stream.start("notes"));
      assert.equal(container.textContent, "connecting - ");
      const { connection } = screen.server;
      assert.equal(connection.input, "notes");
      await act(() => connection.send({ root: { title: "Bron" } }));
      assert.equal(container.textContent, "streaming Bron ");
      await act(() => connection.send("chitis", { set: { notes: ["cou"] } }));
      assert.equal(container.textContent, "streaming Bronchitis cou");
      assert.equal(screen.stream.output, undefined);
      await act(() => connection.send({ root: whole }, { finish: { model: "m" } }));
      assert.equal(container.textContent, "done Bronchitis cough+fever");
      assert.deepEqual(screen.stream.output, whole);
      assert.deepEqual(screen.stream.result, { model: "m" });
      assert.deepEqual(screen.finished, [[whole, { model: "m" }]]);
      assert.deepEqual(screen.failed, []);
    });

    it("shows why there is no output, and keeps what there was", async () => {
      const screen = createScreen();
      const { container } = await render(screen.element);
      await act(() => screen.stream.start(""));
      await act(() =>
        screen.server.connection.send({ root: { title: "B" } }, { error: { code: "x", message: "No." } }),
      );
      assert.equal(container.textContent, "failed B ");
      assert.equal(screen.stream.error?.message, "No.");
      assert.deepEqual(screen.failed, [screen.stream.error]);
      assert.deepEqual(screen.finished, []);
    });

    it("stops when asked to, and keeps what there was", async () => {
      const screen = createScreen();
      const { container } = await render(screen.element);
      await act(() => screen.stream.start(""));
      await act(() => screen.server.connection.send({ root: { title: "B" } }));
      await act(() => screen.stream.stop());
      assert.equal(container.textContent, "stopped B ");
      assert.equal(screen.server.connection.isClosed, true);
      assert.equal(screen.stream.error, undefined);
      await act(() => screen.stream.reset());
      assert.equal(container.textContent, "idle - ");
    });

    it("starts over when it is started while it runs, and hears nothing of the stream before", async () => {
      const screen = createScreen();
      const { container } = await render(screen.element);
      await act(() => screen.stream.start("first"));
      const first = screen.server.connection;
      await act(() => first.send({ root: { title: "first" } }));
      await act(() => screen.stream.start("second"));
      assert.equal(container.textContent, "connecting - ");
      assert.equal(first.isClosed, true);
      const second = screen.server.connection;
      await act(async () => {
        await first.send({ error: { code: "x", message: "late" } });
        await second.send({ root: { title: "second" } });
      });
      assert.equal(container.textContent, "streaming second ");
      assert.equal(screen.server.connections.length, 2);
      assert.deepEqual(screen.failed, []);
    });

    it("keeps what there is while a connection is made again", async () => {
      const screen = createScreen();
      const { container } = await render(screen.element);
      await act(() => screen.stream.start(""));
      const first = screen.server.connection;
      await act(() => first.send({ root: { title: "Bron" } }));
      await act(() => first.breakOff());
      assert.equal(container.textContent, "reconnecting Bron ");
      const second = screen.server.connection;
      assert.notEqual(second, first);
      assert.equal(second.request.lastEventId, "played.1");
      await act(() => second.send("chitis"));
      assert.equal(container.textContent, "streaming Bronchitis ");
    });

    it("counts the attempts of a call", async () => {
      const screen = createScreen();
      await render(screen.element);
      assert.equal(screen.stream.attempt, 0);
      await act(() => screen.stream.start(""));
      assert.equal(screen.stream.attempt, 1);
      await act(() => screen.server.connection.send({ root: { title: "B" } }, { restart: 2 }));
      assert.equal(screen.stream.attempt, 2);
      assert.equal(screen.stream.partial?.title, "B");
    });

    it("says of each moment what is complete, also later", async () => {
      const screen = createScreen();
      await render(screen.element);
      await act(() => screen.stream.start(""));
      const { connection } = screen.server;
      await act(() => connection.send({ root: { title: "Bron" } }));
      const early = screen.stream;
      await act(() => connection.send("chitis", { set: { notes: ["cough"] } }));
      assert.equal(screen.stream.isComplete(["title"]), true);
      assert.equal(screen.stream.isComplete(["notes", 0]), false);
      assert.equal(early.isComplete(["title"]), false);
      await act(() => connection.send({ root: whole }, { finish: null }));
      assert.equal(screen.stream.isComplete([]), true);
      assert.equal(early.isComplete(["title"]), false);
      assert.equal(early.isComplete(["notes"]), false);
    });

    it("hangs up when the component goes", async () => {
      const screen = createScreen();
      const { root } = await render(screen.element);
      await act(() => screen.stream.start(""));
      await act(() => root.unmount());
      await settle();
      assert.equal(screen.server.connection.isClosed, true);
      assert.equal(screen.server.connection.request.signal.aborted, true);
    });

    it("starts nothing for a component that is gone", async () => {
      const screen = createScreen();
      const { root } = await render(screen.element);
      await act(() => root.unmount());
      screen.stream.start("");
      assert.equal(screen.server.connections.length, 0);
    });

    it("works where each component is mounted twice", async () => {
      const screen = createScreen(true);
      const { container, root } = await render(screen.element);
      await act(() => screen.stream.start(""));
      await act(() => screen.server.connection.send({ root: { title: "B" } }));
      assert.equal(container.textContent, "streaming B ");
      await act(() => root.unmount());
      assert.equal(screen.server.connections.length, 1);
      assert.equal(screen.server.connection.isClosed, true);
    });

    it("may be started by an effect, of which a double mount leaves one connection open", async () => {
      const server = createPlayedServer<string>();
      function Child({ start }: { readonly start: (input: string) => void }): null {
        useEffect(() => start("from below"), [start]);
        return null;
      }
      function Parent(): ReactElement {
        const { start, partial } = useOutputStream<PartialSummary, Summary, string>(server.connect, { wait });
        return h("p", null, partial?.title ?? "-", h(Child, { start }));
      }
      const { container } = await render(h(StrictMode, null, h(Parent)));
      await act(() => server.connection.send({ root: { title: "B" } }));
      assert.equal(container.textContent, "B");
      assert.deepEqual(
        server.connections.map(({ isClosed }) => isClosed),
        [true, false],
      );
    });

    it("gives the same functions at each render, and the same object while nothing changed", async () => {
      const screen = createScreen();
      const { root } = await render(screen.element);
      const before = screen.stream;
      await act(() => root.render(h(screen.element.type)));
      assert.equal(screen.commits.length, 2);
      assert.equal(screen.stream, before);
      await act(() => screen.stream.start(""));
      assert.notEqual(screen.stream, before);
      assert.deepEqual(
        [screen.stream.start, screen.stream.stop, screen.stream.reset],
        [before.start, before.stop, before.reset],
      );
    });

    it("calls the functions of the newest render, and does not start over for them", async () => {
      const servers = [createPlayedServer<string>(), createPlayedServer<string>()] as const;
      const heard: string[] = [];
      let stream: SummaryStream | undefined;
      function Screen({ turn }: { readonly turn: 0 | 1 }): null {
        stream = useOutputStream(servers[turn].connect, { wait, onFinish: () => heard.push(`finish ${turn}`) });
        return null;
      }
      const { root } = await render(h(Screen, { turn: 0 }));
      await act(() => stream?.start(""));
      await act(() => servers[0].connection.send({ root: { title: "B" } }));
      await act(() => root.render(h(Screen, { turn: 1 })));
      assert.equal(stream?.status, "streaming");
      assert.equal(servers[1].connections.length, 0);
      await act(() => servers[0].connection.send({ finish: null }));
      assert.deepEqual(heard, ["finish 1"]);
      await act(() => stream?.start(""));
      assert.equal(servers[1].connections.length, 1);
    });

    it("is idle on the server, and where a page takes over from it", async () => {
      const screen = createScreen();
      const html = renderToString(screen.element);
      assert.equal(html, "<p>idle - </p>");
      const container = document.createElement("div");
      container.innerHTML = html;
      const problems: unknown[] = [];
      await act(() => {
        keep(hydrateRoot(container, screen.element, { onRecoverableError: (error) => problems.push(error) }));
      });
      assert.deepEqual(problems, []);
      await act(() => screen.stream.start(""));
      assert.equal(container.textContent, "connecting - ");
    });
  });
}
