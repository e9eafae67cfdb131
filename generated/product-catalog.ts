// Generated from schemas/product-catalog.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/product-catalog.js";
import { router } from "./router.js";

/** A product page turned into catalogue data. */
export interface ProductCatalog {
  /** Name of the product without the brand. */
  name: string;

  /** Properties a buyer filters by, such as colour or material; the name is lower case. */
  attributes: { [key: string]: string };

  /** Price of one piece, with tax. */
  price: ProductCatalogPrice;

  /** Pictures, videos and documents in the order of the page. */
  media: (ProductImage | ProductVideo | ProductDocument)[];
}

export interface ProductCatalogPrice {
  /** In whole units, as in 9.5. */
  amount: number;

  /** ISO 4217 code. */
  currency: "EUR" | "USD" | "GBP" | "JPY";
}

export interface ProductImage {
  kind: "image";

  /** Address of the picture file. */
  url: string;

  /** What the picture shows, for people who do not see it. */
  alt: string;
}

export interface ProductVideo {
  kind: "video";

  /** Address of the video or its player. */
  url: string;

  /** How long it plays. */
  seconds: number;
}

export interface ProductDocument {
  kind: "document";

  /** Address of the file. */
  url: string;

  /** Title as linked, as in Assembly instructions. */
  title: string;

  /** How many pages it has, when the page says so. */
  pages?: number;
}

/** A {@link ProductCatalog} while it is being written: absent means not decided yet. */
export interface PartialProductCatalog {
  readonly name?: string;
  readonly attributes?: { readonly [key: string]: string };
  readonly price?: PartialProductCatalogPrice;
  readonly media?: readonly (PartialProductImage | PartialProductVideo | PartialProductDocument)[];
}

/** A {@link ProductCatalogPrice} while it is being written: absent means not decided yet. */
export interface PartialProductCatalogPrice {
  readonly amount?: number;
  readonly currency?: "EUR" | "USD" | "GBP" | "JPY";
}

/** A {@link ProductImage} while it is being written: absent means not decided yet. */
export interface PartialProductImage {
  readonly kind: "image";
  readonly url?: string;
  readonly alt?: string;
}

/** A {@link ProductVideo} while it is being written: absent means not decided yet. */
export interface PartialProductVideo {
  readonly kind: "video";
  readonly url?: string;
  readonly seconds?: number;
}

/** A {@link ProductDocument} while it is being written: absent means not decided yet. */
export interface PartialProductDocument {
  readonly kind: "document";
  readonly url?: string;
  readonly title?: string;
  readonly pages?: number;
}

/** What the prompt needs. */
export interface ProductCatalogInput {
  page: string;
}

/** The prompt, as it is sent. */
function prompt(input: ProductCatalogInput): Prompt {
  return {
    system: "Describe the product for the catalogue. Only state what the page says.",
    user: `${input.page}\n`,
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const productCatalog: OutputSpec<ProductCatalog> = /* @__PURE__ */ defineOutput({
  name: "ProductCatalog",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link ProductCatalog}; resolves once it has been validated. */
export function generateProductCatalog(input: ProductCatalogInput, options?: CallOptions): Promise<Result<ProductCatalog>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link ProductCatalog}: partials as they are written, then the validated result. */
export function streamProductCatalog(
  input: ProductCatalogInput,
  options?: CallOptions,
): OutputStream<ProductCatalog, PartialProductCatalog> {
  return stream({ prompt, router, codec }, input, options);
}
