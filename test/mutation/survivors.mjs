/**
 * Why mutants survive: each kind with a reason, and which mutants are of it. The first kind that fits a mutant is its
 * kind. `code` is what was replaced, `becomes` what it was replaced by, `file` where; absent, anything fits.
 */
export const kinds = [
  {
    kind: "A first value of a field that is set before it is read",
    why: "A class or a loop has to begin with some value; nothing can see which one.",
    mutants: [
      { file: /json-parser/, code: /^(?:false|""|"minus"|"null"|\{ word: "null", value: null \})$/ },
      { file: /event-reader/, code: /^(?:false|""|"whole")$/ },
      { file: /raw-value/, code: /^(?:\[\]|"")$/ },
      { file: /latencies/, code: /^\[\]$/ },
    ],
  },
  {
    kind: "A shortcut",
    why: "Without it the same is found, later or with more memory. Time and memory are held by the benchmarks, not here.",
    mutants: [
      { file: /json-grammar/, code: /^digits/ },
      { file: /json-parser/, code: /^(?:end |i > start|this\.#heldHalf|i < text\.length|\{ …)/ },
      { file: /json-value/, code: /__proto__|isArray/ },
      { file: /recent/, code: /set\.has/ },
      { file: /event-reader/, code: /^(?:this\.#isJoined|this\.#text !== ""|\{ …)/ },
      { file: /(?:root-finder)/, code: /^this\.#tag === ""$/ },
    ],
  },
  {
    kind: "A case that cannot be",
    why: "An index that is always in range, the last case of a `switch`, an error of another kind than is thrown.",
    mutants: [
      { code: /instanceof|^(?:default|case)\b|=== undefined|!== undefined/ },
      { file: /json-parser/, code: /finder|seek its root|"next-element"|"value"/ },
      { file: /json-grammar/, code: /"e"|^-1$/ },
    ],
  },
  {
    kind: "A limit that is not met exactly",
    why: "Floating-point sums, or a boundary at which both sides do the same.",
    mutants: [{ file: /hedge-budget|event-reader|recent/, code: /1e-9|offset < 0|most \/ 2$/ }],
  },
  {
    kind: "A search for a counter-example that finds another one",
    why:
      "Witnesses are looked for in several ways, one after the other. With one way less, another finds an instance, as good " +
      "a proof as the first: each is confirmed by two validators.",
    mutants: [{ file: /compare\/(?:candidates|draw|draw-scalar|hints|judge|sample|random)\.ts$/ }],
  },
  {
    kind: "A budget",
    why: "Comparisons end within bounds of time and number, which tests of hostile schemas hold (`hostile.test.ts`): too slow to run for each mutant.",
    mutants: [{ file: /compare\//, code: /budget|isOver|most[A-Z]|Budget|RangeError/ }],
  },
];
