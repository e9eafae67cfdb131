import type { Workload } from "./workload.js";
import { coldStart } from "./workloads/cold-start.js";
import { failover } from "./workloads/failover.js";
import { firstPartial } from "./workloads/first-partial.js";
import { generateAlone, generateTogether } from "./workloads/generate.js";
import { largeObjects } from "./workloads/objects.js";
import { openStreams } from "./workloads/open-streams.js";
import { chunkStream, pacedStreams, smallStream } from "./workloads/small-streams.js";

/** Everything that is measured, in the order of the report. */
export const workloads: readonly Workload[] = [
  generateAlone,
  generateTogether,
  smallStream,
  pacedStreams,
  chunkStream,
  ...largeObjects,
  firstPartial,
  failover,
  ...openStreams,
  coldStart,
];
