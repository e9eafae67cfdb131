import type { LintLevel, LintRuleId } from "../../../generator/src/spec/lint-format.ts";
import type { LintOptions } from "./lint-text.ts";

/** A spec about which a rule has something to say. */
export interface Firing extends LintOptions {
  readonly spec: string;
  readonly level: LintLevel;
  /** Line of the finding. */
  readonly line: number;
  readonly says: RegExp;
  /** How often; once where it is not said. */
  readonly times?: number;
}

/** A spec about which it has nothing to say. */
export type Silent = string | (LintOptions & { readonly spec: string });

/** What a rule is held to. */
export interface RuleCases {
  readonly fires: readonly Firing[];
  readonly silent: readonly Silent[];
}

/** An output of the given properties, each one line, from line 4 on. */
const object = (...lines: readonly string[]): string =>
  `output:\n  type: object\n  properties:\n${lines.map((line) => `    ${line}\n`).join("")}`;

const optional = (count: number): string =>
  object(...Array.from({ length: count }, (_, index) => `p${String.fromCharCode(97 + index)}: { type: string }`));

/** Cases of each rule that can fire, by rule. */
export const ruleCases: Readonly<Partial<Record<LintRuleId, RuleCases>>> = {
  "spec-invalid": {
    fires: [
      { spec: "output:\n  type: strng\n", level: "error", line: 2, says: /is not a JSON Schema type/ },
      { spec: "output: { type: string }\noutptu: 1\n", level: "error", line: 2, says: /outptu/ },
      { spec: "output: [\n", level: "error", line: 2, says: /./ },
      { spec: "output: { type: string }\noutput: { type: string }\n", level: "error", line: 2, says: /already there/ },
    ],
    silent: ["output: { type: string }\n"],
  },
  "config-invalid": {
    fires: [{ spec: "router: fats\noutput: { type: string }\n", level: "error", line: 1, says: /no router "fats"/ }],
    silent: ["output: { type: string }\n"],
  },
  "draft-unclear": {
    fires: [
      { spec: "output:\n  type: array\n  items: [{ type: string }]\n", level: "warning", line: 3, says: /./ },
      {
        spec: "output:\n  $schema: http://json-schema.org/draft-04/schema#\n  type: string\n",
        level: "warning",
        line: 2,
        says: /draft-04/,
      },
    ],
    silent: [
      "output:\n  $schema: http://json-schema.org/draft-07/schema#\n  type: array\n  items: [{ type: string }]\n",
    ],
  },
  "unknown-keyword": {
    fires: [
      { spec: "output:\n  type: string\n  maxLenght: 3\n", level: "error", line: 3, says: /"maxLenght" is not/ },
      { spec: "output:\n  type: string\n  javaType: x\n", level: "warning", line: 3, says: /"javaType" is not/ },
      { spec: "output:\n  type: integer\n  min: 3\n", level: "error", line: 3, says: /"min" is not/ },
      { spec: "output:\n  enm: [a, b]\n  type: string\n", level: "error", line: 2, says: /"enm" is not/ },
      { spec: "output:\n  type: string\n  nullable: true\n", level: "error", line: 3, says: /OpenAPI/ },
    ],
    silent: [
      "output:\n  type: string\n  maxLength: 3\n  x-own: 1\n  example: a\n",
      // Names of properties are no keywords.
      object("maxLenght: { type: string }"),
      "output:\n  enum: [{ maxLenght: 3 }]\n",
    ],
  },
  "unknown-extension": {
    fires: [{ spec: "output:\n  type: string\n  x-steam: complete\n", level: "warning", line: 3, says: /"x-steam"/ }],
    silent: ["output:\n  type: string\n  x-stream: complete\n  x-owner: us\n"],
  },
  "keyword-without-effect": {
    fires: [
      { spec: "output:\n  type: integer\n  maxLength: 3\n", level: "warning", line: 3, says: /no effect on integer/ },
      { spec: "output:\n  type: string\n  then: { minLength: 1 }\n", level: "warning", line: 3, says: /without "if"/ },
      {
        spec: "output:\n  $schema: http://json-schema.org/draft-07/schema#\n  type: array\n  prefixItems: [{ type: string }]\n",
        level: "warning",
        line: 4,
        says: /not a keyword of draft-07/,
      },
      { spec: "output:\n  enum: [a, b]\n  minimum: 1\n", level: "warning", line: 3, says: /no effect on string/ },
      {
        spec: "output:\n  $schema: http://json-schema.org/draft-07/schema#\n  $ref: '#/definitions/a'\n  maxLength: 3\n  definitions: { a: { type: string } }\n",
        level: "warning",
        line: 4,
        says: /stands beside "\$ref"/,
      },
    ],
    silent: [
      "output:\n  type: [integer, string]\n  maxLength: 3\n",
      "output:\n  $schema: https://json-schema.org/draft/2019-09/schema\n  type: array\n  items: {}\n  unevaluatedItems: false\n",
      "output:\n  if: { minLength: 3 }\n  then: { pattern: '^a$' }\n",
      "output:\n  $ref: '#/$defs/a'\n  maxLength: 3\n  $defs: { a: { type: string } }\n",
    ],
  },
  "id-duplicate": {
    fires: [
      {
        spec: "output: { type: string }\n",
        path: "schemas/b/spec.yaml",
        files: { "schemas/a/spec.yaml": "output: { type: string }\n" },
        level: "error",
        line: 1,
        says: /Spec/,
      },
    ],
    silent: [
      {
        spec: "name: Other\noutput: { type: string }\n",
        files: { "schemas/a/spec.yaml": "output: { type: string }\n" },
      },
    ],
  },
  "id-missing": {
    fires: [{ spec: "output: { type: string }\n", path: "schemas/2024.yaml", level: "error", line: 1, says: /2024/ }],
    silent: [{ spec: "name: Yearly\noutput: { type: string }\n", path: "schemas/2024.yaml" }],
  },
  "missing-description": {
    fires: [
      { spec: `description: d\n${object("a: { type: string }")}`, level: "warning", line: 5, says: /what "a" is/ },
      { spec: "output: { type: string }\n", level: "warning", line: 1, says: /what this output is/ },
      {
        spec: "description: d\noutput:\n  type: array\n  items: { type: object, properties: { a: {type: string} } }\n",
        level: "warning",
        line: 4,
        says: /what "a" is/,
      },
    ],
    silent: [
      `description: d\n${object("a: { type: string, description: x }", "b: { const: 1 }", "c: { type: array, items: { type: string, description: x } }")}`,
      `description: d\n${object("a: { $ref: '#/$defs/A' }")}  $defs: { A: { type: string, description: x } }\n`,
      // What is only asked describes nothing.
      "output: { description: d, type: object, not: { properties: { a: { type: string } } } }\n",
      // The variables of a prompt are for people, who have their types.
      "prompt: '{{ a }}'\ninput: { type: object, properties: { a: { type: string } } }\noutput: { type: string, description: x }\n",
    ],
  },
  "empty-description": {
    fires: [
      { spec: object("a: { type: string, description: '' }"), level: "warning", line: 4, says: /empty/ },
      { spec: object("a: { type: string, description: TODO }"), level: "warning", line: 4, says: /describes nothing/ },
      {
        spec: object("userName: { type: string, description: The user name. }"),
        level: "warning",
        line: 4,
        says: /once more/,
      },
    ],
    silent: [object("userName: { type: string, description: As the user signs. }")],
  },
  "enum-without-description": {
    fires: [
      { spec: object("a: { enum: [a, b, c, d, e, f] }"), level: "warning", line: 4, says: /6 values/ },
      { spec: object("a: { enum: [A1, A2, B1] }"), level: "warning", line: 4, says: /codes/ },
    ],
    silent: [
      object("a: { enum: [low, high] }"),
      object("a: { description: How bad., enum: [A1, A2, B1] }"),
      object("a: { description: All kinds., type: array, items: { enum: [a, b, c, d, e, f] } }"),
    ],
  },
  "enum-duplicate": {
    fires: [
      { spec: "output:\n  enum:\n    - a\n    - b\n    - a\n", level: "error", line: 5, says: /already/ },
      { spec: "output:\n  enum:\n    - low\n    - Low\n", level: "warning", line: 4, says: /only in case/ },
      { spec: "output:\n  enum: [1,\n    1.0]\n", level: "error", line: 3, says: /already/ },
    ],
    silent: ["output: { enum: [low, high, '1', 1] }\n"],
  },
  "enum-without-escape": {
    fires: [
      {
        spec: `${object("topic: { enum: [billing, shipping, returns] }")}  required: [topic]\n`,
        level: "info",
        line: 4,
        says: /none of these/,
      },
    ],
    silent: [
      `${object("topic: { enum: [billing, shipping, other] }")}  required: [topic]\n`,
      `${object("topic: { anyOf: [{ enum: [billing, shipping, returns] }, { type: 'null' }] }")}  required: [topic]\n`,
      // It may be left out.
      object("topic: { enum: [billing, shipping, returns] }"),
      "output: { enum: [1, 2, 3] }\n",
    ],
  },
  "yaml-ambiguous-scalar": {
    fires: [
      { spec: "output:\n  enum: [yes, maybe]\n", level: "warning", line: 2, says: /boolean/ },
      { spec: "output:\n  enum: [2024-01-01, later]\n", level: "warning", line: 2, says: /date/ },
      { spec: "output:\n  enum: [1.9, 1.10]\n", level: "warning", line: 2, says: /number 1.1/ },
      { spec: "output:\n  type: integer\n  const: 007\n", level: "warning", line: 3, says: /number 7/ },
      { spec: "output:\n  type: string\n  default: 12:30\n", level: "warning", line: 3, says: /base 60/ },
    ],
    silent: [
      "output:\n  enum: ['yes', '2024-01-01', \"1.10\", 1.5, 10, true]\n",
      { spec: '{ "type": "string", "enum": ["yes", "no"] }', path: "schemas/spec.json" },
    ],
  },
  "decision-before-reasoning": {
    fires: [
      {
        spec: object("approved: { type: boolean }", "reasoning: { type: string }"),
        level: "warning",
        line: 5,
        says: /after "approved"/,
      },
      {
        spec: object("severity: { enum: [a, b] }", "why: { type: string, description: Explanation of the choice. }"),
        level: "warning",
        line: 5,
        says: /after "severity"/,
      },
      {
        spec: object("riskScore: { type: number }", "mainReason: { type: string }"),
        level: "warning",
        line: 5,
        says: /riskScore/,
      },
    ],
    silent: [
      object("reasoning: { type: string }", "approved: { type: boolean }"),
      object("reasoning: { type: string }", "approved: { type: boolean }", "evidence: { type: string }"),
      object("count: { type: integer }", "reasoning: { type: string }"),
      object("approved: { type: boolean }", "season: { type: string }"),
    ],
  },
  "free-text-before-decision": {
    fires: [
      {
        spec: object("reply_draft: { type: string }", "urgent: { type: boolean }"),
        level: "info",
        line: 4,
        says: /"urgent"/,
      },
    ],
    silent: [
      object("urgent: { type: boolean }", "reply_draft: { type: string }"),
      object("reasoning: { type: string }", "urgent: { type: boolean }"),
      object("title: { type: string }", "urgent: { type: boolean }"),
      object("message: { type: string, maxLength: 80 }", "urgent: { type: boolean }"),
    ],
  },
  "property-naming": {
    fires: [
      {
        spec: object("first_name: { type: string }", "last_name: { type: string }", "userAge: { type: integer }"),
        level: "warning",
        line: 6,
        says: /another way/,
      },
      { spec: object("'title?': { type: string }"), level: "warning", line: 4, says: /question mark/ },
      { spec: object("'first name': { type: string }"), level: "warning", line: 4, says: /identifier/ },
    ],
    silent: [object("first_name: { type: string }", "age: { type: integer }"), object("größe: { type: number }")],
  },
  "integer-like-property-name": {
    fires: [
      { spec: object("'2024': { type: number }"), level: "warning", line: 4, says: /2024/ },
      { spec: object("'007': { type: number }"), level: "warning", line: 4, says: /007/ },
    ],
    silent: [object("y2024: { type: number }", "'2nd': { type: number }")],
  },
  "reserved-property-name": {
    fires: [
      { spec: object("then: { type: string }"), level: "error", line: 4, says: /promise/ },
      { spec: object("__proto__: { type: string }"), level: "error", line: 4, says: /__proto__/ },
      { spec: object("constructor: { type: string }"), level: "error", line: 4, says: /constructor/ },
    ],
    silent: [object("next: { type: string }")],
  },
  "confusable-names": {
    fires: [
      {
        spec: object("user_id: { type: string }", "userId: { type: string }"),
        level: "warning",
        line: 5,
        says: /"user_id"/,
      },
      {
        spec: object("name: { type: string }", "n\u0430me: { type: string }"),
        level: "warning",
        line: 5,
        says: /taken for/,
      },
      { spec: object('"na\\u200Bme": { type: string }'), level: "warning", line: 4, says: /nobody sees/ },
    ],
    silent: [object("user_id: { type: string }", "owner_id: { type: string }")],
  },
  "unbounded-array": {
    fires: [
      { spec: object("a: { type: array, items: { type: string } }"), level: "warning", line: 4, says: /without end/ },
    ],
    silent: [
      object("a: { type: array, maxItems: 3, items: { type: string } }"),
      object("a: { type: array, prefixItems: [{ type: string }], items: false }"),
      object("a: { not: { type: array } }"),
    ],
  },
  "unbounded-string": {
    fires: [{ spec: object("ticketId: { type: string }"), level: "info", line: 4, says: /any length/ }],
    silent: [
      object("ticketId: { type: string, pattern: '^[0-9]+$' }", "summary: { type: string }", "name: { enum: [a, b] }"),
    ],
  },
  "impossible-bounds": {
    fires: [
      {
        spec: `${object('a: { $ref: "#" }')}  required: [a]\n`,
        level: "error",
        line: 4,
        says: /never end/,
      },
      {
        spec: "output:\n  type: integer\n  minimum: 10\n  maximum: 9\n",
        level: "error",
        line: 3,
        says: /no value fits/,
      },
      {
        spec: `${object("a: { type: string }")}  additionalProperties: false\n  required: [b]\n`,
        level: "error",
        line: 6,
        says: /closed to it/,
      },
      {
        spec: object("a: { type: integer, examples: [one] }"),
        level: "error",
        line: 4,
        says: /type string, not integer/,
      },
      { spec: object("a: { enum: [x, y], default: z }"), level: "error", line: 4, says: /none of the listed/ },
      {
        spec: object("a: { type: string, maxLength: 2, default: abc }"),
        level: "error",
        line: 4,
        says: /"maxLength" is 2/,
      },
    ],
    silent: [
      "output:\n  type: integer\n  minimum: 9\n  maximum: 9\n",
      object("a: { type: number, examples: [1, 2.5] }", "b: { type: string, maxLength: 3, examples: [abc] }"),
    ],
  },
  "unreachable-branch": {
    fires: [
      {
        spec: "output:\n  anyOf:\n    - { type: string }\n    - { type: string, maxLength: 10 }\n",
        level: "warning",
        line: 4,
        says: /option 1 already/,
      },
      {
        spec: "output:\n  anyOf:\n    - { type: [string, 'null'] }\n    - const: a\n",
        level: "warning",
        line: 4,
        says: /already/,
      },
      {
        spec: "output:\n  type: string\n  if: { type: number }\n  then: { minimum: 1 }\n",
        level: "warning",
        line: 4,
        says: /never applies/,
      },
    ],
    silent: [
      "output:\n  anyOf:\n    - { type: string, maxLength: 10 }\n    - { type: string }\n",
      "output:\n  anyOf:\n    - { enum: [a, b] }\n    - { enum: [b, c] }\n",
      "output:\n  if: { type: number }\n  then: { minimum: 1 }\n",
    ],
  },
  "closed-allof": {
    fires: [
      {
        spec: "output:\n  allOf:\n    - { type: object, properties: { a: { type: string } }, additionalProperties: false }\n    - { type: object, properties: { b: { type: string } } }\n",
        level: "error",
        line: 3,
        says: /also refuses "b"/,
      },
    ],
    silent: [
      "output:\n  unevaluatedProperties: false\n  allOf:\n    - { type: object, properties: { a: { type: string } } }\n    - { type: object, properties: { b: { type: string } } }\n",
    ],
  },
  "ambiguous-union": {
    fires: [
      {
        spec: "output:\n  anyOf:\n    - { type: object, properties: { a: { type: string } } }\n    - { type: object, properties: { b: { type: string } } }\n",
        level: "warning",
        line: 2,
        says: /no property tells/,
      },
      {
        spec: "output:\n  anyOf:\n    - { type: object, required: [k], properties: { k: { const: a } } }\n    - { type: object, required: [k], properties: { k: { enum: [a, b] } } }\n",
        level: "warning",
        line: 2,
        says: /"a" is in two/,
      },
    ],
    silent: [
      "output:\n  anyOf:\n    - { type: object, required: [k], properties: { k: { const: a } } }\n    - { type: object, required: [k], properties: { k: { const: b } } }\n",
      "output:\n  anyOf:\n    - { type: object, properties: { a: { type: string } } }\n    - { type: 'null' }\n",
      "output:\n  type: object\n  properties: { a: { type: string }, b: { type: string } }\n  anyOf: [{ required: [a] }, { required: [b] }]\n",
    ],
  },
  "oneof-overlap": {
    fires: [
      {
        spec: "output:\n  oneOf:\n    - { type: string, maxLength: 10 }\n    - { type: string, minLength: 5 }\n",
        level: "warning",
        line: 2,
        says: /options 1 and 2/,
      },
      {
        spec: "output:\n  oneOf: [{ type: number }, { type: 'null' }, { type: integer }]\n",
        level: "warning",
        line: 2,
        says: /1 and 3/,
      },
    ],
    silent: [
      "output:\n  oneOf: [{ type: string }, { type: integer }, { type: 'null' }]\n",
      "output:\n  oneOf:\n    - { type: object, required: [k], properties: { k: { const: a } } }\n    - { type: object, required: [k], properties: { k: { const: b } } }\n",
      "output:\n  anyOf: [{ type: number }, { type: integer }]\n",
    ],
  },
  "required-unknown": {
    fires: [
      { spec: `${object("title: { type: string }")}  required: [titel]\n`, level: "error", line: 5, says: /"titel"/ },
    ],
    silent: [`${object("title: { type: string }")}  required: [title]\n`],
  },
  "default-on-required": {
    fires: [
      {
        spec: `${object("a: { type: string, default: x }")}  required: [a]\n`,
        level: "warning",
        line: 4,
        says: /never applies/,
      },
      { spec: object("a: { type: string, default: x }"), level: "warning", line: 4, says: /nothing fills in/ },
    ],
    silent: [object("default: { type: string }")],
  },
  "nullable-and-optional": {
    fires: [
      { spec: object("a: { type: [string, 'null'] }"), level: "info", line: 4, says: /two ways/ },
      { spec: object("a: { anyOf: [{ type: string }, { type: 'null' }] }"), level: "info", line: 4, says: /two ways/ },
    ],
    silent: [`${object("a: { type: [string, 'null'] }")}  required: [a]\n`, object("a: { type: string }")],
  },
  "open-object": {
    fires: [{ spec: object("a: { type: string }"), level: "info", line: 1, says: /they are dropped/ }],
    silent: [
      `${object("a: { type: string }")}  additionalProperties: false\n`,
      `${object("a: { type: string }")}  additionalProperties: true\n`,
    ],
  },
  "untyped-node": {
    fires: [
      { spec: object("a: {}"), level: "warning", line: 4, says: /any value fits/ },
      { spec: object("a: { minLength: 1 }"), level: "warning", line: 4, says: /any other type/ },
      {
        spec: `prompt: '{{ a }}'\ninput: { type: object, properties: { a: {} } }\n${object("a: { type: string }")}`,
        level: "warning",
        line: 2,
        says: /any value fits/,
      },
    ],
    silent: [
      object("a: { type: string }", "c: { enum: [1] }"),
      "output:\n  $ref: '#/$defs/a'\n  $defs: { a: { type: string } }\n",
      "output: { type: object, additionalProperties: {} }\n",
      // A part of the prompt says what the variable is.
      `prompt:\n  user:\n    - image: picture\n    - file: page.scan\ninput:\n  type: object\n  properties:\n    picture: {}\n    page: { type: object, properties: { scan: {} } }\n${object("a: { type: string }")}`,
    ],
  },
  recursion: {
    fires: [
      {
        spec: "output:\n  $ref: '#/$defs/N'\n  $defs:\n    N: { type: object, properties: { n: { $ref: '#/$defs/N' } } }\n",
        level: "warning",
        line: 4,
        says: /N → N$/,
      },
      {
        spec: "output:\n  $ref: '#/$defs/N'\n  $defs:\n    N: { type: object, properties: { n: { $ref: '#/$defs/N' } } }\n",
        targets: ["anthropic", "openai"],
        level: "warning",
        line: 4,
        says: /a few levels only for anthropic$/,
      },
      {
        spec: "output:\n  type: object\n  properties:\n    n: { $ref: '#' }\n",
        level: "warning",
        line: 1,
        says: /the root → the root/,
      },
    ],
    silent: [
      "output:\n  $ref: '#/$defs/N'\n  $defs:\n    N: { type: array, items: { $ref: '#/$defs/M' } }\n    M: { type: string }\n",
    ],
  },
  "unresolved-ref": {
    fires: [
      {
        spec: "output:\n  $ref: '#/$defs/Adress'\n  $defs: { Address: { type: string } }\n",
        level: "error",
        line: 2,
        says: /Adress/,
      },
    ],
    silent: ["output:\n  $ref: '#/$defs/Address'\n  $defs: { Address: { type: string } }\n"],
  },
  "remote-ref": {
    fires: [{ spec: "output:\n  $ref: https://example.com/a.json\n", level: "error", line: 2, says: /./ }],
    silent: ["output:\n  $ref: '#/$defs/a'\n  $defs: { a: { type: string } }\n"],
  },
  "ref-escapes-root": {
    fires: [{ spec: "output:\n  $ref: ../../a.json\n", level: "error", line: 2, says: /./ }],
    silent: [{ spec: "output:\n  $ref: ../lib/a.json\n", files: { "lib/a.json": '{ "type": "string" }' } }],
  },
  "unused-definition": {
    fires: [
      { spec: "output:\n  type: string\n  $defs:\n    Old: { type: string }\n", level: "info", line: 4, says: /"Old"/ },
    ],
    silent: [
      "output:\n  $ref: '#/$defs/A'\n  $defs:\n    A: { type: string }\n",
      // What is there for others.
      "$defs:\n  A: { type: string }\n",
    ],
  },
  "unsafe-pattern": {
    fires: [
      { spec: "output:\n  type: string\n  pattern: '[A-Z]{3}'\n", level: "warning", line: 3, says: /not anchored/ },
      { spec: "output:\n  type: string\n  pattern: '^(a+)+$'\n", level: "warning", line: 3, says: /doubles/ },
      { spec: "output:\n  type: string\n  pattern: '^(?=a)b$'\n", level: "warning", line: 3, says: /look-around/ },
      { spec: "output:\n  type: string\n  pattern: '^(a)\\1$'\n", level: "warning", line: 3, says: /can say how long/ },
      { spec: "output:\n  type: string\n  pattern: '^a\\b.*$'\n", level: "warning", line: 3, says: /word boundary/ },
    ],
    silent: [
      "output:\n  type: string\n  pattern: '^[A-Z^]{3}$'\n",
      "output:\n  type: string\n  pattern: '^[(?=]\\(?=$'\n",
    ],
  },
  "format-not-enforced": {
    fires: [{ spec: "output:\n  type: string\n  format: zip-code\n", level: "warning", line: 3, says: /zip-code/ }],
    silent: ["output:\n  type: string\n  format: date\n"],
  },
  "provider-limit": {
    fires: [
      {
        spec: optional(11),
        targets: ["anthropic"],
        level: "warning",
        line: 1,
        says: /11 optional properties.*weaker mode/,
      },
      {
        spec: `output: { enum: [${Array.from({ length: 501 }, (_, index) => `v${index}`).join(", ")}] }\n`,
        targets: ["cerebras-strict"],
        level: "error",
        line: 1,
        says: /501 enum values|characters/,
      },
    ],
    silent: [optional(11), { spec: optional(10), targets: ["anthropic", "openai"] }],
  },
  "provider-unsupported-keyword": {
    fires: [
      {
        spec: "output:\n  type: object\n  properties:\n    n:\n      type: integer\n      minimum: 1\n",
        targets: ["anthropic", "openai"],
        level: "info",
        line: 6,
        says: /"minimum".*decoder of anthropic:/,
      },
      {
        spec: "output:\n  type: object\n  properties:\n    n:\n      oneOf: [{ type: number }, { type: integer }]\n",
        targets: ["openai"],
        level: "warning",
        line: 5,
        says: /"oneOf" cannot be said/,
      },
    ],
    silent: [
      {
        spec: "output:\n  type: object\n  properties:\n    n:\n      type: integer\n      minimum: 1\n",
        targets: ["openai"],
      },
    ],
  },
  "provider-order": {
    fires: [
      {
        spec: `${object("why: { type: string }", "ok: { type: boolean }")}  required: [ok]\n`,
        targets: ["anthropic"],
        level: "info",
        line: 1,
        says: /"ok" before "why"/,
      },
    ],
    silent: [
      { spec: `${object("why: { type: string }", "ok: { type: boolean }")}  required: [ok]\n`, targets: ["openai"] },
      {
        spec: `${object("why: { type: string }", "ok: { type: boolean }")}  required: [why, ok]\n`,
        targets: ["anthropic"],
      },
    ],
  },
  "deprecated-model": {
    fires: [
      {
        spec: "output: { type: string }\n",
        outspec: "router:\n  primary: anthropic/claude-sonnet-4-5\n",
        level: "info",
        line: 2,
        says: /2026-11-30/,
      },
    ],
    silent: [{ spec: "output: { type: string }\n", outspec: "router:\n  primary: anthropic/claude-haiku-5-5\n" }],
  },
  "unpinned-model": {
    fires: [
      {
        spec: "output: { type: string }\n",
        outspec:
          "routers:\n  default:\n    primary: openai/gpt-5.4-mini\n    fallbacks:\n      - { model: mistral/mistral-large-latest }\n",
        level: "info",
        line: 5,
        says: /alias/,
      },
    ],
    silent: [{ spec: "output: { type: string }\n", outspec: "router:\n  primary: openai/gpt-5.4-mini\n" }],
  },
  "prompt-invalid": {
    fires: [{ spec: "prompt: '{{#if a}}'\noutput: { type: string }\n", level: "error", line: 1, says: /./ }],
    silent: ["prompt: '{{#if a}}x{{/if}}'\noutput: { type: string }\n"],
  },
  "prompt-unknown-variable": {
    fires: [
      {
        spec: "prompt: '{{ ticket }}'\ninput: { type: object, properties: { tickets: { type: string } } }\noutput: { type: string }\n",
        level: "error",
        line: 1,
        says: /ticket/,
      },
      {
        spec: "prompt: '{{ a.b }}'\ninput: { type: object, properties: { a: {} } }\noutput: { type: string }\n",
        level: "error",
        line: 1,
        says: /a\.b/,
      },
    ],
    silent: ["prompt: '{{ ticket }}'\noutput: { type: string }\n"],
  },
  "prompt-unused-variable": {
    fires: [
      {
        spec: "prompt: '{{ a }}'\ninput: { type: object, properties: { a: { type: string }, b: { type: string } } }\noutput: { type: string }\n",
        level: "warning",
        line: 2,
        says: /"b"/,
      },
    ],
    silent: [
      "prompt: '{{ a }}'\ninput: { type: object, properties: { a: { type: string } } }\noutput: { type: string }\n",
    ],
  },
  "prompt-repeats-schema": {
    fires: [
      {
        spec: "prompt: 'Answer low, medium or high. {{ text }}'\noutput: { enum: [low, high, urgent] }\n",
        level: "info",
        line: 1,
        says: /lists low, medium, high, and the schema has low, high, urgent/,
      },
    ],
    silent: [
      "prompt: 'Answer low, high or urgent. {{ text }}'\noutput: { enum: [low, high, urgent] }\n",
      "prompt: 'Be brief, polite and honest. {{ text }}'\noutput: { enum: [low, high, urgent] }\n",
    ],
  },
  "example-invalid": {
    fires: [
      {
        spec: "prompt: '{{ q }}'\noutput: { type: integer }\nexamples:\n  - { input: { q: hi }, output: one }\n",
        level: "error",
        line: 4,
        says: /./,
      },
    ],
    silent: ["prompt: '{{ q }}'\noutput: { type: integer }\nexamples:\n  - { input: { q: hi }, output: 1 }\n"],
  },
  "suppression-without-reason": {
    fires: [
      { spec: "# lint-ignore open-object\noutput: { type: string }\n", level: "error", line: 1, says: /no reason/ },
      {
        spec: "# lint-ignore open-objects -- why\noutput: { type: string }\n",
        level: "error",
        line: 1,
        says: /no lint rule/,
      },
      { spec: "# lint-ignore\noutput: { type: string }\n", level: "error", line: 1, says: /names no rule/ },
    ],
    silent: ["# lint-ignore missing-description -- for a test\noutput: { type: string }\n"],
  },
  "suppression-unused": {
    fires: [
      {
        spec: "# lint-ignore recursion -- there is none\noutput: { type: string }\n",
        level: "warning",
        line: 1,
        says: /nothing here for recursion/,
      },
      {
        // What generate refuses cannot be kept.
        spec: "output:\n  # lint-ignore spec-invalid -- we like it\n  type: strng\n",
        level: "warning",
        line: 2,
        says: /nothing here/,
      },
    ],
    silent: ["# lint-ignore missing-description -- for a test\noutput: { type: string }\n"],
  },
};
