// A vitest reporter which writes what check.mjs counts. Vitest's own JSON report leaves out unhandled errors.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: [], skipped: [], broken: [], unhandled: unhandledErrors.map((e) => e.message) };
    for (const module of modules) {
      const name = (test) => `${module.relativeModuleId} > ${test.fullName}`;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") counts.passed++;
        else if (state === "failed") counts.failed.push(name(test));
        else counts.skipped.push(name(test));
      }
      // Files that do not load, and failing hooks: errors that belong to no test.
      if (module.errors().length > 0) counts.broken.push(module.relativeModuleId);
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.broken.push(name(suite));
    }
    const file = process.env.OUTSPEC_TEST_COUNTS;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(counts, null, 2)}\n`);
  }
}
