/** One generated call in a fresh process: `node cold-outspec.js URL`. */
import { createRouter, openai } from "@outspec/runtime";
import { generatePatientSummary } from "../generated/index.js";
import { endColdStart } from "./calls/end-cold-start.js";

const router = createRouter({
  primary: openai("gpt-5.4-mini", { api: "chat", baseUrl: process.argv[2] ?? "", apiKey: "k" }),
});
const { output } = await generatePatientSummary({ notes: "BP 162/98" }, { router });
endColdStart(output);
