import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { formatReviewJson } from "../../../generator/src/report/review/json.ts";
import { formatReviewMarkdown } from "../../../generator/src/report/review/markdown.ts";
import { loadReview } from "../../../generator/src/review/load/load.ts";
import { reviewChanges } from "../../../generator/src/review/review.ts";
import { lawRuns } from "../../law-runs.ts";
import { diagnose } from "../diagnose.ts";
import { createFolder, isolated } from "../review/load/scratch-repository.ts";
import { assertInside } from "./findings-inside.ts";
import { mutatedTexts } from "./mutated-texts.ts";
import { configTexts, schemaTexts, specTexts } from "./seed-texts.ts";

/** How many specs one project has at most: they are reviewed at once. */
const size = 12;
const seeds = [...specTexts, ...schemaTexts()];
/** An old version, and some that may be the new one. */
const pair = fc
  .constantFrom(...seeds)
  .chain((seed) =>
    fc.tuple(
      fc.oneof(fc.constant(seed), mutatedTexts([seed])),
      fc.array(mutatedTexts([seed]), { minLength: 6, maxLength: 6 }),
      fc.constant(seed),
    ),
  );
const ordinary = "router: { primary: openai/gpt-5.4, fallbacks: [google/gemini-3-flash] }\n";
const config = fc.oneof({ weight: 5, arbitrary: fc.constant(ordinary) }, mutatedTexts(configTexts));

/** The first of some texts that is a spec: with one that is none, nothing of a project is compared. */
async function firstSpec(texts: readonly string[]): Promise<string | undefined> {
  for (const text of texts) {
    const { diagnostics } = await diagnose(filesOf([text], ordinary));
    if (!diagnostics.some(({ severity }) => severity === "error")) return text;
  }
  return undefined;
}

/** The files of one version of a project, by path. */
function filesOf(texts: readonly string[], outspec: string): ReadonlyMap<string, string> {
  return new Map([
    ["outspec.yaml", outspec],
    ...texts.map((text, index): [string, string] => [
      `schemas/s${index}.${text.startsWith("{") ? "json" : "yaml"}`,
      text,
    ]),
  ]);
}

function writeFiles(root: string, files: ReadonlyMap<string, string>): string {
  mkdirSync(join(root, "schemas"), { recursive: true });
  for (const [path, text] of files) writeFileSync(join(root, path), text);
  return root;
}

describe("a change that no person would make", { timeout: 3_600_000 }, () => {
  it("is reviewed with findings that stand in its files, and in the same words each time", async () => {
    let told = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 1, maxLength: size, size: "max" }),
        config,
        config,
        async (pairs, oldConfig, newConfig) => {
          const before = filesOf(
            pairs.map(([text]) => text),
            oldConfig,
          );
          const chosen = await Promise.all(pairs.map(([, texts, seed]) => firstSpec([...texts, seed])));
          // Now and then one is left in that is no spec.
          const fallback = pairs.length % 7 === 0 ? "output: 1\n" : "output: { type: string }\n";
          const after = filesOf(
            chosen.map((text) => text ?? fallback),
            newConfig,
          );
          const folder = createFolder();
          const against = `dir:${writeFiles(join(folder, "before"), before)}`;
          const cwd = writeFiles(join(folder, "after"), after);
          const review = async () => {
            const loaded = await loadReview({ cwd, against, allowEmpty: true, env: isolated });
            const { report } = await reviewChanges(loaded, { flags: {}, today: "2026-06-01" });
            return { loaded, report };
          };
          const { loaded, report } = await review().catch((problem: unknown) => {
            // A configuration that leads to no specs, or out of the project, is the caller's to mend.
            const name = problem instanceof Error ? problem.name : "";
            assert.ok(name === "UsageError" || name === "LoadError", String(problem));
            return { loaded: undefined, report: undefined };
          });
          if (loaded === undefined || report === undefined) return;
          // The old version lies beside the project, and its paths say where.
          const old = new Map([...before].map(([path, text]) => [join(folder, "before", path), text] as const));
          const texts = new Map([...old, ...after]);
          const found = [...report.general, ...report.specs.flatMap(({ findings }) => findings)];
          told += found.length;
          refused += loaded.diagnostics.length;
          for (const { rule, at, location, baseLocation } of found) {
            const about = { code: rule, message: at === "" ? "the spec" : at };
            if (location !== undefined) assertInside([{ ...about, range: location }], after);
            if (baseLocation !== undefined) assertInside([{ ...about, range: baseLocation }], old);
          }
          for (const one of loaded.diagnostics) assertInside([one], texts);
          const json = formatReviewJson(report);
          assert.ok(formatReviewMarkdown(report, {}).length > 0);
          assert.equal(formatReviewJson((await review()).report as typeof report), json);
        },
      ),
      { numRuns: lawRuns(8) },
    );
    assert.ok(told > 0 && refused > 0, `${told} differences, ${refused} diagnostics`);
  });
});
