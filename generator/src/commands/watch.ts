import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { findProject } from "../files/find.ts";
import { type GenerateOptions, generate } from "../generate.ts";
import type { Terminal } from "./command.ts";
import type { ReportFormat } from "./findings.ts";
import { reportRun } from "./report-run.ts";

/** Editors write a file in several steps; this much quiet means they are done. */
const quietMs = 60;

/** What there is to watch: single files, and folders in which every new file counts. */
interface Watched {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Generates, then again after each change of an input, until SIGINT or SIGTERM. Findings do not end it. */
export async function watchProject(
  options: GenerateOptions & { readonly cwd: string },
  format: ReportFormat,
  terminal: Terminal,
): Promise<number> {
  const { root, config = "outspec.yaml" } = findProject(options.cwd, options.config);
  let watched: Watched = { files: new Set([join(root, config)]), folders: new Set() };

  const run = async (): Promise<void> => {
    try {
      const result = await generate(options);
      watched = {
        files: new Set([
          join(root, config),
          join(root, "tsconfig.json"),
          ...result.inputs.map((path) => resolve(root, path)),
        ]),
        folders: new Set(foldersBelow(join(root, result.schemas))),
      };
      reportRun(result, format, terminal);
    } catch (problem) {
      // A folder that is gone or a file that cannot be read may be back with the next change.
      if (!(problem instanceof UsageError)) throw problem;
      terminal.note(`outspec: ${problem.message}\n${problem.hint === undefined ? "" : `  ${problem.hint}\n`}`);
    }
  };

  return new Promise((resolveExit, reject) => {
    const watchers = new Map<string, FSWatcher>();
    const seen = new Map<string, number>();
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> = Promise.resolve();
    let stopped = false;

    const changed = (folder: string, name: string): void => {
      const counts = watched.files.has(join(folder, name)) || (watched.folders.has(folder) && !name.startsWith("."));
      if (!counts || stopped) return;
      clearTimeout(timer);
      timer = setTimeout(runAgain, quietMs);
    };

    // One watcher for each folder: a file that is replaced by renaming, as editors and we do, stays watched.
    const follow = (): void => {
      const folders = new Set([...watched.folders, ...[...watched.files].map((file) => dirname(file))]);
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) {
        if (watchers.has(folder) || stopped) continue;
        try {
          const watcher = watch(folder, (_, name) => {
            if (name !== null) changed(folder, basename(name));
          });
          watcher.on("error", () => {
            watcher.close();
            watchers.delete(folder);
          });
          watchers.set(folder, watcher);
        } catch {
          // The folder is gone. When it is back, the next change of the configuration finds it.
        }
      }
    };

    const runAgain = (): void => {
      const started = Date.now();
      running = running
        .then(run)
        .then(() => {
          follow();
          // What was saved between reading and watching would go unnoticed.
          for (const file of watched.files) {
            const time = modifiedAt(file);
            if (time > started && seen.get(file) !== time) changed(dirname(file), basename(file));
            seen.set(file, time);
          }
        })
        .catch(fail);
    };

    const end = (): void => {
      stopped = true;
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    };
    const stop = (): void => {
      end();
      void running.then(() => resolveExit(0));
    };
    const fail = (problem: unknown): void => {
      end();
      reject(problem);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    runAgain();
    void running.then(() => {
      if (!stopped) terminal.note(`Watching ${root}. Ctrl-C ends it.\n`);
    });
  });
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A folder and all folders below it. */
function foldersBelow(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return [
      folder,
      ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name)),
    ];
  } catch {
    return [folder];
  }
}
