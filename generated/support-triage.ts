// Generated from schemas/support-triage.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/support-triage.js";
import { router } from "./router.js";

/** How a support request is routed. */
export interface SupportTriage {
  /** What the request is about and what follows from it, in two or three sentences. */
  reasoning: string;

  /** How soon somebody has to act. */
  severity: "stable" | "stable_but_urgent" | "degraded" | "degraded_for_many" | "outage";

  /** Who takes it. */
  team: "billing" | "billing_disputes" | "platform" | "security";

  /** Ticket number, when this repeats a known one. */
  duplicate_of?: string | null;

  /** A first answer to the customer, polite and short. */
  reply_draft: string;
}

/** A {@link SupportTriage} while it is being written: absent means not decided yet. */
export interface PartialSupportTriage {
  readonly reasoning?: string;
  readonly severity?: "stable" | "stable_but_urgent" | "degraded" | "degraded_for_many" | "outage";
  readonly team?: "billing" | "billing_disputes" | "platform" | "security";
  readonly duplicate_of?: string | null;
  readonly reply_draft?: string;
}

/** What the prompt needs. */
export interface SupportTriageInput {
  subject: string;
  customer_tier?: string;
  body: string;
}

/** The prompt, as it is sent. */
function prompt(input: SupportTriageInput): Prompt {
  return {
    system: "You triage support requests. Think first, then decide.\n",
    user:
      `Subject: ${input.subject}\n` +
      (input.customer_tier ? `Customer tier: ${input.customer_tier}\n` : "") +
      "\n" +
      `${input.body}\n`,
  };
}

/** What the few-shot examples ask; their answers are said in each dialect. */
const examples: readonly SupportTriageInput[] = [
  {
    subject: "Charged twice",
    body: "You took 49 euros from my card on Monday and again on Tuesday. I have one account only.",
  },
  {
    subject: "Is it only us?",
    customer_tier: "enterprise",
    body: "Since this morning all our exports fail with error 502. Ticket OPS-311 says the same.",
  },
];

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const supportTriage: OutputSpec<SupportTriage> = /* @__PURE__ */ defineOutput({
  name: "SupportTriage",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link SupportTriage}; resolves once it has been validated. */
export function generateSupportTriage(input: SupportTriageInput, options?: CallOptions): Promise<Result<SupportTriage>> {
  return generate({ prompt, router, examples, codec }, input, options);
}

/** Streams a {@link SupportTriage}: partials as they are written, then the validated result. */
export function streamSupportTriage(
  input: SupportTriageInput,
  options?: CallOptions,
): OutputStream<SupportTriage, PartialSupportTriage> {
  return stream({ prompt, router, examples, codec }, input, options);
}
