import assert from "node:assert/strict";
import * as runtime from "@outspec/runtime";
import { createRouter, type Model, OutspecError, type Result } from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import type { Mode } from "@outspec/runtime/facts/dialects";
import { overrideFor, type ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { beforeAll, describe, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { addressOf, optionsFor, whatIsMissing } from "./what-to-ask.ts";

const asked = process.env["OUTSPEC_LIVE"] ?? "";
const askedModel = process.env["OUTSPEC_LIVE_MODEL"] || undefined;
const rows = providerRows.filter(({ id, retired }) => retired === undefined && (asked === "all" || asked === id));
assert.ok(rows.length > 0, `no provider is called ${asked}; docs/providers.md lists them`);

const factories: Readonly<Record<string, unknown>> = runtime;
const notes = "Blood pressure 162/98. Ran out of amlodipine four days ago. Mild headache since yesterday.";

let codec: Codec;
beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
});

/** Why a provider is not asked, if it is not. */
async function obstacle(row: ProviderRow): Promise<string | undefined> {
  const missing = whatIsMissing(row, askedModel, process.env);
  if (missing !== undefined || row.local !== true) return missing;
  const address = addressOf(row, process.env);
  const reached = await fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  return reached === undefined ? `no server answers at ${address}` : undefined;
}

function modelOf(row: ProviderRow, mode: Mode): Model {
  const factory = factories[row.factory] as (model: string, options: object) => Model; // test/runtime/providers/rows.test.ts says that it is one
  return factory(askedModel ?? row.models[0] ?? "", { ...optionsFor(row, process.env), modes: [mode] });
}

function callOn(model: Model): OutputCall<PatientSummary, { readonly notes: string }> {
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary: model }),
    prompt: (input) => ({
      system: "You are a clinical assistant. Summarise the notes into the requested structure.",
      user: input.notes,
    }),
  };
}

function report(what: string, { output, usage, attempts, model }: Result<PatientSummary>, since: number): void {
  const answered = attempts.at(-1);
  console.log(
    `${model} ${what}: ${output.vitals_status}, ${output.key_notes.length} notes, ${usage.input.total} + ${usage.output.total} tokens, ` +
      `${Math.round(performance.now() - since)} ms, ${attempts.length} attempts, answered by ${answered?.responseModel ?? "?"}`,
  );
}

for (const row of rows) {
  const why = await obstacle(row);
  const model = askedModel ?? row.models[0] ?? "";
  const modes = overrideFor(row, model)?.modes ?? row.modes;
  describe.skipIf(why !== undefined)(`${row.title}${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    it.each(modes)("answers in the mode %s, whole and streamed", async (mode) => {
      const started = performance.now();
      const whole = await generate(callOn(modelOf(row, mode)), { notes }).catch(explain);
      report(`${mode}, whole`, whole, started);
      assert.ok(patientSummary.validate(whole.output));

      const again = performance.now();
      const streamed = stream<PatientSummary, PartialPatientSummary, { readonly notes: string }>(
        callOn(modelOf(row, mode)),
        { notes },
      );
      let partials = 0;
      for await (const _partial of streamed) partials++;
      const result = await streamed.result;
      report(`${mode}, streamed in ${partials} partials`, result, again);
      assert.ok(result.usage.output.total > 0);
    });
  });
}

/** Everything an error says, as a person at the terminal needs it. */
function explain(error: unknown): never {
  if (OutspecError.is(error)) console.error(error.message);
  throw error;
}
