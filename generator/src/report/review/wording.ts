import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord, splitPointer } from "../../../../runtime/src/schema/pointer.ts";
import { type Level, type Severity, worstLevel } from "../../review/difference.ts";
import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { escapeJson } from "../escape-json.ts";
import { plural } from "../printable.ts";

/** Which kind of reader the gate looks at. */
export type Compat = ReviewReport["gate"]["compat"];

/** Cuts a text at so many characters, never inside a surrogate pair. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A value of a schema or an output in one short line, as YAML in flow style has it; the outermost braces are left out. */
export function sayValue(value: Json, most = 100): string {
  const text = isRecord(value) ? Object.entries(value).map(sayMember).join(", ") : flow(value);
  return shorten(text === "" ? "{}" : text, most);
}

function sayMember([key, value]: readonly [string, Json]): string {
  return `${flow(key)}: ${flow(value)}`;
}

function flow(value: Json): string {
  if (typeof value === "string") return isPlain(value) ? value : JSON.stringify(value);
  if (isList(value)) return `[${value.map(flow).join(", ")}]`;
  if (isRecord(value)) return `{ ${Object.entries(value).map(sayMember).join(", ")} }`;
  return JSON.stringify(value);
}

/** Whether YAML reads a text as that text without quotes. */
function isPlain(text: string): boolean {
  return /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}

/** An example that proves a break: of an object, the member that the finding is about. */
function sayWitness(witness: Json, at: string, most = 120): string {
  if (!isRecord(witness)) return shorten(JSON.stringify(witness), most);
  const steps = splitPointer(at);
  const member = steps[1] === "properties" ? steps[2] : undefined;
  const keys = Object.keys(witness);
  if (member === undefined || !Object.hasOwn(witness, member) || keys.length === 1) {
    return shorten(JSON.stringify(witness), most);
  }
  return `{${JSON.stringify(member)}:${shorten(JSON.stringify(witness[member]), most)}, …}`;
}

/** An example that proves a finding, and whose value it is. */
export interface ShownWitness {
  readonly kind: "new output" | "stored output" | "call";
  readonly text: string;
}

/** The witness to show for a finding, if it has one: of what the gate looks at, before the other. */
export function shownWitness({ witness, at }: ReviewedFinding, compat: Compat): ShownWitness | undefined {
  if (witness === undefined) return undefined;
  const { consumer, stored, caller } = witness;
  const all = [
    { kind: "new output", value: consumer },
    { kind: "call", value: caller },
    { kind: "stored output", value: stored },
  ] as const;
  const given = compat === "stored" ? [...all].reverse() : all;
  for (const { kind, value } of given) if (value !== undefined) return { kind, text: sayWitness(value, at) };
  return undefined;
}

/** `4be19c2 (merge base with origin/main)`: what was compared with. */
export function sayBase({ base }: ReviewReport): string {
  if (base.kind === "none") return base.note === undefined ? "none" : `none (${base.note})`;
  const name = base.commit === undefined ? (base.ref ?? base.kind) : base.commit.slice(0, 7);
  // A commit that was named by its id is not said twice.
  const isNamed = base.commit !== undefined && base.ref !== undefined && !base.commit.startsWith(base.ref);
  const how = base.note ?? (isNamed ? base.ref : undefined);
  return how === undefined ? name : `${name} (${how})`;
}

/** What stands under review, where it is not the working tree. */
export function sayHead({ head }: ReviewReport): string | undefined {
  if (head.kind === "worktree") return undefined;
  return head.commit?.slice(0, 7) ?? head.ref;
}

/** `2 breaking changes`, for a headline. */
export function sayCounts({ summary }: ReviewReport): string {
  if (summary.breaking > 0) return plural(summary.breaking, "breaking change");
  if (summary.dangerous > 0) return plural(summary.dangerous, "dangerous change");
  if (summary.behaviour > 0) return `${plural(summary.behaviour, "change")} that only the model notices`;
  if (summary.safe > 0) return plural(summary.safe, "harmless change");
  return summary.accepted > 0 ? plural(summary.accepted, "accepted change") : "no changes";
}

/** Whether a finding is about the variables of a prompt: its levels are about callers. */
export function isAboutInput({ rule }: ReviewedFinding): boolean {
  return rule.startsWith("input-");
}

/** The level a finding has for the kind of reader that its severity is not about, where there is more to say. */
export function otherLevels(
  finding: ReviewedFinding,
  compat: Compat,
): readonly (readonly ["consumer" | "stored", Level])[] {
  const both = [["consumer", finding.consumer] as const, ["stored", finding.stored] as const];
  // That a review was relaxed hurts no reader by itself.
  if (isAboutInput(finding) || finding.rule === "review-config-relaxed") return [];
  if (!isHarm(finding.severity)) return both.some(([, level]) => level !== "safe") ? both : [];
  // A finding about the configuration hurts no reader.
  if (both.every(([, level]) => level === "safe")) return [];
  // What the gate looks at is said by the severity, unless that has another source.
  return both.filter(([reader, level]) => reader !== compat || level !== finding.severity);
}

/** Who is hurt by the changes of a spec; callers where anything was found about what they give. */
export interface SpecLevels {
  readonly consumer: Level;
  readonly stored: Level;
  readonly callers?: Level;
}

/** Tells callers, who are hurt by changes of the input, from readers of outputs: the levels of a spec are the worse of both. */
export function levelsOf({ consumer, stored, findings }: ReviewedSpec): SpecLevels {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const input = open.filter(isAboutInput);
  if (input.length === 0) return { consumer, stored };
  const output = open.filter((one) => !isAboutInput(one));
  const levelOf = (reader: "consumer" | "stored", level: Level): Level =>
    // A level that no finding explains comes from the comparison as a whole.
    level === worstLevel(open.map((one) => one[reader])) ? worstLevel(output.map((one) => one[reader])) : level;
  return {
    consumer: levelOf("consumer", consumer),
    stored: levelOf("stored", stored),
    callers: worstLevel(input.map((one) => one.consumer)),
  };
}

/** Where the definition is used that a finding is in, beside the use that the finding itself names. */
export function sayUses({ at, usedAt }: ReviewedFinding): string | undefined {
  const isInDefinition = /\/(?:\$defs|definitions)\//.test(at);
  const uses = usedAt.filter((pointer) => pointer !== at && !at.startsWith(`${pointer}/`));
  if (uses.length === 0) return undefined;
  const shown = uses.slice(0, 3).map((pointer) => `\`${shorten(pointer, 120)}\``);
  const more = uses.length - shown.length;
  const words = isInDefinition ? "used at" : "also used at";
  return `${words} ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether it is to be said that a change hurts although the TypeScript type is the same. */
export function isHidden({ severity, visible, message, notes }: ReviewedFinding): boolean {
  return (
    isHarm(severity) && visible === "values" && ![message, ...notes].some((text) => text.includes("TypeScript type"))
  );
}

/** Whether somebody is, or may be, hurt. */
export function isHarm(severity: Severity): boolean {
  return severity === "breaking" || severity === "dangerous";
}

/** Whether accepting a finding changes anything: it hurts, is not accepted yet, and its spec is no experiment. */
export function isAcceptable({ severity, accepted }: ReviewedFinding, spec: ReviewedSpec | undefined): boolean {
  return isHarm(severity) && accepted === undefined && spec?.stability === undefined;
}

/** An entry of `review.accept`, in one line of YAML. */
export function sayAcceptance(finding: ReviewedFinding, spec: string | undefined): string {
  const entries = [["rule", finding.rule], ...(spec === undefined ? [] : [["spec", spec]]), ["at", finding.at]].map(
    ([key, value]) => `${key}: ${yamlText(value ?? "")}`,
  );
  return `- { ${entries.join(", ")}, change: ${sayFingerprint(finding)}, reason: "…" }`;
}

/** A fingerprint as YAML takes it for a text: without quotes, one of digits or with one `e` among them is a number. */
export function sayFingerprint({ fingerprint }: ReviewedFinding): string {
  return escapeJson(JSON.stringify(fingerprint));
}

/** A text in YAML flow style, in quotes with escapes unless it is plain beyond doubt. */
function yamlText(text: string): string {
  const pointer = /^\/[\w/-]+$/.test(text);
  return pointer || isPlain(text) ? text : escapeJson(JSON.stringify(text));
}
