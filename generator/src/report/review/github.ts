import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { placeProperties, workflowCommand } from "../github.ts";
import { loggable } from "../printable.ts";
import { sayMessage } from "./headline.ts";
import { allFindings, prepareReport } from "./prepare.ts";
import {
  type Compat,
  isAboutInput,
  isAcceptable,
  otherLevels,
  sayFingerprint,
  shorten,
  shownWitness,
} from "./wording.ts";

/** A host shows about so many of one level and step. */
const mostPerLevel = 10;

const commands = { breaking: "error", dangerous: "warning", behaviour: "notice" } as const;

type Shown = keyof typeof commands;
type Finding = ReviewedFinding & { readonly spec?: ReviewedSpec };

/**
 * Renders a review as workflow commands: the worst ten of each level, then one that counts the rest. `prefix` leads
 * from the repository's root to the project's.
 */
export function formatReviewGithub(report: ReviewReport, prefix = ""): string {
  const prepared = prepareReport(report);
  const findings = allFindings(prepared);
  return (Object.keys(commands) as readonly Shown[])
    .map((severity) => level(severity, findings, prepared.gate.compat, prefix))
    .join("");
}

function level(severity: Shown, findings: readonly Finding[], compat: Compat, prefix: string): string {
  const open = findings.filter((one) => one.accepted === undefined && one.severity === severity);
  // An accepted finding fails nothing, so it comes last among what is only to be known.
  const accepted = severity === "behaviour" ? findings.filter((one) => one.accepted !== undefined) : [];
  const all = [...open, ...accepted];
  const shown = all.slice(0, mostPerLevel).map((finding) => one(finding, commands[severity], compat, prefix));
  const rest = all.length - shown.length;
  if (rest === 0) return shown.join("");
  const counted = `${rest} more of this level: see the other formats of this report.`;
  return `${shown.join("")}${workflowCommand(commands[severity], { title: "schema review" }, counted)}`;
}

function one(finding: Finding, command: (typeof commands)[Shown], compat: Compat, prefix: string): string {
  const place = finding.location ?? finding.baseLocation;
  const state = finding.accepted === undefined ? "" : ` (accepted, else ${finding.severity})`;
  const experimental = finding.spec?.stability === "experimental" ? " (experimental)" : "";
  return workflowCommand(
    command,
    {
      ...(place !== undefined && placeProperties(place, prefix)),
      title: `${finding.rule}${state}${experimental}`,
    },
    lines(finding, compat).map(loggable).join("\n"),
  );
}

function lines(finding: Finding, compat: Compat): readonly string[] {
  const witness = shownWitness(finding, compat);
  const levels = otherLevels(finding, compat).map(([reader, value]) => `${reader}: ${value}`);
  const subject = finding.spec === undefined ? "" : `${finding.spec.id}: `;
  return [
    ...`${subject}${shorten(sayMessage(finding), 600)}`.split(/\r\n?|\n/),
    ...finding.notes.slice(0, 3).map((note) => shorten(note, 300)),
    ...(witness === undefined ? [] : [`Example of a ${witness.kind}: ${witness.text}`]),
    ...(levels.length === 0 ? [] : [levels.join(", ")]),
    ...(isAboutInput(finding) ? ["Callers and recorded inputs alike."] : []),
    ...(finding.accepted === undefined ? [] : [`Accepted: ${shorten(finding.accepted.reason, 300)}`]),
    ...(isAcceptable(finding, finding.spec) ? [`Accept with change ${sayFingerprint(finding)}`] : []),
  ];
}
