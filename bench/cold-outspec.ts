/** One generated call in a fresh process: `node cold-outspec.js PORT`. */
import { createRouter, openai } from "@outspec/runtime";
import { generatePatientSummary } from "../generated/index.js";

const router = createRouter({
  primary: openai("gpt-5.4-mini", { baseUrl: `http://127.0.0.1:${process.argv[2]}/small/v1`, apiKey: "k" }),
});
const { output } = await generatePatientSummary({ notes: "BP 162/98" }, { router });
if (output.vitals_status !== "Warning") throw new Error("wrong answer");
process.exit(0);
