import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { root } from "./compiled.ts";

const run = promisify(execFile);

it("a short soak loses nothing and leaves nothing behind, and says so on a page with a plot", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outspec-soak-"));
  const script = [".ci/run-ts.mjs", "test/soak/main.ts"];
  const args = ["--minutes", "0.1", "--streams", "60", "--seed", "7", "--write", "--folder", folder];
  try {
    // It rejects, with what was printed, when the soak leaves with another code than 0.
    const { stdout } = await run(process.execPath, [...script, ...args], { cwd: root });
    expect(stdout).toMatch(/^violations +0$/m);
    expect(stdout).toMatch(/^ {2}value +\d+$/m);
    const [values, results] = [/^ {2}value +(\d+)$/m, /^results, each with its own answer +(\d+)$/m].map(
      (line) => line.exec(stdout)?.[1],
    );
    expect(results).toBe(values);
    const page = readFileSync(join(folder, "soak.md"), "utf8");
    expect(page).toContain("**No violations.**");
    expect(page).toContain(`| results, each with its own answer | ${results} |`);
    expect(readFileSync(join(folder, "soak.svg"), "utf8")).toMatch(/^<svg [\s\S]+<polyline[\s\S]+<\/svg>\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);
