import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { findProject } from "../files/find.ts";
import { createGenerator, type GenerateOptions, type GenerateResult } from "../generate.ts";
import type { Terminal } from "./command.ts";
import type { ReportFormat } from "./findings.ts";
import { createFolderWatcher, type Watched } from "./folder-watcher.ts";
import { reportRun } from "./report-run.ts";

/** Editors write a file in several steps; this much quiet means they are done. */
const quietMs = 60;

/** Generates, then again after each change of an input, until SIGINT or SIGTERM. Findings do not end it. */
export async function watchProject(
  options: GenerateOptions & { readonly cwd: string },
  format: ReportFormat,
  terminal: Terminal,
): Promise<number> {
  const { root, config = "outspec.yaml" } = findProject(options.cwd, options.config);
  const generator = createGenerator(options);
  const own = [join(root, config), join(root, "tsconfig.json")];
  let watched: Watched = { files: new Set(own), folders: new Set() };
  let generated: ReadonlySet<string> = new Set();
  let shown: string | undefined;

  const run = async (isAsked: boolean): Promise<void> => {
    const started = performance.now();
    try {
      const result = await generator.run();
      generated = new Set(generatedFolders(result));
      watched = watchedBy(result, own, generated);
      // A look for what may have been missed is worth no words when nothing was.
      const isNews = isAsked || result.status === "written" || summaryOf(result) !== shown;
      shown = summaryOf(result);
      if (isNews) reportRun(result, format, terminal, performance.now() - started);
    } catch (problem) {
      // A folder that is gone or a file that cannot be read may be back with the next change.
      if (!(problem instanceof UsageError)) throw problem;
      if (problem.message === shown && !isAsked) return;
      shown = problem.message;
      terminal.note(`outspec: ${problem.message}\n${problem.hint === undefined ? "" : `  ${problem.hint}\n`}`);
    }
  };

  return new Promise((resolveExit, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> = Promise.resolve();
    let stopped = false;
    let isAsked = false;
    const watcher = createFolderWatcher((path) => {
      if (stopped) return;
      // What changes below the output folder is mostly our own writing, which is worth no words.
      isAsked ||= !generated.has(path) && !generated.has(dirname(path));
      clearTimeout(timer);
      timer = setTimeout(() => {
        runAgain(isAsked);
        isAsked = false;
      }, quietMs);
    });
    const runAgain = (isAsked: boolean): void => {
      running = running
        .then(() => run(isAsked))
        .then(() => {
          // A folder that is watched only now may have got files between our reading and our watching.
          if (!stopped && watcher.follow(watched)) runAgain(false);
        })
        .catch(fail);
    };

    const end = (): void => {
      stopped = true;
      clearTimeout(timer);
      watcher.close();
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
    runAgain(true);
    void running.then(async () => {
      if (stopped) return;
      terminal.note(`Watching ${root}. Ctrl-C ends it.\n`);
      // The first change shall not wait for the compilers to be loaded.
      const { loadEmitTools } = await import("../emit/emit-project.ts");
      await loadEmitTools();
    });
  });
}

function watchedBy(
  { root, schemas, inputs }: GenerateResult,
  own: readonly string[],
  generated: ReadonlySet<string>,
): Watched {
  return {
    files: new Set([...own, ...inputs.map((path) => resolve(root, path))]),
    folders: new Set([...foldersBelow(join(root, schemas)), ...generated]),
  };
}

/** The folders of what was generated: a file that is edited or deleted there is written again. */
function generatedFolders({ root, output, written, unchanged }: GenerateResult): readonly string[] {
  return [...written, ...unchanged].map((path) => dirname(join(root, output, path)));
}

/** What a report would tell of a run that wrote nothing. */
function summaryOf({ status, specs, diagnostics }: GenerateResult): string {
  return JSON.stringify([status === "failed", specs, diagnostics]);
}

/** A folder and all folders below it that may hold specs. */
function foldersBelow(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const folders = entries.filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
    );
    return [folder, ...folders.flatMap((entry) => foldersBelow(join(folder, entry.name)))];
  } catch {
    return [folder];
  }
}
