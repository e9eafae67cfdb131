import { cacheLifetimes } from "../../../runtime/src/facts/dialects.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { compatModes } from "./review-format.ts";
import { settingsFormat } from "./settings-format.ts";

/** The format of an envelope, as the checker applies it. What is inside `input` and `output` is judged elsewhere. */
export const specFormat: { readonly [keyword: string]: Json } = {
  title: "an output spec",
  description:
    "An Outspec output spec: the prompt, its variables and the JSON Schema of what a model is asked to produce.",
  type: "object",
  required: ["output"],
  additionalProperties: false,
  patternProperties: {
    "^x-": true,
  },
  properties: {
    $schema: {
      type: "string",
      description: "Address of this format, for editors. The draft of JSON Schema is stated inside `output`.",
    },
    name: {
      type: "string",
      description:
        "Name of the generated type. Without it, the file's name gives it: patient-summary.yaml makes PatientSummary.",
    },
    description: {
      type: "string",
      description: "What the output is and who reads it. Becomes the type's documentation.",
    },
    prompt: {
      title: "a text, a { system, user } pair or a list of messages",
      description:
        "What the model is asked. Texts may use {{ variable }}, {{#if path}}…{{else}}…{{/if}} and {{#each path}}…{{/each}}. Without a prompt, the generated function takes one at call time.",
      oneOf: [
        {
          type: "string",
        },
        {
          type: "object",
          title: "a { system, user } pair",
          required: ["user"],
          additionalProperties: false,
          properties: {
            system: {
              $ref: "#/definitions/content",
            },
            user: {
              $ref: "#/definitions/content",
            },
          },
        },
        {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            title: "a message",
            required: ["role", "content"],
            additionalProperties: false,
            properties: {
              role: {
                enum: ["system", "user", "assistant"],
              },
              content: {
                $ref: "#/definitions/content",
              },
            },
          },
        },
      ],
    },
    input: {
      title: "a JSON Schema",
      description: "JSON Schema of the prompt's variables: an object with one property for each.",
      type: "object",
    },
    output: {
      title: "a JSON Schema",
      description:
        "JSON Schema of what the model produces. The order of the properties is the order in which the model writes them.",
      type: ["object", "boolean"],
      examples: [
        {
          type: "object",
          required: ["summary"],
          properties: {
            summary: {
              type: "string",
            },
          },
        },
      ],
    },
    settings: {
      title: "settings",
      description: "Sampling and length settings. Each is sent only when set: many current models reject them.",
      type: "object",
      additionalProperties: false,
      properties: settingsFormat,
    },
    cache: {
      description:
        "Marks the system message as a prefix worth caching at the provider, for a time if one is given. Parts of a message are marked with `cache: true`.",
      title: "`system`, or { system: 1h }",
      oneOf: [
        { enum: ["system"] },
        {
          type: "object",
          required: ["system"],
          additionalProperties: false,
          properties: { system: { enum: [true, ...cacheLifetimes] } },
        },
      ],
    },
    examples: {
      title: "a list of { input, output } pairs",
      description: "Few-shot examples, shown to the model before the real question. Checked against both schemas.",
      type: "array",
      items: {
        type: "object",
        title: "an example",
        required: ["output"],
        additionalProperties: false,
        properties: {
          input: {
            type: "object",
            title: "the example's variables",
          },
          output: true,
        },
      },
    },
    router: {
      type: "string",
      description: "Name of a router in outspec.yaml.",
    },
    stability: {
      enum: ["stable", "experimental"],
      description: "Changes of an experimental spec never fail a review.",
    },
    review: {
      title: "the review settings of this spec",
      type: "object",
      additionalProperties: false,
      properties: {
        compat: {
          enum: [...compatModes],
          description: "Whose compatibility a review of this spec asks for.",
        },
      },
    },
  },
  definitions: {
    content: {
      title: "a text or a list of parts",
      oneOf: [
        {
          type: "string",
        },
        {
          type: "array",
          minItems: 1,
          items: {
            $ref: "#/definitions/part",
          },
        },
      ],
    },
    part: {
      type: "object",
      title: "a message part",
      additionalProperties: false,
      properties: {
        text: {
          type: "string",
        },
        image: {
          type: "string",
          description: "The variable that holds the image.",
        },
        file: {
          type: "string",
          description: "The variable that holds the file.",
        },
        cache: {
          enum: [true, false, ...cacheLifetimes],
          description:
            "The prompt up to the end of this part is worth caching at the provider, for a time if one is given.",
        },
      },
    },
  },
};
