import { displayWidth, printable } from "../report/printable.ts";
import type { Terminal } from "./command.ts";

/** Shows a stream's events while they come. */
export interface StreamView {
  show(event: { readonly type: string } & Readonly<Record<string, unknown>>): void;
  /** Ends the view, with the finished output if there is one. */
  end(output: unknown): void;
}

/** Redrawing more often than this only flickers. */
const frameMs = 33;

/** A view for terminals: the object is redrawn in place as it grows. */
export function createLiveView(terminal: Terminal): StreamView {
  let drawn = 0;
  let last = 0;
  let pending: unknown;
  const draw = (value: unknown): void => {
    const columns = process.stdout.columns || 80;
    const rows = Math.max(4, (process.stdout.rows || 24) - 2);
    const lines = JSON.stringify(value, null, 2)
      .split("\n")
      .map((line) => fit(printable(line), columns - 1));
    // Taller than the screen: the end is where things happen.
    const shown = lines.length > rows ? ["…", ...lines.slice(1 - rows)] : lines;
    terminal.out(`${backTo(drawn)}${shown.map((line) => `\x1b[2K${line}\n`).join("")}\x1b[J`);
    drawn = shown.length;
  };
  return {
    show(event) {
      if (event.type === "restart") terminal.note(restartLine(event));
      if (event.type === "restart") drawn = 0;
      if (event.type !== "partial") return;
      pending = event["partial"];
      const now = performance.now();
      if (now - last < frameMs) return;
      last = now;
      draw(pending);
    },
    end(output) {
      const value = output ?? pending;
      if (value === undefined) return;
      // The finished output is shown whole, however tall.
      terminal.out(`${backTo(drawn)}\x1b[J`);
      terminal.out(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

/** Leads to the start of what was drawn; a key the terminal has echoed, as in `^C`, may have moved the cursor along its line. */
function backTo(drawn: number): string {
  return drawn > 0 ? `\r\x1b[${drawn}A` : "\r";
}

/** A view for pipes: one line for each value as it becomes whole, then the output. */
export function createPlainView(terminal: Terminal): StreamView {
  let partial: unknown;
  const lines: string[] = [];
  const flush = (): void => {
    for (const line of lines.splice(0)) terminal.out(line);
  };
  return {
    show(event) {
      if (event.type === "restart") terminal.note(restartLine(event));
      if (event.type === "partial") partial = event["partial"];
      if (event.type !== "path-complete") return;
      const path = event["path"] as readonly (string | number)[];
      const value = valueAt(partial, path);
      if (path.length === 0 || (typeof value === "object" && value !== null)) return;
      lines.push(
        `${path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`)).join("")}: ${printable(JSON.stringify(value) ?? "")}\n`,
      );
      flush();
    },
    end(output) {
      if (output !== undefined) terminal.out(`\n${JSON.stringify(output, null, 2)}\n`);
    },
  };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (place, step) =>
      typeof place === "object" && place !== null
        ? (place as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    value,
  );
}

function restartLine(event: Readonly<Record<string, unknown>>): string {
  const reason = event["reason"];
  return `restart on ${String(event["model"])}: ${reason instanceof Error ? (reason.message.split("\n")[0] ?? "") : ""}\n`;
}

function fit(line: string, columns: number): string {
  let shown = line;
  while (displayWidth(shown) > columns)
    shown = shown
      .slice(0, Math.max(1, shown.length - Math.max(1, Math.floor((displayWidth(shown) - columns) / 2))))
      .trimEnd();
  return shown.length < line.length ? `${shown.slice(0, -1)}…` : shown;
}
