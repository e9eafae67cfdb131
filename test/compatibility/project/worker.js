// The checks as a worker: the simulator is what all its requests go to.
import { runChecks } from "./dist/checks.js";
import * as own from "./dist/generated/index.js";

export default {
  async fetch() {
    const urls = { openai: "http://simulator/v1", anthropic: "http://simulator" };
    return Response.json(await runChecks(own, urls));
  },
};
