import { lawRuns } from "./law-runs.ts";

// Laws that name no number of runs have fast-check's own, which the environment can ask more of as well.
const usual = 100;
if (lawRuns(usual) !== usual) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ numRuns: lawRuns(usual) });
}
