import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export const root: string = join(import.meta.dirname, "../..");

/** A copy of the few files that a script of `.ci` reads, for a test to spoil. */
export interface RepositoryCopy {
  readonly folder: string;
  /** Changes a file that holds JSON. */
  edit<T>(path: string, change: (value: T) => void): void;
  replace(path: string, text: string, by: string): void;
  run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string };
}

/** Copies files and folders of this repository into a folder that is gone after the test. */
export function copyRepository(paths: readonly string[]): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), "outspec-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  return {
    folder,
    edit(path, change) {
      const value = JSON.parse(read(path));
      change(value);
      writeFileSync(join(folder, path), JSON.stringify(value));
    },
    replace(path, text, by) {
      if (!read(path).includes(text)) throw new Error(`${path} does not hold ${text}`);
      writeFileSync(join(folder, path), read(path).replace(text, by));
    },
    run(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      return { code: status, out: stdout, err: stderr };
    },
  };
}

/** What a lockfile says of packages. */
export interface Lockfile {
  readonly packages: Record<string, { version?: string; license?: string; dependencies?: Record<string, string> }>;
}
