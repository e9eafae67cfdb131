import assert from "node:assert/strict";
import { type OutputStreamState, useOutputStream } from "@outspec/runtime/react";
import type { EventStreamError } from "@outspec/runtime/sse";
import { act, createElement as h, type ReactElement, StrictMode, useEffect } from "react";
import { createRoot, type Root } from "react-dom/client";
import { createPlayedServer, type PlayedServer } from "../sse/played-server.ts";

export interface Summary {
  readonly title: string;
  readonly notes: readonly string[];
  readonly patient: { readonly name: string };
}

export interface PartialSummary {
  readonly title?: string;
  readonly notes?: readonly string[];
  readonly patient?: { readonly name?: string };
}

/** What the hook gives to a screen. */
export type SummaryStream = OutputStreamState<PartialSummary, Summary, string, { readonly model: string }>;

/** A wait that takes no time: of frames, and of pauses before a connection is made again. */
export const wait = async (): Promise<void> => {};

const roots: Root[] = [];

/** Renders into an element of its own, until {@link unmountAll}. */
export async function render(element: ReactElement): Promise<{ readonly root: Root; readonly container: HTMLElement }> {
  const container = document.createElement("div");
  const root = keep(createRoot(container));
  await act(() => root.render(element));
  return { root, container };
}

/** Has a root unmounted by {@link unmountAll}. */
export function keep(root: Root): Root {
  roots.push(root);
  return root;
}

/** Takes away all that a test has rendered. */
export async function unmountAll(): Promise<void> {
  await act(() => {
    for (const root of roots.splice(0)) root.unmount();
  });
}

/** A component that shows a summary, and what the hook gave it. */
export interface SummaryScreen {
  readonly element: ReactElement;
  readonly server: PlayedServer<string>;
  /** What the hook gave in each commit. */
  readonly commits: readonly SummaryStream[];
  /** What it gave in the newest one. */
  readonly stream: SummaryStream;
  /** What `onFinish` and `onError` were called with. */
  readonly finished: readonly unknown[];
  readonly failed: readonly EventStreamError[];
}

/** Makes a screen of a server that the test plays. */
export function createScreen(isStrict = false): SummaryScreen {
  const server = createPlayedServer<string>();
  const commits: SummaryStream[] = [];
  const finished: unknown[] = [];
  const failed: EventStreamError[] = [];
  function Screen(): ReactElement {
    const stream: SummaryStream = useOutputStream(server.connect, {
      wait,
      onFinish: (output, result) => finished.push([output, result]),
      onError: (error) => failed.push(error),
    });
    useEffect(() => {
      commits.push(stream);
    });
    const { partial, status } = stream;
    return h("p", null, `${status} ${partial?.title ?? "-"} ${(partial?.notes ?? []).join("+")}`);
  }
  return {
    server,
    commits,
    finished,
    failed,
    element: isStrict ? h(StrictMode, null, h(Screen)) : h(Screen),
    get stream(): SummaryStream {
      const newest = commits.at(-1);
      assert.ok(newest !== undefined, "it was rendered");
      return newest;
    },
  };
}
