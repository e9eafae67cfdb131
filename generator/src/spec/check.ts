import { isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { checkSchema } from "./check-schema.ts";
import { checkShape } from "./check-shape.ts";
import { listWith } from "./explain.ts";
import { draftOfUrl, findIndentedOutput, outlineSpec } from "./outline.ts";
import type { SpecDocument } from "./spec.ts";
import { specFormat } from "./spec-format.ts";
import { didYouMean } from "./suggest.ts";

/** Checks one spec by itself: the shape of its envelope and its schemas. References and variables come later, in `resolve`. */
export async function checkSpec(
  document: SpecDocument,
  config: Pick<ProjectConfig, "routers">,
): Promise<readonly Diagnostic[]> {
  if (document.value === undefined) return [];
  const outline = outlineSpec(document);
  const indented = findIndentedOutput(document);
  // All else that could be said follows from this.
  if (indented !== undefined) {
    return [
      error(
        "missing-key",
        document.rangeOf(indented.pointer, "key"),
        '"output" is indented too far',
        `it belongs at the top, in line with ${JSON.stringify(indented.under)}`,
      ),
    ];
  }
  switch (outline.kind) {
    case "other":
      return [
        error(
          "not-a-spec",
          document.rangeOf(""),
          `a spec is a mapping with "output", or a JSON Schema, and this is ${Array.isArray(document.value) ? "a list" : "a single value"}`,
        ),
      ];
    case "plain":
      return checkSchema(document, "");
    case "shared":
      return outline.output === ""
        ? checkSchema(document, "")
        : [...(await checkEnvelope(document, config)), ...(await checkSchema(document, outline.output))];
    case "envelope": {
      const shape = await checkEnvelope(document, config);
      const schemas = await Promise.all(
        ["/output", ...(outline.hasInput ? ["/input"] : [])].map((pointer) => checkSchema(document, pointer)),
      );
      const found = schemas.flat();
      // What is no schema at all is said once, by the check that has a better word for it.
      const isRepeat = ({ range }: Diagnostic): boolean =>
        found.some((other) => other.severity === "error" && sameStart(other.range, range));
      return [...shape.filter((one) => !isRepeat(one)), ...found, ...checkInput(document)];
    }
  }
}

function sameStart(a: Diagnostic["range"], b: Diagnostic["range"]): boolean {
  return a.start.line === b.start.line && a.start.column === b.start.column;
}

async function checkEnvelope(
  document: SpecDocument,
  config: Pick<ProjectConfig, "routers">,
): Promise<readonly Diagnostic[]> {
  const value = document.value;
  if (!isRecord(value)) return [];
  const schemaKeys = ["type", "properties", "required", "items", "$defs", "anyOf", "oneOf", "allOf"].filter(
    (key) => key in value,
  );
  if (!("output" in value) && schemaKeys.length > 0) {
    // One finding in place of one for each keyword at the top.
    const marks = ["prompt", "input", "settings", "cache", "router", "name"].filter((key) => key in value);
    const onlyName = marks.length === 1 && marks[0] === "name";
    const hint = `put ${listWith(
      "and",
      schemaKeys.map((key) => JSON.stringify(key)),
    )} under "output"${onlyName ? ', or remove "name": a plain JSON Schema is named by its file' : ""}`;
    return [
      error(
        "missing-key",
        document.rangeOf(joinPointer("", schemaKeys[0] ?? ""), "key"),
        `this file has ${listWith(
          "and",
          marks.map((key) => JSON.stringify(key)),
        )} beside JSON Schema keywords, and no "output"`,
        hint,
      ),
    ];
  }
  const findings = [...(await checkShape(document, specFormat))];
  const stated = value["$schema"];
  if (typeof stated === "string" && draftOfUrl(stated) !== undefined) {
    findings.push(
      warning(
        "misplaced-draft",
        document.rangeOf("/$schema"),
        "here $schema names the format of the spec; the draft of the output is stated inside it",
        "move this line into `output`",
      ),
    );
  }
  const router = value["router"];
  if (typeof router === "string" && !Object.hasOwn(config.routers, router)) {
    const names = Object.keys(config.routers);
    const hint =
      didYouMean(router, names) ??
      (names.length === 0 ? "outspec.yaml declares no router" : `declared: ${names.join(", ")}`);
    findings.push(
      error(
        "unknown-router",
        document.rangeOf("/router"),
        `outspec.yaml has no router ${JSON.stringify(router)}`,
        hint,
      ),
    );
  }
  return findings;
}

function checkInput(document: SpecDocument): Diagnostic[] {
  const value = document.value;
  const input = isRecord(value) ? value["input"] : undefined;
  if (!isRecord(value) || !isRecord(input)) return [];
  const findings: Diagnostic[] = [];
  if ("type" in input ? input["type"] !== "object" : !["properties", "$ref", "allOf"].some((key) => key in input)) {
    findings.push(
      error(
        "input-not-an-object",
        document.rangeOf("/input", "key"),
        "the input is an object with one property for each variable",
        "type: object",
      ),
    );
  }
  if (!("prompt" in value)) {
    findings.push(
      warning(
        "input-without-prompt",
        document.rangeOf("/input", "key"),
        "there is no prompt, so nothing uses these variables",
        "add a `prompt`, or remove `input`",
      ),
    );
  }
  return findings;
}
