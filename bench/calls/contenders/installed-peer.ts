import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder in which the peers are installed by their own lockfile. */
export const peersFolder = join(resolve(process.env["INIT_CWD"] ?? process.cwd()), "bench/peers");

/**
 * Loads a package that is installed in `bench/peers` only. Its types are not known here, so the caller says which part
 * of it is used.
 */
export async function loadPeer<T>(specifier: string): Promise<T> {
  const { href } = pathToFileURL(join(peersFolder, "load.mjs"));
  const { load } = (await import(href)) as { readonly load: (specifier: string) => Promise<T> };
  return await load(specifier);
}
