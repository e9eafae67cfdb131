/** One call of a peer in a fresh process: `node cold-peer.js URL NAME`. */
import { entries } from "./calls/contenders.js";
import { endColdStart } from "./calls/end-cold-start.js";

const [, , url = "", name] = process.argv;
const contender = await entries.find((entry) => entry.name === name)?.load();
endColdStart(await contender?.connect(url, "summary").generate());
