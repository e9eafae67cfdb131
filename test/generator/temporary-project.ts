import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A project in a folder of its own, removed when the test ends. */
export interface TemporaryProject {
  readonly root: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Paths of all files below a folder, sorted; `node_modules` is left out. */
  list(folder?: string): string[];
}

/** Creates a project of the given files. */
export function createProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "outspec-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const list = (folder = "."): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => name !== "node_modules")
      .flatMap((entry) => {
        const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
        return entry.isDirectory() ? list(path) : [path];
      })
      .sort();
  return { root, write, read: (path) => readFileSync(join(root, path), "utf8"), list };
}

/** A spec that is fine. */
export const patientSummary = `description: What a triage nurse reads before the visit.
prompt: "{{ notes }}"
output:
  type: object
  required: [vitals_status]
  properties:
    vitals_status: { enum: [Normal, Warning, Critical] }
`;
