// The steps of a release that are ours; .github/workflows/release.yml calls them.
//   node .ci/release.mjs check v1.2.3      that everything is of the version the tag names
//   node .ci/release.mjs notes v1.2.3      what the changelog says of it
//   node .ci/release.mjs pack URL FOLDER   packs both packages, which say that they come from the repository at URL
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { published, readJson, root } from "./dependencies.mjs";

const changelog = () => readFileSync(join(root, "CHANGELOG.md"), "utf8");

/** The part of the changelog about one version, without its heading. */
function notesOf(version) {
  const [, ...sections] = changelog().split(/^## /m);
  const section = sections.find((text) => text.split("\n", 1)[0].trim() === version);
  return section === undefined ? undefined : section.slice(section.indexOf("\n")).trim();
}

function check(tag) {
  const version = tag.replace(/^v/, "");
  const complaints = [];
  const expect = (what, found) => {
    if (found !== version) complaints.push(`${what} says ${found ?? "nothing"} and the tag says ${version}`);
  };
  if (!/^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(tag)) complaints.push(`${tag} is no tag of a version, such as v1.2.3`);
  const lock = readJson("package-lock.json");
  for (const folder of published) {
    expect(`${folder}/package.json`, readJson(`${folder}/package.json`).version);
    expect(`package-lock.json of ${folder}`, lock.packages[folder].version);
  }
  expect(
    "the peer of generator/package.json",
    readJson("generator/package.json").peerDependencies["@outspec/runtime"].slice(1),
  );
  const written = readFileSync(join(root, "runtime/src/facts/version.ts"), "utf8");
  expect("runtime/src/facts/version.ts", /version = "([^"]*)"/.exec(written)?.[1]);
  if (!notesOf(version)) complaints.push(`CHANGELOG.md has no section "## ${version}"`);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
  else console.log(`both packages are ${version}`);
}

/** Packs copies: the address of the repository is known where it is published, and npm wants it for the provenance. */
function pack(url, to) {
  mkdirSync(to, { recursive: true });
  for (const folder of published) {
    const scratch = mkdtempSync(join(tmpdir(), "outspec-pack-"));
    try {
      const manifest = readJson(`${folder}/package.json`);
      for (const name of manifest.files) cpSync(join(root, folder, name), join(scratch, name), { recursive: true });
      const repository = { type: "git", url: `git+${url.replace(/(\.git)?$/, ".git")}`, directory: folder };
      writeFileSync(join(scratch, "package.json"), `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`);
      const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", resolve(to)];
      console.log(execFileSync("npm", args, { cwd: scratch, encoding: "utf8" }).trim());
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }
}

const [step, ...args] = process.argv.slice(2);
const [first = "", second = ""] = args;
if (step === "check") check(first);
else if (step === "notes") console.log(notesOf(first.replace(/^v/, "")) ?? "");
else if (step === "pack" && second !== "") pack(first, second);
else {
  console.error("usage: node .ci/release.mjs check TAG | notes TAG | pack URL FOLDER");
  process.exitCode = 2;
}
