import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";
import { plural } from "./printable.ts";
import { codeText, messageText, placeText } from "./review/markdown-text.ts";

/** What a document of findings needs besides them. */
export interface FindingsMarkdownOptions {
  /** `lint` or `check`: also names the hidden marker, by which a sticky comment is found again. */
  readonly command: string;
  readonly specs: number;
  readonly failed: boolean;
  /** Leads from the repository's root to the project's. */
  readonly prefix?: string;
}

/** Hosts refuse comments of 65,536 characters. */
const mostCharacters = 60_000;

const marks: Readonly<Record<Diagnostic["severity"], string>> = { error: "❌", warning: "⚠️", info: "💡" };

/** Renders findings for a pull request: counts first, one paragraph each, cut at whole findings; one line for none. */
export function formatFindingsMarkdown(findings: readonly Diagnostic[], options: FindingsMarkdownOptions): string {
  const { command, specs, failed, prefix = "" } = options;
  const marker = `<!-- schema-${command}:default -->`;
  if (findings.length === 0) return `${marker} Schema ${command}: no findings in ${plural(specs, "spec")}.\n`;
  const counts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [severity === "info" ? `${count} info` : plural(count, severity)];
  });
  const head = `${marker}\n### Schema ${command}: ${counts.join(", ")}${failed ? "" : ", nothing that fails"}\n`;
  let text = head;
  for (const [index, finding] of findings.entries()) {
    const next = `\n${paragraph(finding, prefix)}\n`;
    const left = findings.length - index;
    const rest = `\nand ${plural(left, "more finding")}.\n`;
    if (text.length + next.length + rest.length > mostCharacters) return text + rest;
    text += next;
  }
  return text;
}

function paragraph({ severity, code, message, hint, range }: Diagnostic, prefix: string): string {
  const place = placeText(prefix + range.path, range.start.line, undefined);
  const first = `${marks[severity]} ${messageText(maskSecrets(message))} · ${codeText(code)} · ${place}`;
  return hint === undefined ? first : `${first}<br>${messageText(maskSecrets(hint))}`;
}
