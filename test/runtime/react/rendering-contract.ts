import assert from "node:assert/strict";
import { useOutputStream } from "@outspec/runtime/react";
import { createOutputStore } from "@outspec/runtime/sse";
import {
  act,
  createElement as h,
  memo,
  type ReactElement,
  startTransition,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, it, vi } from "vitest";
import { createPlayedServer, settle } from "../sse/played-server.ts";
import { keep, type PartialSummary, render, type Summary, unmountAll, wait } from "./screen.ts";

/** When components render that show a stream, and what they show together. */
export function describeReactRendering(major: string): void {
  // React asks for it before it lets a test wait for what it does.
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  afterEach(unmountAll);

  describe(`an output on React ${major}`, () => {
    it("renders no memoized child whose part did not change", async () => {
      const server = createPlayedServer();
      const renders = { notes: 0, note: [0, 0], patient: 0 };
      const Note = memo(function Note({ index }: { readonly index: number; readonly note: string }) {
        renders.note[index] = (renders.note[index] ?? 0) + 1;
        return null;
      });
      const Notes = memo(function Notes({ notes }: { readonly notes: readonly string[] }) {
        renders.notes++;
        return notes.map((note, index) => h(Note, { key: String(index), index, note }));
      });
      const Patient = memo(function Patient(_: { readonly patient: PartialSummary["patient"] }) {
        renders.patient++;
        return null;
      });
      let start = (): void => {};
      function Screen(): ReactElement {
        const stream = useOutputStream<PartialSummary, Summary>(server.connect, { wait });
        start = stream.start;
        const { notes = none, patient } = stream.partial ?? {};
        return h("div", null, h(Notes, { notes }), h(Patient, { patient }));
      }
      await render(h(Screen));
      await act(() => start());
      const { connection } = server;
      await act(() => connection.send({ root: { patient: { name: "Ada" }, notes: ["cough"] } }));
      const before = structuredClone(renders);
      for (const text of [" at", " night", "."]) await act(() => connection.send(text));
      await act(() => connection.send({ push: ["fever"] }));
      assert.equal(renders.patient, before.patient);
      assert.equal(renders.notes, before.notes + 4);
      assert.deepEqual(renders.note, [(before.note[0] ?? 0) + 3, 1]);
      await act(() => connection.send({ set: { title: "B" }, at: [] }));
      assert.equal(renders.notes, before.notes + 4);
    });

    it("shows one moment in one commit, also when the output grows in the middle of a transition", async () => {
      vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
      const server = createPlayedServer();
      const store = createOutputStore<PartialSummary, Summary>(server.connect, { wait });
      const renders: string[] = [];
      const commits: string[][] = [[]];
      let growsAt = 2;
      function Reader({ place }: { readonly place: number }): string {
        const { partial } = useSyncExternalStore(store.subscribe, store.getSnapshot);
        const title = partial?.title ?? "-";
        renders.push(title);
        useLayoutEffect(() => {
          commits.at(-1)?.push(title);
        });
        if (place === growsAt) {
          growsAt = -1;
          void server.connection.send("b");
        }
        // Long enough for React to let others do something before it renders the next one.
        for (const until = performance.now() + 8; performance.now() < until; );
        return title;
      }
      let show = (_count: number): void => {};
      function Screen(): ReactElement {
        const [count, setCount] = useState(0);
        show = setCount;
        useLayoutEffect(() => {
          commits.push([]);
        });
        const places = Array.from({ length: count }, (_, place) => place);
        return h(
          "p",
          null,
          places.map((place) => h(Reader, { key: place, place })),
        );
      }
      const container = document.createElement("div");
      const root = keep(createRoot(container));
      root.render(h(Screen));
      await until(() => commits.length > 1);
      store.start();
      await server.connection.send({ root: { title: "a" } });
      startTransition(() => show(5));
      await until(() => container.textContent === "ab".repeat(5));
      vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
      // It did happen in the middle: some of the first pass saw the one moment, and some the other one.
      assert.deepEqual([renders[0], renders[4]], ["a", "ab"]);
      for (const commit of commits) assert.ok(new Set(commit).size <= 1, JSON.stringify(commits));
    });

    it("shows nobody what others were not told of yet", async () => {
      const server = createPlayedServer();
      const frames: (() => void)[] = [];
      const store = createOutputStore<PartialSummary, Summary>(server.connect, {
        wait: () => new Promise<void>((resolve) => frames.push(resolve)),
      });
      let renderAgain = (): void => {};
      function Reader({ isFirst }: { readonly isFirst: boolean }): string {
        const [, setCount] = useState(0);
        if (isFirst) renderAgain = () => setCount((count) => count + 1);
        return useSyncExternalStore(store.subscribe, store.getSnapshot).partial?.title ?? "-";
      }
      const { container } = await render(
        h("p", null, h(Reader, { isFirst: true }), " ", h(Reader, { isFirst: false })),
      );
      await act(() => store.start());
      await act(() => server.connection.send({ root: { title: "a" } }));
      assert.equal(container.textContent, "a a");
      await act(() => server.connection.send("b"));
      await act(() => renderAgain());
      assert.equal(container.textContent, "a a");
      await act(async () => {
        frames.shift()?.();
        await settle();
      });
      assert.equal(container.textContent, "ab ab");
    });
  });
}

const none: readonly string[] = [];

/** Lets everything happen until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !isSo(); turn++) await settle();
  assert.ok(isSo());
}
