// Generated from schemas/invoice.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/invoice.js";
import { router } from "./router.js";

/** An invoice as booked in accounts payable. */
export interface Invoice {
  /** Invoice number as printed. */
  number: string;

  /** Date of issue. */
  issued_on: string;

  /** Date by which it is to be paid, when one is printed. */
  due_on?: string;

  /** ISO 4217 code of all amounts. */
  currency: string;

  seller: Party;
  buyer?: Party;

  /** Lines in the order in which they are printed. */
  lines: InvoiceLine[];

  total: Amount;
}

export interface InvoiceLine {
  /** What is charged, as printed. */
  description: string;

  /** How many units; 1 where none is printed. */
  quantity: number;

  unit_price: Amount;
  amount: Amount;

  /** Taxes of this line, when they are printed line by line. */
  taxes?: InvoiceLineTax[];
}

export interface InvoiceLineTax {
  /** Name of the tax as printed, as in VAT. */
  name: string;

  /** Percent, as in 19 for 19 %. */
  rate: number;
}

/** A company or person named on the invoice. */
export interface Party {
  /** Full name, with the legal form. */
  name: string;

  /** VAT or tax number. */
  tax_id?: string;

  /** Postal address on one line. */
  address?: string;
}

/** A decimal amount with a point, as text, so that no cent is lost to rounding. */
export type Amount = string;

/** An {@link Invoice} while it is being written: absent means not decided yet. */
export interface PartialInvoice {
  readonly number?: string;
  readonly issued_on?: string;
  readonly due_on?: string;
  readonly currency?: string;
  readonly seller?: PartialParty;
  readonly buyer?: PartialParty;
  readonly lines?: readonly PartialInvoiceLine[];
  readonly total?: Amount;
}

/** An {@link InvoiceLine} while it is being written: absent means not decided yet. */
export interface PartialInvoiceLine {
  readonly description?: string;
  readonly quantity?: number;
  readonly unit_price?: Amount;
  readonly amount?: Amount;
  readonly taxes?: readonly PartialInvoiceLineTax[];
}

/** An {@link InvoiceLineTax} while it is being written: absent means not decided yet. */
export interface PartialInvoiceLineTax {
  readonly name?: string;
  readonly rate?: number;
}

/** A {@link Party} while it is being written: absent means not decided yet. */
export interface PartialParty {
  readonly name?: string;
  readonly tax_id?: string;
  readonly address?: string;
}

/** What the prompt needs. */
export interface InvoiceInput {
  document: string;
}

/** The prompt, as it is sent. */
function prompt(input: InvoiceInput): Prompt {
  return {
    system: "Extract the invoice from the text. Copy amounts and dates as printed; leave out what is not there.",
    user: `${input.document}\n`,
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const invoice: OutputSpec<Invoice> = /* @__PURE__ */ defineOutput({
  name: "Invoice",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Invoice}; resolves once it has been validated. */
export function generateInvoice(input: InvoiceInput, options?: CallOptions): Promise<Result<Invoice>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams an {@link Invoice}: partials as they are written, then the validated result. */
export function streamInvoice(input: InvoiceInput, options?: CallOptions): OutputStream<Invoice, PartialInvoice> {
  return stream({ prompt, router, codec }, input, options);
}
