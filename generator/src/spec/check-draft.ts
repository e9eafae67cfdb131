import type { Json } from "../../../runtime/src/schema/json.ts";
import { atPointer, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { showValue } from "./explain.ts";
import { chooseDraft, draftUrls } from "./outline.ts";
import type { SpecDocument } from "./spec.ts";

/** Checks which draft a schema is read in: one that is unknown, old, or only inferred from its keywords. */
export function checkDraft(document: SpecDocument, pointer: string, schema: Json): Diagnostic[] {
  const choice = chooseDraft(schema);
  const place = joinPointer(pointer, "$schema");
  switch (choice.because) {
    case "unknown":
      return [
        error(
          "unknown-draft",
          document.rangeOf(place),
          `${showValue(atPointer(schema, "/$schema"))} is not a JSON Schema draft that Outspec reads`,
          `known:\n${Object.values(draftUrls)
            .reverse()
            .map((url) => `  ${url}`)
            .join("\n")}`,
        ),
      ];
    case "inferred":
      return [
        warning(
          "inferred-draft",
          document.rangeOf(pointer + choice.pointer, "key"),
          `read as ${choice.draft}, because ${choice.sign}`,
          `say so: $schema: ${draftUrls[choice.draft]}`,
        ),
      ];
    case "stated":
      if (choice.draft !== "draft-04") return [];
      return [
        warning(
          "old-draft",
          document.rangeOf(place),
          "draft-04 is read, but newer drafts say more and are checked better",
          `state ${draftUrls["draft-07"]} or a later one`,
        ),
      ];
    case "default":
      return [];
  }
}
