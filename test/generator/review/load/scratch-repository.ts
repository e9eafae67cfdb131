import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import type { LoadOptions } from "../../../../generator/src/review/load/review.ts";

/** A repository in a folder of its own, made with the real git and removed when the test ends. */
export interface ScratchRepository {
  readonly root: string;
  /** Runs git there, and gives what it says. */
  git(...args: readonly string[]): string;
  /** Writes files; `undefined` deletes one. */
  write(files: Readonly<Record<string, string | undefined>>): void;
  link(path: string, target: string): void;
  /** Writes files and commits everything; gives the commit's id. */
  commit(files?: Readonly<Record<string, string | undefined>>, message?: string): string;
  /** Clones it with some options. */
  clone(...options: readonly string[]): ScratchRepository;
  /** Options for the loader that see nothing of the machine's own configuration or job. */
  options(more?: LoadOptions): LoadOptions;
}

/** Variables under which git knows nothing of the machine it runs on. */
export const isolated: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

const settings = [
  ["init.defaultBranch", "main"],
  ["commit.gpgSign", "false"],
  ["tag.gpgSign", "false"],
  ["protocol.file.allow", "always"],
  ["gc.auto", "0"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** Makes an empty folder that is removed when the test ends. */
export function createFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "outspec-review-")));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Creates a repository; its first commit holds the given files. */
export function createRepository(files: Readonly<Record<string, string>> = {}): ScratchRepository {
  const repository = at(createFolder());
  repository.git("init", "--quiet");
  if (Object.keys(files).length > 0) repository.commit(files);
  return repository;
}

function at(root: string): ScratchRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...settings, ...args], {
      cwd: root,
      env: isolated,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const write: ScratchRepository["write"] = (files) => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, path);
      if (text === undefined) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  };
  return {
    root,
    git,
    write,
    link(path, target) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    },
    commit(given = {}, message = "Change") {
      write(given);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
    clone(...options) {
      const folder = createFolder();
      execFileSync("git", [...settings, "clone", "--quiet", ...options, pathToFileURL(root).href, folder], {
        env: isolated,
        stdio: "ignore",
      });
      return at(folder);
    },
    options: (more = {}) => ({ cwd: root, env: isolated, ...more }),
  };
}

/** A spec whose output has a priority among some. */
export function triage(...priorities: readonly string[]): string {
  return `description: Which queue a ticket belongs in, and how soon somebody has to look at it.
prompt: |
  Classify the ticket below. Answer for the support team of a clinic.
  {{ ticket }}
output:
  type: object
  additionalProperties: false
  required: [category, priority]
  properties:
    category: { enum: [billing, bug, question] }
    priority: { enum: [${priorities.join(", ")}] }
`;
}

/** A small spec that has nothing to do with others. */
export function note(word: string): string {
  return `prompt: "Write a note about ${word}: {{ topic }}"
output:
  type: object
  required: [${word}]
  properties:
    ${word}: { type: string, description: The ${word} of it. }
`;
}
