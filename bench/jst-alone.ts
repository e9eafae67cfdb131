/**
 * json-schema-to-typescript by itself: `jst-alone.js FROM TO` writes the types of every schema in a folder. Without
 * formatting, as the generator calls it; types are all it makes.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "json-schema-to-typescript";

const [, , from = "", to = ""] = process.argv;
mkdirSync(to, { recursive: true });
for (const name of readdirSync(from).sort()) {
  try {
    const types = await compile(JSON.parse(readFileSync(join(from, name), "utf8")), name.replace(/\.json$/, ""), {
      format: false,
      cwd: from,
      $refOptions: { resolve: { external: false, file: false, http: false } },
    });
    writeFileSync(join(to, name.replace(/\.json$/, ".ts")), types);
  } catch {
    // It refuses some schemas of the corpus; what it does with the others is what is compared.
  }
}
