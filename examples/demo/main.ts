/**
 * The main job, end to end: a patient summary fills in on the terminal while the primary model is down.
 *
 * Without arguments everything runs on this machine against the embedded simulator. With `--live` the models are
 * those of outspec.yaml, asked with the keys of the environment.
 */
import { anthropic, createRouter, OutspecError, openai, type Router } from "@outspec/runtime";
import { startSimulator } from "@outspec/runtime/testing";
import { streamPatientSummary } from "../../generated/index.js";
import { liveRouter } from "./live.js";
import { notes } from "./notes.js";
import { createScreen } from "./screen.js";

const screen = createScreen(process.stdout);

interface Stage {
  readonly router: Router;
  readonly intro: string;
  close(): Promise<void>;
}

async function simulatedStage(): Promise<Stage> {
  const simulator = await startSimulator({
    seed: 4,
    firstTokenMs: 250,
    deltaMs: process.stdout.isTTY ? 30 : 2,
    faults: (request) => (request.provider === "openai" ? { kind: "status", status: 529 } : undefined),
  });
  return {
    router: createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "demo" }),
      fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, apiKey: "demo" })],
    }),
    intro: "Simulator: openai/gpt-5.4-mini is overloaded (529), anthropic/claude-haiku-5-5 is well.",
    close: () => simulator.close(),
  };
}

async function run(stage: Stage): Promise<void> {
  screen.say(stage.intro);
  const started = performance.now();
  let firstPartialMs: number | undefined;
  try {
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    for await (const partial of stream) {
      firstPartialMs ??= performance.now() - started;
      screen.show(partial);
    }
    const { attempts, model, usage } = await stream.result;
    screen.done();
    screen.say("attempts:");
    for (const attempt of attempts) {
      screen.say(
        `  ${attempt.id}  ${attempt.error?.message ?? `answered in ${attempt.mode} mode`}  (${Math.round(attempt.ms)} ms)`,
      );
    }
    screen.say(`answer by ${model}, validated; ${usage.input.total} tokens in, ${usage.output.total} out`);
    screen.say(
      `first partial after ${Math.round(firstPartialMs ?? 0)} ms, whole after ${Math.round(performance.now() - started)} ms`,
    );
  } catch (error) {
    screen.done();
    screen.say(OutspecError.is(error) ? `${error.name}: ${error.message}` : String(error));
    process.exitCode = 1;
  } finally {
    await stage.close();
  }
}

// A reader such as `head` that has seen enough is no fault.
process.stdout.on("error", () => process.exit());

const unknown = process.argv.slice(2).filter((argument) => argument !== "--live");
if (unknown.length > 0) {
  console.log("npm run demo            a summary fills in while the primary model is down, all on this machine");
  console.log(
    "npm run demo -- --live  the same with the keys of the environment, or a local Ollama or llama.cpp server",
  );
  process.exitCode = unknown.includes("--help") ? 0 : 2;
} else {
  try {
    await run(process.argv.includes("--live") ? await liveRouter() : await simulatedStage());
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
