type CodeGeneration = typeof import("ajv/dist/compile/codegen/index.js");

/** How often each name occurs in some code. */
type Counts = Record<string, number>;

/** A piece of code as ajv keeps it until it is printed. */
interface CodeNode {
  readonly names: Counts;
  readonly nodes?: readonly CodeNode[];
  readonly condition?: unknown;
  readonly else?: CodeNode;
}

/** What ajv keeps of a function while it writes it, as far as optimizing it is concerned. */
interface FunctionInProgress {
  readonly _root: CodeNode & {
    optimizeNodes(): unknown;
    optimizeNames(names: Counts, constants: unknown): unknown;
  };
  readonly _constants: unknown;
}

/**
 * Has ajv count the names in a function's code in one go. It makes and joins a list of them at each level of nesting,
 * which takes a quarter of all its time. The counts are the same, and so is what is done with them.
 */
export function countNamesOnce({ CodeGen, Name, _ }: CodeGeneration): void {
  // A method of all functions: ajv has no other place to say how they are optimized.
  CodeGen.prototype.optimize = function (this: FunctionInProgress, times = 1): void {
    for (let time = 0; time < times; time++) {
      this._root.optimizeNodes();
      const counts: Counts = {};
      count(this._root, counts);
      this._root.optimizeNames(counts, this._constants);
    }
  } as (typeof CodeGen)["prototype"]["optimize"];

  const { constructor: Code } = _``;

  function count(node: CodeNode, counts: Counts): void {
    const { nodes, condition } = node;
    const isBranch = condition !== undefined;
    // Of the pieces with others inside, loops and the like have names in more places: these know best.
    if (nodes === undefined || (!isBranch && hasNamesOfItsOwn(node))) {
      add(node.names, counts);
      return;
    }
    for (const inner of nodes) count(inner, counts);
    if (condition instanceof Name || condition instanceof Code) add((condition as CodeNode).names, counts);
    if (node.else !== undefined) count(node.else, counts);
  }
}

function add(names: Counts, counts: Counts): void {
  for (const name in names) counts[name] = (counts[name] ?? 0) + (names[name] ?? 0);
}

function hasNamesOfItsOwn(node: CodeNode): boolean {
  return Object.hasOwn(Object.getPrototypeOf(node) as object, "names");
}
