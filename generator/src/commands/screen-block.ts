import { displayWidth } from "../report/printable.ts";
import type { Terminal } from "./command.ts";

/** Lines at the end of a terminal that are drawn again and again. */
export interface ScreenBlock {
  /** Puts these lines, each no wider than the terminal, where the last ones stood. */
  draw(lines: readonly string[]): void;
  /** Takes them away: what is printed next stands in their place. */
  erase(): void;
}

/** Creates a block that is not drawn yet. */
export function createScreenBlock(terminal: Terminal): ScreenBlock {
  let drawn: readonly string[] = [];
  /** Leads to where the block begins; a key that was echoed, as `^C` is, may have moved the cursor along its line. */
  const back = (): string => {
    const { columns } = sizeOf(terminal);
    // Lines of a terminal that has become narrower since are wrapped.
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
    return rows > 0 ? `\r\x1b[${rows}A` : "\r";
  };
  return {
    draw(lines) {
      terminal.out(`${back()}${lines.map((line) => `\x1b[2K${line}\n`).join("")}\x1b[J`);
      drawn = lines;
    },
    erase() {
      if (drawn.length > 0) terminal.out(`${back()}\x1b[J`);
      drawn = [];
    },
  };
}

/** The size of a terminal, as it is now. */
export function sizeOf(terminal: Terminal): { readonly columns: number; readonly rows: number } {
  return terminal.size?.() ?? { columns: 80, rows: 24 };
}
