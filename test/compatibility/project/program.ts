/** The checks as a program: what they came to is the last line that it prints. */
import { runChecks } from "./checks.js";
import * as own from "./generated/index.js";

const [openai = "", anthropic = ""] = process.argv.slice(2);
console.log(JSON.stringify(await runChecks(own, { openai, anthropic })));
