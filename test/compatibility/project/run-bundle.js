// Runs a bundle: `node run-bundle.js BUNDLE OPENAI ANTHROPIC`.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [bundle = "", openai = "", anthropic = ""] = process.argv.slice(2);
const { check } = await import(pathToFileURL(resolve(bundle)).href);
console.log(JSON.stringify(await check({ openai, anthropic })));
