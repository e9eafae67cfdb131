// Writes the figures and the survivors of docs/mutation.md from the reports of `npm run mutation`: coverage/mutation/*.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { scopes } from "../test/mutation/scopes.mjs";
import { kinds } from "../test/mutation/survivors.mjs";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs/mutation.md");

/** The text that a mutant replaces, on its first line. */
function codeOf(source, { start, end }) {
  const line = source.split("\n")[start.line - 1] ?? "";
  return start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
}

function readScope(name) {
  const file = join(root, "coverage/mutation", `${name}.json`);
  if (!existsSync(file)) return [];
  const files = Object.entries(JSON.parse(readFileSync(file, "utf8")).files);
  return files
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { source, mutants }]) => {
      const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
      return {
        path,
        killed: count("Killed", "Timeout"),
        late: count("Timeout"),
        survived: count("Survived"),
        uncovered: count("NoCoverage"),
        refused: count("CompileError"),
        ignored: count("Ignored"),
        survivors: mutants
          .filter(({ status }) => status === "Survived" || status === "NoCoverage")
          .map((mutant) => ({ path, code: codeOf(source, mutant.location), becomes: mutant.replacement ?? "" })),
      };
    });
}

const sum = (files, field) => files.reduce((total, file) => total + file[field], 0);

function row(label, files) {
  const [killed, survived, uncovered, refused] = ["killed", "survived", "uncovered", "refused"].map((field) =>
    sum(files, field),
  );
  const share = (others) => ((100 * killed) / (killed + survived + uncovered + others)).toFixed(1);
  return `| ${label} | ${share(0)} % | ${share(refused)} % | ${killed} | ${sum(files, "late")} | ${survived} | ${uncovered} | ${refused} | ${sum(files, "ignored")} |`;
}

const head = [
  "| File | Score | by tests alone | Killed | of these by time | Survived | Not reached | Refused by the compiler | Left out |",
  "|---|---|---|---|---|---|---|---|---|",
];

function isOf(mutants, { path, code, becomes }) {
  return mutants.some(
    (one) => (one.file?.test(path) ?? true) && (one.code?.test(code) ?? true) && (one.becomes?.test(becomes) ?? true),
  );
}

/** A mutant of a list, in a line. */
function shown({ path, code, becomes }) {
  const text = (source) =>
    `\`\`${source.replaceAll(/\s+/g, " ").trim().slice(0, 70).replaceAll("|", "\\|") || " "}\`\``;
  return `${basename(path, ".ts")}: ${text(code)} → ${text(becomes)}`;
}

const all = Object.keys(scopes).map((name) => ({ name, files: readScope(name) }));
const survivors = all.flatMap(({ files }) => files.flatMap((file) => file.survivors));
const kindOf = (mutant) => kinds.findIndex(({ mutants }) => isOf(mutants, mutant));

const scores = all.flatMap(({ name, files }) => [
  `### \`${name}\``,
  "",
  ...(files.length === 0
    ? ["Not run yet."]
    : [...head, row("**all**", files), ...files.map((file) => row(`\`${basename(file.path)}\``, [file]))]),
  "",
]);
const explained = [...kinds.keys(), -1].flatMap((index) => {
  const own = survivors.filter((mutant) => kindOf(mutant) === index);
  if (own.length === 0) return [];
  const { kind, why } = kinds[index] ?? {
    kind: "What no test of these holds yet",
    why: "Each is a test that may be written.",
  };
  const lines = [...new Set(own.map(shown))].map((line) => `- ${line}`);
  const most = 40;
  const rest = lines.length > most ? [`- and ${lines.length - most} more like them`] : [];
  return [`### ${kind}: ${own.length}`, "", why, "", ...lines.slice(0, most), ...rest, ""];
});

let text = readFileSync(page, "utf8");
for (const [name, lines] of [
  ["scores", scores],
  ["survivors", explained],
]) {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
  const from = text.indexOf(start) + start.length;
  text = `${text.slice(0, from)}\n${lines.join("\n")}\n${text.slice(text.indexOf(end))}`;
}
writeFileSync(page, text);
