import type { Rewrite, WireSchema } from "../dialect.ts";
import { allSchemas, bare } from "../walk.ts";

/**
 * Puts the root under the one property `value`, for dialects that want an object at the root.
 *
 * Inverse: `wrapper`.
 */
export const wrapRoot: Rewrite = (document) => {
  const { root } = document;
  if (root.kind === "object") return document;
  const isReferenced =
    root.origin !== undefined &&
    allSchemas(document).some((schema) => schema.kind === "reference" && schema.to === root.origin);
  const schema: WireSchema =
    isReferenced && root.origin !== undefined ? { ...bare("#"), kind: "reference", to: root.origin } : root;
  return {
    ...document,
    root: {
      ...bare("#"),
      kind: "object",
      properties: [{ name: "value", required: true, schema }],
      additional: false,
      form: { kind: "wrapper", name: "value" },
    },
  };
};

/** Wraps a root that would be JSON text, so that an answer is never one long string. */
export const wrapTextRoot: Rewrite = (document) =>
  document.root.form?.kind === "json" || document.root.form?.kind === "some-json" ? wrapRoot(document) : document;
