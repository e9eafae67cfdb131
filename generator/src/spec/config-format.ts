import { dialectNames, modes } from "../../../runtime/src/facts/dialects.ts";
import { failoverActions, failoverCodes } from "../../../runtime/src/facts/failures.ts";
import { apis, type PlaceName, placeNames } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { lintFormat } from "./lint-format.ts";
import { compatModes, failLevels, ruleSeverities } from "./review-format.ts";
import { settingsFormat } from "./settings-format.ts";

const targets: readonly string[] = [...new Set([...providerRows.map(({ id }) => id), ...dialectNames])];
const models: readonly string[] = providerRows.flatMap((row) => row.models.map((model) => `${row.id}/${model}`));

/** A part of an address, with the providers that have it. */
function placeFormat(name: PlaceName): { readonly [keyword: string]: Json } {
  const owners = providerRows.filter(({ places }) => places?.[name] !== undefined);
  const [first] = owners.map(({ places }) => places?.[name]?.title);
  return {
    type: "string",
    minLength: 1,
    description: `${first ?? name}; for ${owners.map(({ id }) => id).join(", ")}.`,
  };
}

/** The format of `outspec.yaml`, as the checker applies it. */
export const configFormat: { readonly [keyword: string]: Json } = {
  title: "outspec.yaml",
  description: "Configuration of an Outspec project.",
  type: "object",
  additionalProperties: false,
  patternProperties: {
    "^x-": true,
  },
  properties: {
    $schema: {
      type: "string",
      description: "Address of this format, for editors.",
    },
    schemas: {
      title: "a folder, a pattern or a list of them",
      description:
        "Folder of the specs, or patterns of their paths: schemas/**/*.yaml; those with ! in front take away.",
      type: ["string", "array"],
      minLength: 1,
      minItems: 1,
      items: { type: "string", minLength: 1 },
      default: "schemas",
    },
    output: {
      type: "string",
      minLength: 1,
      description: "Folder of the generated files.",
      default: "generated",
    },
    router: {
      $ref: "#/definitions/router",
      description: "The router that generated functions use when a call names none.",
    },
    routers: {
      title: "a mapping of names to routers",
      description: "Several routers by name; a spec picks one with `router:`. The one named default serves the others.",
      type: "object",
      minProperties: 1,
      additionalProperties: {
        $ref: "#/definitions/router",
      },
    },
    importExtension: {
      enum: ["js", "ts", "none"],
      description:
        "What relative imports of generated files end in. Default: what the project's tsconfig.json asks for.",
    },
    importSpecs: {
      type: "boolean",
      description: "Whether imports of specs in YAML are declared for TypeScript; a bundler's plugin makes them work.",
      default: false,
    },
    targets: {
      title: "a list of providers or dialects",
      description:
        "What to compile for besides the routers' models: ids of providers (ollama) or names of dialects (llama-gbnf).",
      type: "array",
      items: {
        type: "string",
        examples: targets,
      },
    },
    review: {
      title: "the review settings",
      type: "object",
      additionalProperties: false,
      properties: {
        compat: {
          enum: [...compatModes],
          description: "Whose compatibility is asked for: of code that reads outputs, of stored outputs, both or none.",
          default: "consumer",
        },
        failOn: {
          enum: [...failLevels],
          description: "From which severity on a review fails.",
          default: "breaking",
        },
        values: {
          enum: ["breaking", "dangerous"],
          description: "What breaks count as that the TypeScript type does not show, such as a longer text.",
          default: "breaking",
        },
        removalAfterDeprecation: {
          enum: ["breaking", "dangerous"],
          description: "What the removal of a property counts as that was marked `deprecated`.",
          default: "breaking",
        },
        rules: { $ref: "#/definitions/reviewRules" },
        overrides: {
          title: "a list of overrides, such as { specs: archive/**, compat: stored }",
          description: "What differs for some specs; later ones win.",
          type: "array",
          items: {
            type: "object",
            title: "an override",
            required: ["specs"],
            additionalProperties: false,
            properties: {
              specs: { type: "string", minLength: 1, description: "A pattern of paths: schemas/archive/**" },
              compat: { enum: [...compatModes] },
              failOn: { enum: [...failLevels] },
              rules: { $ref: "#/definitions/reviewRules" },
            },
          },
        },
        accept: {
          title: "a list of accepted changes",
          description: "Changes that somebody has looked at and lets pass; each covers one change and no other.",
          type: "array",
          items: {
            type: "object",
            title: "an accepted change",
            required: ["rule", "at", "change", "reason"],
            additionalProperties: false,
            properties: {
              rule: { type: "string", minLength: 1, description: "Id of the rule: enum-value-added" },
              spec: { type: "string", minLength: 1, description: "Name of the spec." },
              at: { type: "string", description: "The place, as printed: /output/properties/owner" },
              change: { type: "string", pattern: "^[0-9a-f]{8}$", description: "The fingerprint, as printed." },
              reason: { type: "string", pattern: "\\S", description: "Why this change may pass." },
              until: {
                type: "string",
                pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                description: "Last day on which it holds: 2026-12-31",
              },
            },
          },
        },
      },
    },
    lint: lintFormat,
  },
  definitions: {
    reviewRules: {
      type: "object",
      title: "a mapping of rules to severities",
      description: "What a rule's findings count as, by its id: enum-reordered: safe",
      additionalProperties: { enum: [...ruleSeverities] },
    },
    router: {
      type: "object",
      title: "a router",
      required: ["primary"],
      additionalProperties: false,
      properties: {
        primary: {
          $ref: "#/definitions/model",
          description: "The model that is asked first.",
        },
        fallbacks: {
          title: "a list of models",
          description: "The models that are asked next, in order.",
          type: "array",
          items: {
            $ref: "#/definitions/model",
          },
        },
        attempts: {
          type: "integer",
          minimum: 1,
          maximum: 20,
          description: "Attempts at the last or only model.",
          default: 2,
        },
        timeouts: {
          type: "object",
          title: "the timeouts",
          additionalProperties: false,
          properties: {
            connect: {
              $ref: "#/definitions/duration",
              description: "Until the connection stands. Each attempt.",
            },
            firstToken: {
              $ref: "#/definitions/duration",
              description: "Until the first token. Each attempt.",
            },
            idle: {
              $ref: "#/definitions/duration",
              description: "Between two tokens. Each attempt.",
            },
            total: {
              $ref: "#/definitions/duration",
              description: "For a whole attempt.",
            },
            call: {
              $ref: "#/definitions/duration",
              description: "For all attempts together.",
            },
          },
        },
        reAsks: {
          type: "integer",
          minimum: 0,
          maximum: 20,
          description: "How often a model is shown its invalid answer and asked again.",
          default: 1,
        },
        midStream: {
          enum: ["restart", "fail"],
          description: "What happens when a model fails after partials were shown.",
          default: "restart",
        },
        onRefusal: {
          enum: ["stop", "next"],
          description: "What happens when a model refuses.",
          default: "stop",
        },
        failover: {
          type: "object",
          title: "a mapping of failures to what follows them",
          description: "Consequences of failures that differ from those of docs/failover.md, by error code.",
          additionalProperties: false,
          properties: Object.fromEntries(failoverCodes.map((code) => [code, { enum: [...failoverActions] }])),
        },
        hedge: {
          type: "object",
          title: "a hedge, such as { after: 800ms }",
          description: "Asks the next model as well when the one that was asked keeps silent.",
          required: ["after"],
          additionalProperties: false,
          properties: {
            after: {
              type: "string",
              description: "How long without a first token; p95 learns it from the router's own calls.",
              examples: ["p95", "800ms"],
            },
            maxRate: {
              type: "number",
              minimum: 0,
              maximum: 1,
              description: "Most hedges in proportion to calls.",
              default: 0.05,
            },
          },
        },
        breaker: {
          type: "object",
          title: "a circuit breaker, such as { failures: 5, coolDown: 30s }",
          description: "When a model is passed over by all calls of the router.",
          additionalProperties: false,
          properties: {
            failures: {
              type: "integer",
              minimum: 1,
              description: "Failures in a row that open the breaker.",
              default: 5,
            },
            coolDown: {
              $ref: "#/definitions/duration",
              description: "How long it stays open at first; each failed probe doubles it.",
            },
          },
        },
        maxTotalTokens: {
          type: "integer",
          minimum: 1,
          description: "Most tokens a call may have used for another attempt to be made.",
        },
        repairs: {
          enum: ["text", "values", "none"],
          description: "Which flaws of an answer may be mended before it is validated.",
          default: "text",
        },
      },
    },
    model: {
      title: "a model such as openai/gpt-5.4-mini, or a mapping with `model`",
      oneOf: [
        {
          type: "string",
          examples: models,
        },
        {
          type: "object",
          title: "a model",
          required: ["model"],
          additionalProperties: false,
          properties: {
            model: {
              type: "string",
              minLength: 1,
              description: "provider/model",
              examples: models,
            },
            baseUrl: {
              type: "string",
              writeOnly: true,
              pattern: "^https?://",
              description: "Where the provider's API is.",
            },
            apiKeyEnv: {
              type: "string",
              writeOnly: true,
              pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
              description: "Name of the environment variable that holds the key.",
            },
            headers: {
              title: "a mapping of header names to texts",
              type: "object",
              writeOnly: true,
              additionalProperties: {
                type: "string",
                writeOnly: true,
              },
            },
            settings: {
              title: "settings",
              type: "object",
              additionalProperties: false,
              properties: settingsFormat,
            },
            api: {
              enum: [...apis],
              description: "Which of the provider's APIs is asked, where it has two.",
            },
            ...Object.fromEntries(placeNames.map((name) => [name, placeFormat(name)])),
            modes: {
              title: "a list of modes",
              description: "Structured-output modes to try, in order, instead of the provider's own.",
              type: "array",
              minItems: 1,
              items: { enum: [...modes] },
            },
            extraBody: {
              title: "a mapping of body fields",
              description: "Fields merged into each request's body last.",
              type: "object",
            },
            maxConcurrency: {
              type: "integer",
              minimum: 1,
              description: "Most requests to the model at once; further ones wait for their turn.",
            },
            contextWindow: {
              type: "integer",
              minimum: 1,
              description: "Tokens of prompt and answer; after an overflow only larger windows are tried.",
            },
            from: {
              type: "string",
              description: "A model factory of the project's own: ./providers.ts#mine",
            },
          },
        },
      ],
    },
    duration: {
      title: "a duration such as 500ms, 5s or 10m",
      type: "string",
    },
  },
};
