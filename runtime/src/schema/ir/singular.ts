const irregular: Readonly<Record<string, string>> = {
  Children: "Child",
  People: "Person",
  Men: "Man",
  Women: "Woman",
  Indices: "Index",
  Analyses: "Analysis",
  Movies: "Movie",
  Cookies: "Cookie",
  Series: "",
  News: "",
  Species: "",
  Data: "",
};

/** One of what a plural names: `KeyNotes` → `KeyNote`, `Taxes` → `Tax`; `undefined` when the word is not a plural. */
export function singular(plural: string): string | undefined {
  const match = /(?:^|(?<=[\p{Ll}\p{Nd}]))\p{Lu}?[\p{Ll}\p{Nd}]*$/u.exec(plural)?.[0] ?? plural;
  const known = irregular[match];
  if (known === "") return undefined;
  const stem = plural.slice(0, plural.length - match.length);
  if (known !== undefined) return stem + known;
  if (/[^aeiou]ies$/.test(plural) && match.length > 4) return plural.replace(/ies$/, "y");
  if (/(?:x|ch|sh|ss|zz)es$/.test(plural)) return plural.slice(0, -2);
  if (/(?:[^s]us|is|ss)$/.test(plural) || !/[^s]s$/.test(plural)) return undefined;
  return /(?:stat|vir|bon|cens|camp)uses$/i.test(plural) ? plural.slice(0, -2) : plural.slice(0, -1);
}
