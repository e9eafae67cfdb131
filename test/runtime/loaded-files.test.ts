import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const dist = join(import.meta.dirname, "../../runtime/dist");

/** The files of the package that Node loads for some entries before anything runs. */
function loadedFor(...entries: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, path = ""] of text.matchAll(/^(?:import|export) [^"]*"(\.[^"]+)";$/gm))
      visit(join(dirname(file), path));
    if (text.includes('from "#default-transport"')) visit(join(dist, "transport/undici.js"));
  };
  for (const entry of entries) visit(join(dist, `${entry}.js`));
  return [...found];
}

it("loads few files for a first call, as each takes Node about a millisecond", () => {
  const files = loadedFor("index", "codegen");
  expect(files.length).toBeGreaterThan(3);
  expect(files.length).toBeLessThanOrEqual(8);
});

it.each(["batch", "batch-journal", "otel", "react", "redis", "sse", "undici"])(
  "loads for %s nothing of what only calls need",
  (entry) => {
    const calls = loadedFor("codegen").filter((file) => /\/call-[^/]*\.js$/.test(file));
    expect(calls).toHaveLength(1);
    expect(loadedFor(entry)).not.toContain(calls[0]);
  },
);
