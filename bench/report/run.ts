import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Part, Table } from "./part.js";
import { tableText } from "./text.js";

/** What every program of the benchmark is told. */
export interface RunOptions {
  /** Few rounds, to see that all of it works: such figures say nothing. */
  readonly quick: boolean;
  /** Where to write what was found, for who runs all programs. */
  readonly json: string | undefined;
  /** Everything else that was given. */
  readonly sizes: readonly number[];
}

/** Reads the arguments of a program that takes sizes and nothing of its own. */
export function readRunOptions(): RunOptions {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "string" } },
    allowPositionals: true,
  });
  const sizes = positionals.map(Number);
  if (sizes.some((size) => !Number.isInteger(size))) {
    console.error(`expected sizes, got ${positionals.join(" ")}`);
    process.exit(2);
  }
  return { quick: values.quick, json: values.json, sizes };
}

/** Prints a table as soon as it is there. */
export function printTable(table: Table): Table {
  console.log(`${tableText(table)}\n`);
  return table;
}

/** Prints a reason, once, and hands it on. */
export function printSkipped(reason: string): string {
  console.log(`skipped: ${reason}\n`);
  return reason;
}

/** Ends a program: hands what it found to who runs all of them. */
export function finishPart(part: Omit<Part, "seconds">, path: string | undefined): void {
  if (path === undefined) return;
  const whole: Part = { ...part, seconds: performance.now() / 1000 };
  writeFileSync(path, `${JSON.stringify(whole, undefined, 2)}\n`);
}
