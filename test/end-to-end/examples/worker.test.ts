import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSummary } from "../../../generated/index.ts";
import { setUpExample } from "./example.ts";
import { describeHangUp, describeServer, type ExampleServer, leavePage, startServer } from "./server-contract.ts";

const run = promisify(execFile);

let server: ExampleServer;

beforeAll(async () => {
  const anyPort = ["--socket-addr=http=127.0.0.1:0", "--control-fd=3"];
  server = await startServer(await setUpExample("worker"), async () => anyPort);
}, 60_000);

afterAll(() => server[Symbol.asyncDispose]());

// In workerd itself, which has no Node and forbids code from strings.
describeServer("worker", () => server);
describeHangUp("worker", () => server);

describe("the example worker", () => {
  it("stops the model when a page leaves in the middle of a stream", async () => {
    expect(await leavePage(server)).toBe("hung-up");
  }, 20_000);

  it("is one module that imports nothing and makes no code of strings", () => {
    const text = readFileSync(join(server.example.folder, "dist/worker.js"), "utf8");
    const forbidden = /\bimport\s*[("'{*]|\bfrom\s*["']|\brequire\(|\beval\(|new Function\b/;
    expect(forbidden.exec(text)?.[0]).toBeUndefined();
  });

  it("works in Node where code from strings is forbidden", async () => {
    await using simulator = await startSimulator();
    const script = `
      try { new Function("return 1")(); console.log("not strict"); } catch { console.log("strict"); }
      const { default: worker } = await import("./dist/worker.js");
      const body = JSON.stringify({ notes: "BP 162/98." });
      const request = new Request("http://example/summary", { method: "POST", body });
      const response = await worker.fetch(request, {
        OPENAI_API_KEY: "simulated", OPENAI_BASE_URL: process.argv[1],
      });
      console.log(await response.text());`;
    const { stdout } = await run(
      process.execPath,
      ["--disallow-code-generation-from-strings", "--input-type=module", "--eval", script, simulator.baseUrls.openai],
      { cwd: server.example.folder },
    );
    const [mode, answer = ""] = stdout.split("\n");
    expect(mode).toBe("strict");
    expect(patientSummary.validate(JSON.parse(answer))).toBe(true);
  });
});
