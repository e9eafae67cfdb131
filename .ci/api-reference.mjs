// Writes the API reference of both packages, from the comments in their sources, into docs/reference:
// `node .ci/api-reference.mjs`. With `--check` nothing is written, and each export without a comment, each link to
// nowhere and each type that is named but not exported is an error.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Application, Comment, Converter, ReflectionKind } from "typedoc";
import ts from "typescript";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

/** Types that are seen in signatures and that nobody has to name, with the file that has them. */
const unnamed = {
  runtime: [
    // Parts of what only generated code writes.
    "src/codec.ts:JsonType",
    "src/codec.ts:Limits",
    "src/output-spec.ts:OutputDefinition",
    // Parts of undici's interface, which a dispatcher of undici fits as it is.
    "src/transport/undici.ts:DispatchHandler",
    "src/transport/undici.ts:DispatchOptions",
  ],
  generator: [
    // What a compiler hands on to the next one, unread.
    "src/emit/project-files.ts:IndexEntry",
    "src/spec/links.ts:FileLinks",
    "src/spec/resolve.ts:Naming",
    // What `loadReview` hands on to `reviewChanges`.
    "src/review/load/base.ts:Base",
    "src/review/load/base.ts:Head",
    "src/review/load/load-error.ts:LoadProblem",
    "src/review/load/review.ts:LoadedPackage",
    "src/review/load/review.ts:SpecPair",
    // Written as an object, or in outspec.yaml, and not by their name.
    "src/config.ts:ReviewConfig",
    "src/spec/lint-format.ts:LintConfig",
    "src/review/judge.ts:JudgeFlags",
    "src/review/load/git.ts:GitOptions",
    "src/review/recorded-outputs.ts:RecordedOutputs",
  ],
};

/** The entries of a package as its `exports` have them: specifier and source file. */
function entriesOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  return Object.entries(exports).flatMap(([key, target]) => {
    const types = findTypes(target);
    if (types === undefined) return [];
    const source = types.replace("./dist/", "src/").replace(/\.d\.ts$/, "");
    const places = [source, source.replace("src/", "src/plugin/")].flatMap((path) => [`${path}.ts`, `${path}.tsx`]);
    const file = places.map((path) => join(root, folder, path)).find((path) => ts.sys.fileExists(path));
    if (file === undefined) throw new Error(`${folder}: no source of ${key} (${types})`);
    return [{ specifier: name + key.slice(1), file }];
  });
}

/** The declarations of an export, which may stand below other conditions. */
function findTypes(target) {
  if (typeof target !== "object") return undefined;
  return target.types ?? Object.values(target).map(findTypes).find(Boolean);
}

/** Has a program made of the entries alone, under the options of their package. */
function createReader(folder, files) {
  return {
    name: "entries",
    order: 200,
    supportsPackages: false,
    read(container) {
      const path = join(root, folder, "tsconfig.json");
      const { options } = ts.parseJsonConfigFileContent(
        ts.readConfigFile(path, ts.sys.readFile).config,
        { ...ts.sys, readDirectory: () => [] },
        join(root, folder),
      );
      const { composite, isolatedDeclarations, emitDeclarationOnly, outDir, rootDir, ...rest } = options;
      container.setCompilerOptions(files, { ...rest, noEmit: true }, undefined);
    },
  };
}

/** Shows the texts of a closed set, where the source takes them from a list: `(typeof modes)[number]`. */
function showTexts(context, reflection) {
  if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return;
  if (!/^\(typeof \w+\)\[/.test(declaration.type.getText())) return;
  reflection.comment ??= new Comment();
  reflection.comment.modifierTags.add("@useDeclaredType");
}

/** The comment an entry begins with. */
function readIntroduction(file) {
  const [, comment] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, "utf8")) ?? [];
  const text = comment?.replaceAll(/^ \* ?/gm, "").trim();
  return text && new Comment([{ kind: "text", text }]);
}

async function convert(folder) {
  const entries = entriesOf(folder);
  const files = entries.map(({ file }) => file);
  const application = await Application.bootstrap(
    {
      name: entries[0].specifier,
      entryPoints: files,
      readme: "none",
      excludeExternals: true,
      excludeInternal: true,
      excludePrivate: true,
      // `tsc -b` says what is wrong with the sources.
      skipErrorChecking: true,
      disableGit: true,
      gitRevision: "main",
      basePath: root,
      displayBasePath: root,
      sourceLinkTemplate: "https://github.com/outspec/outspec/blob/{gitRevision}/{path}#L{line}",
      sort: ["kind", "source-order"],
      searchInComments: true,
      treatWarningsAsErrors: true,
      logLevel: "Warn",
      intentionallyNotExported: unnamed[folder],
      validation: {
        notExported: true,
        // Ours, below, knows which members have to be.
        notDocumented: false,
        invalidLink: true,
        invalidPath: true,
        rewrittenLink: true,
        unusedMergeModuleWith: true,
      },
    },
    [createReader(folder, files)],
  );
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, showTexts);
  const project = await application.convert();
  if (project === undefined) throw new Error(`${folder} does not compile`);
  for (const module of project.children ?? []) {
    const entry = entries.find(({ file }) => file === module.sources?.[0]?.fullFileName);
    if (entry === undefined) throw new Error(`${folder}: ${module.name} is no entry`);
    module.name = entry.specifier;
    module.comment = readIntroduction(entry.file);
    if (module.comment === undefined) application.logger.validationWarning(`${entry.file} begins with no comment`);
  }
  application.validate(project);
  for (const name of undocumented(project, entries[0].specifier)) {
    application.logger.validationWarning(`${name} has no comment`);
  }
  return { application, project };
}

/**
 * What has no comment: exports of all entries, and members of what the main entry exports, which applications meet first
 * in their editor. Members of other entries may speak for themselves, or mirror what another package has.
 */
function undocumented(project, main) {
  const exported = (project.children ?? []).flatMap(({ children = [] }) => children);
  const members = exported
    .filter(({ parent }) => parent.name === main && main === "@outspec/runtime")
    .flatMap(({ kind, children = [] }) => (kind & ReflectionKind.ClassOrInterface ? children : []));
  return [...exported, ...members]
    .filter(({ kind }) => !(kind & (ReflectionKind.Reference | ReflectionKind.Constructor)))
    .filter((one) => ![one, one.getSignature, ...(one.signatures ?? [])].some((part) => part?.hasComment()))
    .map((one) => one.getFriendlyFullName());
}

let failed = false;
for (const folder of ["runtime", "generator"]) {
  const { application, project } = await convert(folder);
  const { logger } = application;
  const out = join(root, "docs/reference", folder);
  if (!check) {
    await application.generateDocs(project, out);
    console.log(`${relative(root, out)}/index.html written`);
  }
  failed ||= logger.hasErrors() || logger.hasWarnings();
  console.log(`${folder}: ${project.children?.length ?? 0} entries`);
}
process.exitCode = failed ? 1 : 0;
