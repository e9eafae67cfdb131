// Generated from schemas/receipt.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/receipt.js";
import { router } from "./router.js";
import type { Money, PartialMoney } from "./_money.js";

export interface Receipt {
  total: Money;
  rounding?: Money;
}

/** A {@link Receipt} while it is being written: absent means not decided yet. */
export interface PartialReceipt {
  readonly total?: PartialMoney;
  readonly rounding?: PartialMoney;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const receipt: OutputSpec<Receipt> = /* @__PURE__ */ defineOutput({
  name: "Receipt",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Receipt}; resolves once it has been validated. */
export function generateReceipt(prompt: Prompt, options?: CallOptions): Promise<Result<Receipt>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Receipt}: partials as they are written, then the validated result. */
export function streamReceipt(prompt: Prompt, options?: CallOptions): OutputStream<Receipt, PartialReceipt> {
  return stream({ router, codec }, prompt, options);
}
