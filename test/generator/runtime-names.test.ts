import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, it } from "vitest";
import { runtimeNames } from "../../generator/src/emit/runtime-names.ts";
import * as codegen from "../../runtime/src/codegen.ts";
import { providerRows } from "../../runtime/src/facts/providers.ts";
import * as runtime from "../../runtime/src/index.ts";
import { formatFunctions } from "../../runtime/src/schema/formats.ts";
import { formats, numberFormats } from "../../runtime/src/validation/formats.ts";
import { emit, emitCases } from "./emit-cases.ts";

const entries = {
  "@outspec/runtime": { module: runtime as Readonly<Record<string, unknown>>, file: "index.ts" },
  "@outspec/runtime/codegen": { module: codegen as Readonly<Record<string, unknown>>, file: "codegen.ts" },
} as const;

/** The names a module re-exports, types included. */
function exportedNames(file: string): ReadonlySet<string> {
  const path = join(import.meta.dirname, "..", "..", "runtime", "src", file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023);
  const names = source.statements.flatMap((statement) => {
    if (
      !ts.isExportDeclaration(statement) ||
      statement.exportClause === undefined ||
      !ts.isNamedExports(statement.exportClause)
    )
      return [];
    return statement.exportClause.elements.map((element) => element.name.text);
  });
  return new Set(names);
}

describe("every name generated code may import is exported by the runtime", () => {
  for (const [entry, { values, types }] of Object.entries(runtimeNames)) {
    const { module, file } = entries[entry as keyof typeof entries];
    for (const name of values) it(`${name} of ${entry}`, () => assert.equal(typeof module[name], "function"));
    for (const name of types) it(`type ${name} of ${entry}`, () => assert.ok(exportedNames(file).has(name)));
  }

  for (const { factory } of providerRows) {
    it(`${factory} of @outspec/runtime`, () =>
      assert.equal(typeof entries["@outspec/runtime"].module[factory], "function"));
  }
});

describe("the table of formats", () => {
  for (const [format, { name, type }] of Object.entries(formatFunctions)) {
    it(`${format} is the runtime's ${name}`, () => {
      const known: Readonly<Record<string, unknown>> = type === "string" ? formats : numberFormats;
      assert.equal((known[format] as { readonly name: string } | undefined)?.name, name);
    });
  }
});

describe("generated code imports nothing else", () => {
  for (const one of emitCases()) {
    it(one.name.replaceAll("-", " "), async () => {
      for (const [path, text] of await emit(one)) {
        if (!path.endsWith(".ts")) continue;
        const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
        for (const statement of source.statements) {
          if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
          const specifier = statement.moduleSpecifier.text;
          if (specifier.startsWith(".")) continue;
          const allowed = runtimeNames[specifier as keyof typeof runtimeNames];
          assert.ok(allowed !== undefined, specifier);
          const bindings = statement.importClause?.namedBindings;
          assert.ok(bindings !== undefined && ts.isNamedImports(bindings));
          const names = new Set([...allowed.values, ...allowed.types, ...providerRows.map((row) => row.factory)]);
          for (const element of bindings.elements) assert.ok(names.has(element.name.text), element.name.text);
        }
      }
    });
  }
});
