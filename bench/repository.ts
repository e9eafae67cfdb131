import { join, resolve } from "node:path";

/** The repository's root: programs of the benchmark are compiled into another folder, and run by npm from here. */
export const repository: string = resolve(process.env["INIT_CWD"] ?? process.cwd());

/** The folder in which the peers are installed by their own lockfile. */
export const peersFolder: string = join(repository, "bench/peers");

/** The folder of a peer that needs other versions than the others. */
export const instructorFolder: string = join(peersFolder, "instructor");
