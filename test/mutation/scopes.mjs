/** What is mutated together, and the tests that hold it: `mutate` and `tests` are globs from the root. */
export const scopes = {
  parser: {
    mutate: [
      "runtime/src/partial/{json-parser,json-grammar,json-value,raw-value,event-reader,malformed-output}.ts",
    ],
    tests: ["test/runtime/{json-parser,json-parser-reports,json-value,partial-builder,partial-inverse,repairs,early-fail}.test.ts"],
  },
  router: {
    mutate: [
      "runtime/src/router/{failover-policy,backoff,breaker,hedge-budget,latencies,mode-ladder,model-health,recent,turnstile}.ts",
    ],
    tests: ["test/runtime/router/{failover-policy,failover-page,health,model-memory,mode-ladder,recent}.test.ts"],
  },
  repairs: {
    mutate: ["runtime/src/validation/repairs.ts", "runtime/src/partial/root-finder.ts"],
    tests: ["test/runtime/{json-parser,json-parser-reports,repairs,mending,early-fail}.test.ts"],
  },
  compare: {
    mutate: ["generator/src/review/compare/**/*.ts"],
    tests: ["test/generator/review/compare/{told,edges,empty,isolation}.test.ts"],
  },
};
