// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, Media, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/spec.js";
import { router } from "./router.js";

/** What a picture shows. */
export interface Spec {
  title: string;
  details?: string[];
}

/** A {@link Spec} while it is being written: absent means not decided yet. */
export interface PartialSpec {
  readonly title?: string;
  readonly details?: readonly string[];
}

/** What the prompt needs. */
export interface SpecInput {
  audience: SpecInputAudience;
  tags?: string[];
  picture: Media;
}

export interface SpecInputAudience {
  name: string;
  age?: number;
}

/** The prompt, as it is sent. */
function prompt(input: SpecInput): Prompt {
  return {
    system: "You describe pictures.",
    user: [
      { type: "text", text: `Describe this for ${input.audience.name}. ${(input.tags?.length ?? 0) > 0 ? `Tags${(input.tags ?? []).map((item) => `, ${item}`).join("")}.` : ""}` },
      { type: "image", image: input.picture },
    ],
  };
}

/** What the few-shot examples ask; their answers are said in each dialect. */
const examples: readonly SpecInput[] = [
  {
    audience: { name: "children who like `ticks`, ${braces} and\nlines", age: 7 },
    picture: /* @__PURE__ */ new URL("https://example.org/cat.png"),
  },
  { audience: { name: "sailors" }, tags: ["sea"], picture: { data: "iVBORw0KGgo=", mediaType: "image/png" } },
];

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const spec: OutputSpec<Spec> = /* @__PURE__ */ defineOutput({
  name: "Spec",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Spec}; resolves once it has been validated. */
export function generateSpec(input: SpecInput, options?: CallOptions): Promise<Result<Spec>> {
  return generate({ prompt, router, examples, codec }, input, options);
}

/** Streams a {@link Spec}: partials as they are written, then the validated result. */
export function streamSpec(input: SpecInput, options?: CallOptions): OutputStream<Spec, PartialSpec> {
  return stream({ prompt, router, examples, codec }, input, options);
}
