import type { ReviewReport } from "../../../../generator/src/review/report-model.ts";
import { completeReport, type WrittenFinding } from "./read-case.ts";

/** A report with so many findings, a third of each severity that is shown, over ten specs. */
export function manyFindings(count: number, rule = "enum-value-added"): ReviewReport {
  const specs = Array.from({ length: 10 }, (_, spec) => ({
    id: `Spec${spec}`,
    path: `schemas/spec-${spec}.yaml`,
    findings: Array.from({ length: count }, (_, index) => index)
      .filter((index) => index % 10 === spec)
      .map((index) => finding(rule, spec, index)),
  }));
  return completeReport({ gate: { compat: "consumer", failOn: "breaking", failed: true }, specs });
}

function finding(rule: string, spec: number, index: number): WrittenFinding {
  const severity = (["breaking", "dangerous", "behaviour"] as const)[index % 3] ?? "behaviour";
  return {
    rule,
    severity,
    consumer: severity === "behaviour" ? "safe" : severity,
    at: `/output/properties/member_${index}`,
    data: { value: `value_${index}`, old: "1", new: "2", name: `member_${index}` },
    before: { enum: ["low", "high"] },
    after: { enum: ["low", "high", `value_${index}`] },
    evidence: "witnessed",
    witness: { consumer: { [`member_${index}`]: `value_${index}`, other: "" } },
    location: [`schemas/spec-${spec}.yaml`, index + 1, 5, index + 1, 20],
    fingerprint: index.toString(16).padStart(8, "0"),
  };
}
