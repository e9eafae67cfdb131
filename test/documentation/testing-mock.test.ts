import { createScriptedRouter, fixture } from "@outspec/runtime/testing";
import { expect, it, vi } from "vitest";
import { generatePatientSummary, patientSummary } from "../../generated/index.ts";

// As docs/testing.md says: a mock of a module has to stand in a test file of its own.
vi.mock("../../generated/router.js", () => ({
  router: createScriptedRouter(() => ({ output: fixture(patientSummary) })),
}));

it("a scripted router takes the place of the generated one", async () => {
  const { model } = await generatePatientSummary({ notes: "BP 162/98." });
  expect(model).toBe("scripted/model");
});
