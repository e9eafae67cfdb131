// Writes the software bill of materials of each published package, as CycloneDX, into a folder:
// `node .ci/sbom.mjs sbom`. It is npm's own, of a lockfile that holds nothing but the package and what it brings along:
// that of the repository also holds everything it is developed with. Needs no network.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dependenciesOf, published, readJson } from "./dependencies.mjs";

/** What a package.json says of a package itself. Peers are not brought along, and scripts are not run. */
const manifestOf = ({ name, version, description, license, dependencies }) => ({
  name,
  version,
  description,
  license,
  dependencies,
});

function sbomOf(folder) {
  const manifest = manifestOf(readJson(`${folder}/package.json`));
  const packages = Object.fromEntries([
    ["", manifest],
    ...[...dependenciesOf(folder)].map(([path, { peer: _peer, dev: _dev, devOptional: _both, ...entry }]) => [
      path.replace(`${folder}/`, ""),
      entry,
    ]),
  ]);
  const lock = { name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true, packages };
  const scratch = mkdtempSync(join(tmpdir(), "outspec-sbom-"));
  try {
    writeFileSync(join(scratch, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(scratch, "package-lock.json"), JSON.stringify(lock));
    const args = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=library", "--package-lock-only", "--offline"];
    const bom = JSON.parse(execFileSync("npm", args, { cwd: scratch, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
    // npm calls it by its folder.
    bom.metadata.component.name = manifest.name;
    return bom;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const [to = "sbom"] = process.argv.slice(2);
mkdirSync(to, { recursive: true });
for (const folder of published) {
  const { name, version } = readJson(`${folder}/package.json`);
  const bom = sbomOf(folder);
  const path = join(to, `${name.replace("@", "").replace("/", "-")}-${version}.cdx.json`);
  writeFileSync(path, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${path}: ${bom.components.length} components`);
}
