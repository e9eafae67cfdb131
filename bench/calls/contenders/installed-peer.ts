import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { peersFolder } from "../../repository.js";

/**
 * Loads a package that is installed in `bench/peers` only, or in a folder below it. Its types are not known here, so the
 * caller says which part of it is used.
 */
export async function loadPeer<T>(specifier: string, folder: string = peersFolder): Promise<T> {
  const { href } = pathToFileURL(join(folder, "load.mjs"));
  const { load } = (await import(href)) as { readonly load: (specifier: string) => Promise<T> };
  return await load(specifier);
}
