/** The import order of ARCHITECTURE.md, as rules. Type-only imports count like any other. */

const inTypeScript = (name) => `${name}(/|\\.ts$)`;

/** The generator's phases, top first: imports point down this list and never up. */
const phases = [
  "commands|plugin",
  "lint",
  "review",
  "generate|pipeline",
  "files",
  "emit",
  "plan",
  "spec",
  "diagnostics",
];

const downwards = phases.slice(1).map((phase, i) => ({
  name: `generator-${phase.replaceAll("|", "-")}-looks-down`,
  comment: "A phase does not know what comes after it.",
  severity: "error",
  from: { path: `^generator/src/${inTypeScript(`(?:${phase})`)}` },
  to: { path: `^generator/src/${inTypeScript(`(?:${["cli", "index", ...phases.slice(0, i + 1)].join("|")})`)}` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },

    {
      name: "runtime-stands-alone",
      comment: "The runtime never imports the generator.",
      severity: "error",
      from: { path: "^runtime/src/" },
      to: { path: "^(generator/|node_modules/outspec(/|$))" },
    },
    {
      name: "generator-shares-only-facts",
      comment:
        "Of the runtime, the generator reads the facts, what schemas mean, the types of the contract and how patterns are judged; simulate and try look the rest up in the user's project, at run time.",
      severity: "error",
      from: { path: "^generator/src/", pathNot: "^generator/src/review/normal/format-checks\\.ts$" },
      to: { path: "^runtime/", pathNot: "^runtime/src/(facts/|schema/|validation/patterns/|codec\\.ts$)" },
    },
    {
      name: "schema-stands-alone",
      comment:
        "What a schema means, and how it is said in each dialect, is the same in both packages: pure, and of facts only.",
      severity: "error",
      from: { path: "^runtime/src/schema/" },
      to: { pathNot: "^runtime/src/(schema/|facts/|codec\\.ts$)" },
    },
    {
      name: "schema-only-in-dynamic",
      comment: "At run time only schemas that became known there are read: bundles hold none of it otherwise.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/(schema/|dynamic/)" },
      to: { path: "^runtime/src/schema/" },
    },
    {
      name: "meaning-knows-no-dialect",
      severity: "error",
      from: { path: "^runtime/src/schema/", pathNot: "^runtime/src/schema/dialects/" },
      to: { path: "^runtime/src/schema/dialects/" },
    },
    {
      name: "patterns-stand-alone",
      comment: "How long a pattern may take is judged in both packages: pure, and of nothing else.",
      severity: "error",
      from: { path: "^runtime/src/validation/patterns/" },
      to: { pathNot: "^runtime/src/validation/patterns/" },
    },
    {
      name: "review-judges-formats-as-the-runtime-does",
      comment: "A witness has to be refused by what will refuse it: the checks of formats are pure, and the same.",
      severity: "error",
      from: { path: "^generator/src/review/normal/format-checks\\.ts$" },
      to: { path: "^runtime/", pathNot: "^runtime/src/(validation/formats\\.ts$|facts/|schema/|codec\\.ts$)" },
    },

    {
      name: "facts-are-data",
      severity: "error",
      from: { path: "^runtime/src/facts/" },
      to: { pathNot: "^runtime/src/facts/" },
    },
    {
      name: "json-schema-knows-errors-only",
      comment: "Every spec object brings it into a browser.",
      severity: "error",
      from: { path: "^runtime/src/json-schema/" },
      to: { pathNot: "^runtime/src/(json-schema/|errors\\.ts$)" },
    },
    {
      name: "undici-only-in-its-transport",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/transport/undici\\.ts$" },
      to: { path: "(^|node_modules/)undici(/|$)" },
    },
    {
      name: "network-only-in-transport-and-testing",
      comment: "Only the transport touches the network, and the simulator is a server.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/(transport/undici\\.ts$|testing(/|\\.ts$)|batch/file/)" },
      to: {
        path: "^(node:)?(https?|http2|net|tls|dgram|dns|fs|child_process|worker_threads)(/|$)",
        dependencyTypes: ["core"],
      },
    },
    {
      name: "file-journal-uses-files-only",
      comment: "The journal of a batch is the one thing beside the transport that does I/O, and it does no other.",
      severity: "error",
      from: { path: "^runtime/src/batch/file/" },
      to: { pathNot: "^(node:)?(fs/promises|os|url|crypto)$", dependencyTypes: ["core"] },
    },
    {
      name: "file-journal-only-in-its-entry",
      comment: "Batches run on edge runtimes, too: only the entry for Node leads to files.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/(batch-journal\\.ts$|batch/file/)" },
      to: { path: "^runtime/src/(batch-journal\\.ts$|batch/file/)" },
    },
    {
      name: "batch-uses-no-node-built-ins",
      severity: "error",
      from: { path: "^runtime/src/batch(/|\\.ts$)", pathNot: "^runtime/src/batch/file/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "nothing-knows-of-batches",
      comment: "A batch makes calls like any application; no call knows that it is one of many.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/batch(-journal)?(/|\\.ts$)" },
      to: { path: "^runtime/src/batch(-journal)?(/|\\.ts$)" },
    },
    {
      name: "batch-knows-calls-from-outside",
      comment: "Of what is below a call, batches use pure functions and types only.",
      severity: "error",
      from: { path: "^runtime/src/batch/" },
      to: {
        path: "^runtime/src/(providers|transport|framing|partial|validation|router|testing|telemetry)/",
        pathNot: "^runtime/src/(router/(backoff|routed-call)|telemetry/announce)\\.ts$",
      },
    },
    {
      name: "http-server-only-in-testing",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/testing(/|\\.ts$)" },
      to: { path: "^(node:)?http$", dependencyTypes: ["core"] },
    },
    {
      name: "providers-are-pure",
      severity: "error",
      from: { path: "^runtime/src/providers/" },
      comment: "Credentials are fetched through the transport that is handed in, whose type they know.",
      to: { path: "^runtime/src/(transport|router)/", pathNot: "^runtime/src/transport/transport\\.ts$" },
    },
    {
      name: "partial-and-validation-know-no-providers",
      severity: "error",
      from: { path: "^runtime/src/(partial|validation)/" },
      to: { path: "^runtime/src/(providers|router|transport)/" },
    },
    {
      name: "router-sees-interfaces-only",
      severity: "error",
      comment: "Only where a router is made is its default transport named.",
      from: { path: "^runtime/src/router/", pathNot: "^runtime/src/router/create-router\\.ts$" },
      to: {
        path: "^runtime/src/(providers|transport)/",
        pathNot:
          "^runtime/src/(providers/(provider|address|credentials|redact|auth/kept-credentials)|transport/transport)\\.ts$",
      },
    },
    {
      name: "opentelemetry-only-in-its-entry",
      comment: "The core only announces; who does not import the entry needs no OpenTelemetry.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/(otel\\.ts$|telemetry/otel/)" },
      to: { path: "@opentelemetry/|^runtime/src/(otel\\.ts$|telemetry/otel/)" },
    },
    {
      name: "sse-knows-streams-only",
      comment: "What is sent to a page is what any reader of a stream is told.",
      severity: "error",
      from: { path: "^runtime/src/sse/" },
      to: { path: "^runtime/src/(router|providers|transport|partial|validation|telemetry|framing)/" },
    },
    {
      name: "a-page-loads-its-client-only",
      comment: "What a browser reads a stream with is a few files, and types.",
      severity: "error",
      from: { path: "^runtime/src/sse/(read-[a-z-]+|output-store|patch-reader|open-path|protocol)\\.ts$" },
      to: {
        path: "^runtime/",
        pathNot: "^runtime/src/(sse/(read-[a-z-]+|output-store|patch-reader|open-path|protocol)|stream-events)\\.ts$",
      },
    },
    {
      name: "testing-writes-one-kind-of-file",
      comment: "Of what users test with, only cassettes are files; all else runs where there is no disk.",
      severity: "error",
      from: { path: "^runtime/src/testing(/|\\.ts$)", pathNot: "^runtime/src/testing/cassette/cassette-file\\.ts$" },
      to: { path: "^(node:)?fs(/|$)", dependencyTypes: ["core"] },
    },
    {
      name: "react-only-in-its-entry",
      comment: "The store knows no framework; who does not import the entry needs no React.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/react\\.ts$" },
      to: { path: "node_modules/(@types/)?react(-dom)?/|^react(/|$)|^runtime/src/react\\.ts$" },
    },
    {
      name: "redis-only-in-its-entry",
      comment: "The adapter takes a client of the application's, by the methods it needs: nothing here loads one.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/redis(\\.ts$|/)" },
      to: { path: "^runtime/src/redis(\\.ts$|/)" },
    },
    {
      name: "redis-knows-replay-stores-only",
      severity: "error",
      from: { path: "^runtime/src/redis(\\.ts$|/)" },
      to: {
        path: "^runtime/src/|node_modules/",
        pathNot:
          "^runtime/src/(redis/|sse/(replay|message-log)\\.ts$|(clock|copy-cause|errors|on-abort)\\.ts$|providers/redact\\.ts$)",
      },
    },
    {
      name: "dynamic-only-in-its-entry",
      comment: "Who does not import the entry gets no compiler, and no code that is generated at run time.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/dynamic(/|\\.ts$)" },
      to: { path: "^runtime/src/dynamic(/|\\.ts$)|(^|node_modules/)ajv/" },
    },
    {
      name: "testing-is-for-tests",
      comment: "Only its own entry leads to the testing folder.",
      severity: "error",
      from: { path: "^runtime/src/", pathNot: "^runtime/src/testing(/|\\.ts$)" },
      to: { path: "^runtime/src/testing(/|\\.ts$)" },
    },

    ...downwards,
    {
      name: "generator-report-is-a-leaf",
      comment: "Findings become text last; only commands ask for it.",
      severity: "error",
      from: { path: "^generator/src/report(/|\\.ts$)" },
      to: {
        path: `^generator/src/${inTypeScript("(?:cli|index|commands|generate|pipeline|lint|files|emit|plan)")}`,
      },
    },
    {
      name: "generator-disk-only-at-the-edge",
      severity: "error",
      from: {
        path: "^generator/src/",
        pathNot: "^generator/src/(files/|commands/|review/load/|cli\\.ts$|generate\\.ts$)",
      },
      to: { path: "^(node:)?fs(/|$)", dependencyTypes: ["core"] },
    },
    {
      name: "git-only-where-it-is-run",
      comment: "Arguments, variables and limits of git are set in one place.",
      severity: "error",
      from: { path: "^generator/src/review/", pathNot: "^generator/src/review/load/(git|git-objects)\\.ts$" },
      to: { path: "^(node:)?child_process(/|$)", dependencyTypes: ["core"] },
    },
    {
      name: "review-does-not-emit",
      comment:
        "Specs are compared, not what is generated from them. Only what models are sent depends on the plan's names.",
      severity: "error",
      from: { path: "^generator/src/review/" },
      to: { path: "^generator/src/emit/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(runtime|generator)/dist/" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "node", "import", "default"],
    },
  },
};
