/** The journal of a batch in a file, on Node: `@outspec/runtime/batch-journal`. */
export { createFileJournal, type FileJournalOptions } from "./batch/file/file-journal.ts";
