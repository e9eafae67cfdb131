import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { compileWithGenerated, root } from "./compiled.ts";

const run = promisify(execFile);

const script = `
import { anthropic, createRouter, openai } from "@outspec/runtime";
import * as generated from "./generated/index.js";
const [url] = process.argv.slice(2);
try { new Function("return 1")(); console.log("NOT STRICT"); } catch { console.log("strict"); }
const router = createRouter({
  primary: openai("gpt-5.4-mini", { baseUrl: url + "/v1", apiKey: "k" }),
  fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: url, apiKey: "k" })],
});
const inputs = {
  CommentThread: { page: "A page." }, Invoice: { document: "Invoice 7." }, PatientSummary: { notes: "BP 162/98." },
  ProductCatalog: { page: "A lamp." }, SupportTriage: { subject: "Down", body: "It is down." },
  MeetingActions: { held_on: "2026-11-20", participants: ["Ada"], transcript: "Ada: done." },
};
for (const [name, input] of Object.entries(inputs)) {
  const { output } = await generated["generate" + name](input, { router });
  const stream = generated["stream" + name](input, { router });
  let partials = 0;
  for await (const _ of stream) partials++;
  console.log(name, generated[name[0].toLowerCase() + name.slice(1)].validate(output), partials > 0);
}
`;

describe("generated code and runtime", () => {
  it("work where generating code from strings is forbidden", async () => {
    await using simulator = await startSimulator();
    const main = compileWithGenerated("no-eval", script);
    const { stdout } = await run(process.execPath, ["--disallow-code-generation-from-strings", main, simulator.url]);
    expect(stdout.trim().split("\n")).toEqual([
      "strict",
      ...["CommentThread", "Invoice", "PatientSummary", "ProductCatalog", "SupportTriage", "MeetingActions"].map(
        (name) => `${name} true true`,
      ),
    ]);
  });

  it("hold no eval, no new Function and no require", () => {
    const folders = ["generated", "generated/internal", "runtime/dist"];
    for (const folder of folders) {
      for (const file of readdirSync(join(root, folder)).filter(
        (name) => /\.(ts|js)$/.test(name) && !name.endsWith(".d.ts"),
      )) {
        const code = readFileSync(join(root, folder, file), "utf8");
        expect(code, `${folder}/${file}`).not.toMatch(/(?<!\.)\beval\(|new Function\b|[^.\w]require\(/);
      }
    }
  });
});
