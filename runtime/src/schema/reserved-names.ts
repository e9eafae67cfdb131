const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words of the language, which nothing can be called. */
const keywords = words(`
  arguments async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null of package private protected
  public return static super switch this throw true try typeof undefined var void while with yield`);

/** Types and values every program knows: one of ours would hide them, and generated types use some. */
const globals = words(`
  Array ArrayBuffer AsyncIterable Awaited BigInt Boolean Date Error Exclude Extract Function Infinity Intl Iterable
  Iterator JSON Map Math NaN NonNullable Number Object Omit Parameters Partial Pick Promise PropertyKey Proxy Readonly
  ReadonlyArray ReadonlyMap ReadonlySet Record Reflect RegExp Required ReturnType Set String Symbol URL Uint8Array
  WeakMap WeakSet`);

/** Types of the runtime that generated files import. */
const runtimeTypes = words(`
  CallOptions Codec CompiledDialect JsonSchema Media OutputSpec OutputStream Prompt Result RoutedCallOptions Router
  Settings StreamTable Validate`);

/** Values that a generated file imports or declares for itself. */
const ownValues = words(`
  codec createPattern createRouter defineOutput equal examples findRepeated generate input issuesAt options prompt
  remembered router schema settings stream table text ucs2length validate`);

/** Names no generated type can have: those that the file needs, and those that other code would miss. */
export const reservedTypes: ReadonlySet<string> = new Set([...keywords, ...globals, ...runtimeTypes]);

/** Names no generated constant or function can have. */
export const reservedValues: ReadonlySet<string> = new Set([...keywords, ...globals, ...ownValues]);
