import { walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { checkAgainstDraft } from "./check-against-draft.ts";
import { checkDraft } from "./check-draft.ts";
import { checkNode } from "./check-node.ts";
import { limits } from "./limits.ts";
import { chooseDraft, type DraftChoice } from "./outline.ts";
import type { SpecDocument } from "./spec.ts";

/**
 * Checks one JSON Schema of a document: its keywords one by one, then the whole against its draft's meta-schema. `known`
 * is the draft of a schema that stands inside another.
 */
export async function checkSchema(
  document: SpecDocument,
  pointer: string,
  known?: DraftChoice,
): Promise<readonly Diagnostic[]> {
  const schema = atPointer(document.value, pointer);
  if (schema === undefined || typeof schema === "boolean") return [];
  const choice = known ?? chooseDraft(schema);
  const findings = known === undefined ? checkDraft(document, pointer, schema) : [];
  if (choice.because === "unknown") return findings;
  walkSchemas(schema, pointer, (node, place, via) => {
    if (isRecord(node) && findings.length <= limits.findings)
      findings.push(...checkNode(document, node, place, choice.draft, via));
  });
  return mergeRepeats([...findings, ...(await checkAgainstDraft(document, pointer, choice.draft, findings))]);
}

/** Keeps the first of the warnings that say the same: a team's own keyword may stand in a file a hundred times. */
function mergeRepeats(findings: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const key =
      finding.severity === "warning"
        ? `${finding.code} ${finding.message}`
        : JSON.stringify([finding.code, finding.range]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || first.severity === "error" || others.length === 0)
      return first === undefined ? [] : [first, ...others];
    return [
      {
        ...first,
        message: `${first.message} (here and in ${others.length} more ${others.length === 1 ? "place" : "places"})`,
      },
    ];
  });
}
