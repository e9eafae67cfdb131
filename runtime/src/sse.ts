/** An output on its way to a page: `@outspec/runtime/sse`. Sent by a server, read in a browser; what one side does not use, bundlers drop. */
export {
  type NodeRequest,
  type NodeResponse,
  pipeEventStream,
  pipeResumedEventStream,
  resumeEventStream,
  toEventStream,
} from "./sse/event-stream.ts";
export { createMemoryReplay, type MemoryReplayOptions } from "./sse/memory-replay.ts";
export {
  type ConnectOutput,
  createOutputStore,
  type OutputState,
  type OutputStatus,
  type OutputStore,
  type OutputStoreOptions,
} from "./sse/output-store.ts";
export type { Patch, PublicError } from "./sse/protocol.ts";
export { toPublicError } from "./sse/public-error.ts";
export { readEventStream } from "./sse/read-event-stream.ts";
export {
  type Connect,
  type ConnectionRequest,
  EventStreamError,
  type ReadOptions,
  type ReadResult,
  type ReadStatus,
  type ReadStream,
} from "./sse/read-output.ts";
export { type ClientSocket, readWebSocket } from "./sse/read-web-socket.ts";
export type { ReplayLog, ReplayStore } from "./sse/replay.ts";
export type { ConnectionSettings, EventStreamOptions, ResumeSettings } from "./sse/serve-output.ts";
export { resumeOverWebSocket, type ServerSocket, sendOverWebSocket } from "./sse/web-socket.ts";
