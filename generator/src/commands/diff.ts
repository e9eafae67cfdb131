import { join, relative, sep } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { writeAtomically } from "../files/write.ts";
import type { JudgeFlags } from "../review/judge.ts";
import type { LoadedReview, LoadOptions } from "../review/load/review.ts";
import type { RecordedOutputs } from "../review/recorded-outputs.ts";
import type { Review } from "../review/review.ts";
import { compatModes, failLevels } from "../spec/review-format.ts";
import { didYouMean } from "../spec/suggest.ts";
import {
  type Arguments,
  type Command,
  choiceOption,
  countOption,
  folderOption,
  readArguments,
  type Terminal,
  textOption,
  textsOption,
} from "./command.ts";
import { diffFormats, sendInvalid, sendReview } from "./diff-report.ts";
import { formatOptions } from "./report-formats.ts";

const help = `outspec diff: says what a change does to code, to stored outputs and to the model

Usage
  outspec diff [specs…] [options]

Compares two versions of the specs: what code that reads outputs will find, whether
outputs that were kept are still valid, and whether the models are asked something else.
Without options, the files on disk are compared with where their branch left the default
branch; in a pull request's job, with the base of the pull request. Reads git's objects,
writes nothing. docs/schema-review.md shows how to read the result.

Options
  --against BASE      the old version: git:REF, git:REF:path, dir:PATH, file:PATH, or
                      tags:PATTERN for all matching tags, one after the other
  --head git:REF      the new version (default: the files on disk)
  --compat MODE       consumer (default), stored, full or none: what can fail the run
  --fail-on LEVEL     breaking (default), dangerous, behaviour or never
  --samples GLOB      recorded outputs, JSON or JSON Lines, as evidence; may be repeated
  --format F[=FILE]   pretty (default), json, markdown, github or sarif, to the terminal
                      or to a file; may be repeated
  --explain RULE      say what a rule is about, and end
  --config FILE       the configuration to use (default: the nearest outspec.yaml)
  --changed           leave out specs that were not touched
  --allow-missing-base
                      take everything for new where there is no old version
  --fetch             let git fetch the base when this clone does not have it
  --prune             remove acceptances from outspec.yaml that cover nothing any more
  --max-findings N    show no more than N findings; all of them count
  --link-base URL     make places in Markdown links below this address
  --allow-empty       be content with patterns that match nothing
  --quiet             print nothing when nothing fails
  --no-color          no colours
  --cwd DIR           as if called in DIR
  --help              this text

Examples
  npx outspec diff
  npx outspec diff --against git:v1.4.0 --compat full
  npx outspec diff --format github --format markdown=review.md
  npx outspec diff --explain enum-value-added

Exit codes
  0  compared, and nothing at or above --fail-on
  1  compared, and something is
  2  the command line or outspec.yaml is wrong
  3  not compared: a spec is invalid, the base is not there, or an internal fault
`;

const options = {
  against: { type: "string" },
  head: { type: "string" },
  compat: { type: "string" },
  "fail-on": { type: "string" },
  samples: { type: "string", multiple: true },
  format: { type: "string", multiple: true },
  explain: { type: "string" },
  config: { type: "string", multiple: true },
  changed: { type: "boolean" },
  "allow-missing-base": { type: "boolean" },
  fetch: { type: "boolean" },
  prune: { type: "boolean" },
  "max-findings": { type: "string" },
  "link-base": { type: "string" },
  "allow-empty": { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  cwd: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `outspec diff`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options, { max: Number.POSITIVE_INFINITY });
    const rule = textOption(parsed, "explain");
    if (rule !== undefined) return explain(rule, terminal);
    const cwd = folderOption(parsed, terminal.cwd);
    const settings = readSettings(parsed, cwd);
    const { LoadError } = await import("../review/load/load-error.ts");
    try {
      return await compare(parsed, settings, { ...terminal, cwd });
    } catch (problem) {
      if (!(problem instanceof LoadError)) throw problem;
      terminal.note(`outspec: ${problem.message}\n${problem.hint === undefined ? "" : `  ${problem.hint}\n`}`);
      return problem.exitCode;
    }
  },
};

interface Settings {
  readonly load: LoadOptions;
  readonly flags: JudgeFlags;
  readonly formats: ReturnType<typeof formatOptions<(typeof diffFormats)[number]>>;
  readonly samples: readonly string[];
  readonly isPruning: boolean;
}

function readSettings(parsed: Arguments, cwd: string): Settings {
  const config = textsOption(parsed, "config");
  const against = textOption(parsed, "against");
  const head = textOption(parsed, "head");
  const compat = choiceOption(parsed, "compat", compatModes);
  const failOn = choiceOption(parsed, "fail-on", failLevels);
  const samples = textsOption(parsed, "samples");
  const isOn = (name: keyof typeof options): boolean => parsed.values[name] === true;
  if (isOn("prune") && head !== undefined)
    throw new UsageError("--prune changes outspec.yaml on disk, and --head names a commit", "leave one of the two out");
  return {
    load: {
      cwd,
      ...(config.length > 0 && { config }),
      ...(against !== undefined && { against }),
      ...(head !== undefined && { head }),
      specs: parsed.positionals,
      allowEmpty: isOn("allow-empty"),
      changed: isOn("changed"),
      fetch: isOn("fetch"),
      allowMissingBase: isOn("allow-missing-base"),
      // Outputs are evidence about specs that did not change, too.
      ...(samples.length > 0 && { resolve: "all" as const }),
    },
    flags: { ...(compat !== undefined && { compat }), ...(failOn !== undefined && { failOn }) },
    formats: formatOptions(parsed, diffFormats, cwd),
    samples,
    isPruning: isOn("prune"),
  };
}

/** Compares with each old version that was asked for; the worst of their exit codes is the run's. */
async function compare(parsed: Arguments, settings: Settings, terminal: Terminal): Promise<number> {
  const [{ loadReviews }, { reviewChanges }] = await Promise.all([
    import("../review/load/load.ts"),
    import("../review/review.ts"),
  ]);
  // Acceptances hold for days, and a review is made on one.
  const today = new Date().toISOString().slice(0, 10);
  let code = 0;
  let reviews = 0;
  for await (const loaded of loadReviews(settings.load)) {
    reviews++;
    const stopped = reportInvalid(loaded, settings, terminal);
    if (stopped !== undefined) return stopped;
    await checkRules(loaded);
    const recorded = await readRecorded(loaded, settings);
    const review = await reviewChanges(loaded, { flags: settings.flags, today, ...(recorded && { recorded }) });
    code = Math.max(code, review.report.gate.failed ? 1 : 0);
    await send(parsed, settings, loaded, review, terminal);
    if (settings.isPruning) await prune(loaded, review, terminal);
  }
  if (reviews > 1 && settings.formats.some(({ file }) => file !== undefined))
    terminal.note("outspec: several old versions were compared, and files hold the last of them\n");
  return code;
}

/** What is wrong with the new version, if anything: then there is nothing to conclude. */
function reportInvalid(loaded: LoadedReview, { formats }: Settings, terminal: Terminal): number | undefined {
  const { root, failure, diagnostics, pairs } = loaded;
  if (failure === undefined) return undefined;
  for (const to of formats)
    sendInvalid(to, { root, specs: pairs.length, diagnostics, prefix: prefixOf(root, terminal.cwd) }, terminal);
  return failure === "config" ? 2 : 3;
}

/** Rules that are named in `review:` exist. */
async function checkRules({ packages }: LoadedReview): Promise<void> {
  const { diffRules } = await import("../review/rules/diff-rules.ts");
  for (const { after } of packages) {
    if (after === undefined) continue;
    const { rules, overrides, accept } = after.review;
    const named = [
      ...Object.keys(rules),
      ...overrides.flatMap((one) => Object.keys(one.rules ?? {})),
      ...accept.map((one) => one.rule),
    ];
    const unknown = named.find((name) => !diffRules.has(name));
    if (unknown !== undefined)
      throw new UsageError(
        `${after.path ?? "outspec.yaml"} names the rule ${JSON.stringify(unknown)}, which does not exist`,
        didYouMean(unknown, [...diffRules.keys()]) ?? "docs/review-rules.md lists the rules",
      );
  }
}

/** The recorded outputs of the specs under review, where some were given. */
async function readRecorded(
  { pairs }: LoadedReview,
  { samples, load }: Settings,
): Promise<RecordedOutputs | undefined> {
  if (samples.length === 0) return undefined;
  const [{ openSamples }, { collectRecorded }] = await Promise.all([
    import("../review/load/samples.ts"),
    import("../review/recorded-outputs.ts"),
  ]);
  const files = openSamples({ cwd: load.cwd ?? ".", globs: samples, allowEmpty: load.allowEmpty ?? false });
  return collectRecorded(
    files,
    pairs.flatMap(({ after }) => after?.spec ?? []),
  );
}

async function send(
  parsed: Arguments,
  { formats }: Settings,
  loaded: LoadedReview,
  { report }: Review,
  terminal: Terminal,
): Promise<void> {
  if (parsed.values["quiet"] === true && !report.gate.failed) return;
  const { version } = await import("../version.ts");
  const most = countOption(parsed, "max-findings");
  const linkBase = textOption(parsed, "link-base");
  for (const to of formats)
    sendReview(to, report, {
      terminal,
      color: terminal.color && parsed.values["no-color"] !== true,
      prefix: prefixOf(loaded.root, terminal.cwd),
      version,
      textOf: (path) => loaded.textOf("after", path),
      ...(most !== undefined && { most }),
      ...(linkBase !== undefined && { linkBase }),
    });
}

/** Leads from the repository's root, where the host's jobs start, to the folder that all paths count from. */
function prefixOf(root: string, cwd: string): string {
  const below = relative(process.env["GITHUB_WORKSPACE"] ?? process.env["CI_PROJECT_DIR"] ?? root, root);
  return below === "" || below.startsWith("..") || cwd === "" ? "" : `${below.split(sep).join("/")}/`;
}

/** Removes acceptances that cover nothing from the files that hold them. */
async function prune({ root }: LoadedReview, { unused }: Review, terminal: Terminal): Promise<void> {
  const { withoutAcceptances } = await import("../review/prune.ts");
  for (const { path, text, indexes } of unused) {
    writeAtomically(join(root, path), withoutAcceptances(text, indexes));
    terminal.note(`removed ${indexes.length} from review.accept of ${path}\n`);
  }
}

async function explain(name: string, terminal: Terminal): Promise<number> {
  const [{ explainRule }, { diffRules }] = await Promise.all([
    import("../review/rules/explain.ts"),
    import("../review/rules/diff-rules.ts"),
  ]);
  const text = explainRule(name);
  if (text === undefined)
    throw new UsageError(
      `there is no rule ${JSON.stringify(name)}`,
      didYouMean(name, [...diffRules.keys()]) ?? "docs/review-rules.md lists the rules",
    );
  terminal.out(text);
  return 0;
}
