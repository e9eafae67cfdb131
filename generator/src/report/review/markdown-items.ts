import type { Level } from "../../review/difference.ts";
import type { ReviewedFinding, ReviewedSpec } from "../../review/report-model.ts";
import { headline, sentence, upperFirst } from "./headline.ts";
import { codeText, messageText, placeText, proseText } from "./markdown-text.ts";
import {
  type Compat,
  isAboutInput,
  isHarm,
  isHidden,
  otherLevels,
  type ShownWitness,
  sayUses,
  sayValue,
  shorten,
  shownWitness,
} from "./wording.ts";

/** A finding with the spec it is about. */
export type MarkdownFinding = ReviewedFinding & { readonly spec?: ReviewedSpec };

type Finding = MarkdownFinding;

/** What the items of a comment need besides a finding. */
export interface MarkdownContext {
  readonly compat: Compat;
  /** Address of the repository's files, so that places become links. */
  readonly linkBase?: string;
  /** Leads from the repository's root to the project's. */
  readonly prefix?: string;
}

/** How a level looks. */
export const levelMarks = { breaking: "❌", dangerous: "⚠️", safe: "✅" } as const;

/** A paragraph about a finding that hurts: what changed in bold, then whom it hurts and how. */
export function harmfulItem(finding: Finding, context: MarkdownContext): string {
  const { title, rest } = headline(finding);
  const witness = shownWitness(finding, context.compat);
  const { before, evidence } = finding;
  const uses = sayUses(finding);
  const body = [
    ...(rest === "" ? [] : [messageText(shorten(rest, 600))]),
    ...(witness === undefined ? [] : [`${exampleWords(witness.kind, evidence)}: ${codeText(witness.text)}.`]),
    ...(before === undefined ? [] : [`It was ${codeText(sayValue(before))}.`]),
    ...otherLevels(finding, context.compat).map(([reader, level]) => readerSentences[reader][level]),
    ...(isAboutInput(finding) ? ["This hurts callers and recorded inputs alike."] : []),
    ...(isHidden(finding) ? ["The TypeScript type does not show it."] : []),
    ...(uses === undefined ? [] : [messageText(sentence(upperFirst(uses)))]),
    ...finding.notes.slice(0, 3).map((note) => messageText(sentence(upperFirst(shorten(note, 300))))),
  ].join(" ");
  const mark = finding.severity === "breaking" ? "❌" : "⚠️";
  return `**${mark} ${messageText(title)}** · ${about(finding, context)}\n${body === "" ? "" : `${body}\n`}`;
}

function exampleWords(kind: ShownWitness["kind"], evidence: Finding["evidence"]): string {
  if (evidence === "recorded") return "A recorded one";
  if (kind === "new output") return "Example";
  return kind === "call" ? "A call that is refused" : "A stored output that is refused";
}

const readerSentences: Readonly<Record<"consumer" | "stored", Readonly<Record<Level, string>>>> = {
  consumer: {
    safe: "Code that reads outputs is fine.",
    dangerous: "Code that reads outputs may break.",
    breaking: "Code that reads outputs breaks.",
  },
  stored: {
    safe: "Stored outputs are fine.",
    dangerous: "Stored outputs may be refused.",
    breaking: "Stored outputs are refused.",
  },
};

/** Rule and place, after the plain words. */
function about(finding: Finding, { prefix = "", linkBase }: MarkdownContext): string {
  const place = finding.location ?? finding.baseLocation;
  const rule = codeText(finding.rule);
  if (place === undefined) return rule;
  const where = placeText(`${prefix}${place.path}`, place.start.line, linkBase);
  return `${rule} · ${where}${finding.location === undefined ? " in the base" : ""}`;
}

/** A line about a finding that hurts nobody under the gate. */
export function foldedItem(finding: Finding, context: MarkdownContext): string {
  const { title, rest } = headline(finding);
  const words = rest === "" ? messageText(title) : `${messageText(title)}. ${messageText(shorten(rest, 300))}`;
  const hurt = [
    ...(isHarm(finding.consumer) ? [`${mark(finding.consumer)} for code that reads outputs`] : []),
    ...(isHarm(finding.stored) ? [`${mark(finding.stored)} for stored outputs`] : []),
  ];
  return `- ${words} · ${about(finding, context)}${hurt.length === 0 ? "" : ` (${hurt.join(", ")})`}\n`;
}

function mark(level: Level): string {
  return levelMarks[level];
}

/** A line about a finding that is accepted: struck through, with the reason. */
export function acceptedItem(finding: Finding, context: MarkdownContext): string {
  const until =
    finding.accepted?.until === undefined ? "" : `, until ${proseText(shorten(finding.accepted.until, 40))}`;
  const reason = messageText(shorten(finding.accepted?.reason ?? "", 300));
  return `- <del>${messageText(headline(finding).title)}</del> · ${about(finding, context)}: accepted${until}. ${reason}\n`;
}
