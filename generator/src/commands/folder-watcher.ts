import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What there is to watch: single files, and folders in which every file and folder counts. */
export interface Watched {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Watches files and folders that may come and go. */
export interface FolderWatcher {
  /** Watches these from now on. Gives whether a folder is watched that was not before: it may have changed unseen. */
  follow(watched: Watched): boolean;
  close(): void;
}

/**
 * Creates a watcher that calls back with the path of every change of what it follows.
 *
 * Folders are watched and not files: a file that is replaced by renaming, as editors and we do, stays watched. The
 * folder above each is watched too, to notice when it is removed, replaced or back.
 */
export function createFolderWatcher(onChange: (path: string) => void): FolderWatcher {
  const watchers = new Map<string, FSWatcher>();
  let watched: Watched = { files: new Set(), folders: new Set() };

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const noticed = (folder: string, name: string): void => {
    const path = join(folder, name);
    if (watched.folders.has(path)) {
      // What is at this path now may be another folder, of which the old watchers know nothing.
      for (const other of [...watchers.keys()]) if (other === path || other.startsWith(join(path, "/"))) drop(other);
      onChange(path);
    } else if (watched.files.has(path) || (watched.folders.has(folder) && !name.startsWith("."))) onChange(path);
  };
  const start = (folder: string): boolean => {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name !== null) noticed(folder, basename(name));
      });
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
      return true;
    } catch {
      // The folder is gone. The one above it tells when it is back.
      return false;
    }
  };

  return {
    follow(next) {
      watched = next;
      const folders = new Set([...next.folders, ...[...next.files, ...next.folders].map((path) => dirname(path))]);
      for (const folder of [...watchers.keys()]) if (!folders.has(folder)) drop(folder);
      let isNew = false;
      for (const folder of folders) {
        if (!watchers.has(folder) && start(folder)) isNew = true;
      }
      return isNew;
    },
    close() {
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
