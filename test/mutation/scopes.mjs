/**
 * What is mutated together, and the tests that hold it, as globs from the root: those that are quick and take a process
 * of many. Mutants of what runs while a module loads cost all tests of a scope; `skipsStatic` leaves them out.
 */
export const scopes = {
  parser: {
    mutate: ["runtime/src/partial/{json-parser,json-grammar,json-value,raw-value,event-reader,malformed-output}.ts"],
    tests: [
      "test/runtime/{json-parser,json-parser-reports,json-value,partial-builder,partial-inverse,repairs,early-fail}.test.ts",
    ],
    skipsStatic: false,
  },
  router: {
    mutate: [
      "runtime/src/router/{failover-policy,backoff,breaker,hedge-budget,latencies,mode-ladder,model-health,recent,turnstile}.ts",
    ],
    tests: ["test/runtime/router/{failover-policy,failover-page,health,model-memory,mode-ladder,recent}.test.ts"],
    skipsStatic: false,
  },
  repairs: {
    mutate: ["runtime/src/validation/repairs.ts", "runtime/src/partial/root-finder.ts"],
    tests: ["test/runtime/{json-parser,json-parser-reports,repairs,mending,early-fail}.test.ts"],
    skipsStatic: false,
  },
  compare: {
    mutate: ["generator/src/review/compare/**/*.ts"],
    tests: [
      "test/generator/review/compare/{told,drawn,labels,judge-search,prove,transplant,open-reader,order,validators,edges,empty,isolation}.test.ts",
    ],
    skipsStatic: true,
  },
};
