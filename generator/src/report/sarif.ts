import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";
import { encodePath } from "./encode-path.ts";
import { escapeJson } from "./escape-json.ts";
import { isWholeFile } from "./excerpt.ts";
import { printable } from "./printable.ts";

/** How bad a finding is, in the words of SARIF. */
export type SarifLevel = "error" | "warning" | "note";

/** A rule as code scanning shows it. */
export interface SarifRule {
  readonly id: string;
  /** A noun phrase: `Enum member added`. */
  readonly title: string;
  readonly level: SarifLevel;
  /** What it finds, in a sentence or two. */
  readonly description: string;
  /** The page of the rule, plain and as Markdown. */
  readonly help: { readonly text: string; readonly markdown: string };
  readonly tags: readonly string[];
}

/** One finding, of whatever command. */
export interface SarifFinding {
  readonly ruleId: string;
  readonly level: SarifLevel;
  readonly message: string;
  readonly range?: SourceRange;
  /** Other places, each with what it is. */
  readonly related?: readonly { readonly range: SourceRange; readonly message: string }[];
  /** The same for the same finding, whatever line it is on. */
  readonly fingerprint: string;
  /** Set where somebody decided that it is all right: in the configuration, or in a comment of the source. */
  readonly suppression?: { readonly kind: "external" | "inSource"; readonly justification: string };
  /** More for tools. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** One run of one command. */
export interface SarifRun {
  /** `diff` or `lint`. */
  readonly command: string;
  readonly version: string;
  /** Every rule that may be named; those with findings are written out. */
  readonly rules: Iterable<SarifRule>;
  readonly findings: readonly SarifFinding[];
  /** Leads from the repository's root to the project's. */
  readonly prefix?: string;
}

const root = "SRCROOT";

/** Renders findings as SARIF 2.1.0, in the order in which they come. */
export function formatSarif({ command, version, rules, findings, prefix = "" }: SarifRun): string {
  const named = new Set(findings.map(({ ruleId }) => ruleId));
  const used = [...rules].filter(({ id }) => named.has(id));
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  const isSuppressing = findings.some(({ suppression }) => suppression !== undefined);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "outspec", semanticVersion: version, rules: used.map(ruleEntry) } },
        automationDetails: { id: `outspec/${command}/` },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [root]: { description: { text: "The root of the repository." } } },
        invocations: [{ executionSuccessful: true }],
        results: findings.map((finding) => resultEntry(finding, indexes, prefix, isSuppressing)),
      },
    ],
  };
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`;
}

function ruleEntry({ id, title, level, description, help, tags }: SarifRule): object {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: description },
    help,
    defaultConfiguration: { level },
    properties: { tags },
  };
}

function resultEntry(
  finding: SarifFinding,
  indexes: ReadonlyMap<string, number>,
  prefix: string,
  isSuppressing: boolean,
): object {
  const { ruleId, level, message, range, related = [], fingerprint, suppression, properties } = finding;
  return {
    ruleId,
    ruleIndex: indexes.get(ruleId),
    level,
    message: { text: messageText(message) },
    locations: range === undefined ? [] : [{ physicalLocation: physicalLocation(range, prefix) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, index) => ({
        id: index + 1,
        physicalLocation: physicalLocation(one.range, prefix),
        message: { text: messageText(one.message) },
      })),
    }),
    partialFingerprints: { "outspec/v1": fingerprint },
    // Where one result says whether it is suppressed, all have to.
    ...(isSuppressing && { suppressions: suppression === undefined ? [] : [suppressionEntry(suppression)] }),
    ...(properties !== undefined && { properties }),
  };
}

function suppressionEntry({ kind, justification }: NonNullable<SarifFinding["suppression"]>): object {
  return { kind, ...(kind === "external" && { status: "accepted" }), justification: plainText(justification) };
}

function physicalLocation(range: SourceRange, prefix: string): object {
  const { path, start, end } = range;
  return {
    artifactLocation: { uri: encodePath(prefix + path), uriBaseId: root },
    region: isWholeFile(range)
      ? { startLine: 1 }
      : { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  };
}

/** A text of a message: SARIF would read `[words](address)` as a link and `{0}` as a place for an argument. */
function messageText(text: string): string {
  return plainText(text)
    .replaceAll("](", "] (")
    .replace(/\{(\d+)\}/g, "{ $1 }");
}

function plainText(text: string): string {
  return maskSecrets(text)
    .split(/\r\n?|\n/)
    .map(printable)
    .join("\n");
}
