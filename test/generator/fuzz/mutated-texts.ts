import fc from "fast-check";

/** Where in a text, as a share of its length. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Pieces that mean something to a reader of YAML or JSON, to a template, or to code that would paste them. */
const tokens: readonly string[] = [
  ...["&a ", "*a", "*b ", "&a &b ", "<<: *a\n", "<<: { type: string }\n", "? ", "? [a, b]\n: ", "- ", "-\t", ": ", ":"],
  ...["!!str ", "!!binary ", "!tag ", "!<tag:yaml.org,2002:int> ", "!!js/function ", "%YAML 1.1\n---\n", "%TAG ! x:\n"],
  ...[
    "---\n",
    "\n---\n",
    "...\n",
    "\n...\n---\n",
    "|\n",
    "|2-\n",
    ">+\n",
    "|9\n",
    "# ",
    " #",
    "//",
    "/* x */",
    "// x\n",
  ],
  ...['"', "'", "`", "\\", "\\u", "\\u12", "\\ud800", "\\x4", "\\\n", "{", "}", "[", "]", "{ {", "{{", "}}", ",", ",,"],
  ...["\t", "\r", "\r\n", "\n", "\n\n", " ", "  ", "        ", "\0", "\ufeff", "\u2028", "\u2029", "\u0085", "\u00a0"],
  ...["\ud800", "\udc00", "😀", "e\u0301", "\u202e", "\u200b", "\u001b[31m", "\u0007", "\uffff", "\ufffe"],
  ...[
    "null",
    "~",
    "true",
    "yes",
    "0",
    "-0",
    "1e400",
    ".inf",
    ".nan",
    "0x1f",
    "0o17",
    "1_000",
    "9007199254740993",
    "012",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "$ref",
    "$id",
    "$defs",
    "$anchor",
    "$dynamicRef",
    "$schema",
  ],
  ...[
    "__proto__: { type: string }\n",
    '"$ref": "#"',
    "$ref: '#/output'\n",
    "$ref: ../x.yaml\n",
    "$ref: http://x.y/z\n",
  ],
  ...["$ref: '#/%'\n", "$ref: '#/$defs/~2'\n", "$id: a\n", "type: [string, 'null']\n", "type: strng\n", "enum: []\n"],
  ...["const: &a { b: *a }\n", "not: {}\n", "if: false\n", "pattern: '('\n", "pattern: '^(a+)+$'\n", "format: date\n"],
  ...["oneOf: [{}, {}]\n", "allOf: [true]\n", "properties: []\n", "required: a\n", "additionalProperties: 1\n"],
  ...[
    "prompt: '{{ a.b }}'\n",
    "prompt: []\n",
    "input: 1\n",
    "output: 1\n",
    "output:\n",
    "name: class\n",
    "examples: [1]\n",
  ],
  ...[
    "{{ x }}",
    "{{#if x}}",
    "{{else}}",
    "{{/if}}",
    "{{#each x}}",
    "{{/each}}",
    "{{ this }}",
    "{{ a..b }}",
    "{{{ x }}}",
  ],
  ...["${x}", "*/", "</script>", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "lint-ignore", "# lint-ignore x -- y\n"],
];

type Mutation = (text: string) => string;

/** A stretch of a text, between two shares of it, at most `most` characters long. */
function stretch(text: string, a: number, b: number, most: number): readonly [number, number] {
  const start = Math.floor(a * (text.length + 1));
  return [start, Math.min(text.length, start + Math.floor(b * most))];
}

/** A line of a text and where it is. */
function lineAt(text: string, a: number): { readonly lines: readonly string[]; readonly index: number } {
  const lines = text.split("\n");
  return { lines, index: Math.min(lines.length - 1, Math.floor(a * lines.length)) };
}

const cut = fc.tuple(share, share).map(([a, b]): Mutation => {
  return (text) => {
    const [start, end] = stretch(text, a, b, 60);
    return text.slice(0, start) + text.slice(end);
  };
});

const end = share.map(
  (a): Mutation =>
    (text) =>
      text.slice(0, Math.floor(a * text.length)),
);

const insert = fc.tuple(share, fc.constantFrom(...tokens)).map(([a, token]): Mutation => {
  return (text) => {
    const [start] = stretch(text, a, 0, 0);
    return text.slice(0, start) + token + text.slice(start);
  };
});

const insertLine = fc.tuple(share, fc.constantFrom(...tokens)).map(([a, token]): Mutation => {
  return (text) => {
    const { lines, index } = lineAt(text, a);
    const indent = /^[ -]*/.exec(lines[index] ?? "")?.[0].replaceAll("-", " ") ?? "";
    return [...lines.slice(0, index), indent + token.trimEnd(), ...lines.slice(index)].join("\n");
  };
});

const replaceValue = fc.tuple(share, fc.constantFrom(...tokens)).map(([a, token]): Mutation => {
  return (text) => {
    const { lines, index } = lineAt(text, a);
    return lines.map((line, at) => (at === index ? line.replace(/:\s.*$|$/, `: ${token}`) : line)).join("\n");
  };
});

const unit = fc.tuple(share, fc.integer({ min: 0, max: 0xffff })).map(([a, code]): Mutation => {
  return (text) => {
    const [at] = stretch(text, a, 0, 0);
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  };
});

const splice = fc.tuple(share, share, share).map(([a, b, c]): Mutation => {
  return (text) => {
    const [start, stop] = stretch(text, a, b, 200);
    const at = Math.floor(c * text.length);
    return text.slice(0, at) + text.slice(start, stop) + text.slice(at);
  };
});

const lines = fc
  .tuple(share, share, fc.constantFrom("twice", "swap", "drop", "indent", "outdent", "tab", "comment", "long", "join"))
  .map(([a, b, how]): Mutation => {
    return (text) => {
      const { lines: all, index } = lineAt(text, a);
      const line = all[index] ?? "";
      const with_ = (...put: readonly string[]): string =>
        [...all.slice(0, index), ...put, ...all.slice(index + 1)].join("\n");
      switch (how) {
        case "twice":
          return with_(line, line);
        case "swap": {
          const other = lineAt(text, b).index;
          return all.map((one, at) => (at === index ? (all[other] ?? "") : at === other ? line : one)).join("\n");
        }
        case "drop":
          return with_();
        case "indent":
          return with_(`${" ".repeat(1 + Math.floor(b * 4))}${line}`);
        case "outdent":
          return with_(line.slice(Math.min(line.search(/\S|$/), 1 + Math.floor(b * 4))));
        case "tab":
          return with_(line.replace(/^ +/, "\t"));
        case "comment":
          return with_(`${line} # x`, "// y");
        case "long":
          return with_(line + "x ".repeat(2000));
        default:
          return with_(`${line} ${all[index + 1] ?? ""}`);
      }
    };
  });

const whole = fc
  .constantFrom<Mutation>(
    (text) => text.replaceAll("\n", "\r\n"),
    (text) => text.replaceAll("\n", "\r"),
    (text) => `\ufeff${text}`,
    (text) => `\ufeff\ufeff${text}`,
    (text) => `${text}\0`,
    (text) => `${text}\n---\n${text}`,
    (text) => `---\n${text}...\n`,
    (text) => text.trimEnd(),
    (text) => `// x\n${text}`,
    (text) => [...text].map((one) => `${one}\0`).join(""),
    (text) => text.replaceAll("type: string", "type: &a string").replace("type: &a string", "type: &b string"),
    (text) => text.replaceAll("  ", " "),
    (text) => text.replaceAll(/: (\w+)$/gm, ': "$1"'),
    (text) => text.replaceAll('"', "'"),
  )
  .map((mutation): Mutation => mutation);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: insertLine },
  { weight: 3, arbitrary: replaceValue },
  { weight: 3, arbitrary: insert },
  { weight: 3, arbitrary: lines },
  { weight: 2, arbitrary: cut },
  { weight: 2, arbitrary: splice },
  { weight: 1, arbitrary: end },
  { weight: 1, arbitrary: unit },
  { weight: 1, arbitrary: whole },
);

/** Some texts with a few things done to each that no editor stops a person, or somebody who means harm, from doing. */
export function mutatedTexts(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4, size: "max" }))
    .map(([seed, mutations]) => mutations.reduce((text, mutate) => mutate(text), seed))
    .filter((text) => text.length < 200_000);
}

/** Texts that no person wrote: bytes read as UTF-8, and tokens of YAML in a row. */
export const shapelessTexts: fc.Arbitrary<string> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)),
  fc.array(fc.constantFrom(...tokens), { maxLength: 30, size: "max" }).map((list) => list.join("")),
  fc.array(fc.constantFrom(...tokens), { maxLength: 20, size: "max" }).map((list) => `output:\n  ${list.join("\n  ")}`),
  fc.json({ maxDepth: 4 }),
);
