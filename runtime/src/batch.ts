/** Batches on one machine: `@outspec/runtime/batch`. Uses nothing of Node; the journal in a file has its own entry. */
export type {
  BatchJournal,
  JournalHeader,
  JournalRecord,
  OpenJournal,
  RecordedFailure,
  RecordedOutput,
} from "./batch/journal.ts";
export { type BatchRun, mapOutputs } from "./batch/map-outputs.ts";
export type {
  BatchCallOptions,
  BatchItem,
  BatchOptions,
  BatchProgress,
  BatchRunOptions,
  BatchSummary,
  GenerateOutput,
  RoutedBatchOptions,
  WithJournal,
  WithoutJournal,
} from "./batch/options.ts";
export {
  createProgressBar,
  type ProgressBar,
  type ProgressBarOptions,
  type ProgressStream,
} from "./batch/progress-bar.ts";
