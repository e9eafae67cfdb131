/** Unions, maps and recursion: what the compiler knows of them while they are written. Checked by `tsc -b`. */
import { type ProductCatalog, streamCommentThread, streamProductCatalog } from "../../generated/index.ts";

export async function narrowing(): Promise<number> {
  let seconds = 0;
  for await (const partial of streamProductCatalog({ page: "p" })) {
    for (const medium of partial.media ?? []) {
      // A variant is shown once its tag is decided, so the tag narrows a partial as it narrows the whole.
      if (medium.kind === "video") seconds += medium.seconds ?? 0;
      // @ts-expect-error: pictures have no length
      if (medium.kind === "image") seconds += medium.seconds;
    }
    const colour: string | undefined = partial.attributes?.["colour"];
    seconds += colour?.length ?? 0;
  }
  return seconds;
}

export async function recursion(): Promise<string | undefined> {
  for await (const thread of streamCommentThread({ page: "p" })) {
    const tone: "friendly" | "neutral" | "hostile" | undefined = thread.comments?.[0]?.replies?.[0]?.replies?.[0]?.tone;
    if (tone !== undefined) return tone;
  }
  return undefined;
}

declare const catalog: ProductCatalog;
export const currency: "EUR" | "USD" | "GBP" | "JPY" = catalog.price.currency;
// @ts-expect-error: every value of the map is text
export const attribute: number | undefined = catalog.attributes["height"];
