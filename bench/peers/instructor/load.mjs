// Loads a package that is installed here, for programs that are not: specifiers are resolved from where they are written.
export const load = (specifier) => import(specifier);
