// The same from CommonJS: what is an ES module is required.
const { runChecks } = require("./dist/checks.js");
const own = require("./dist/generated/index.js");

const [openai = "", anthropic = ""] = process.argv.slice(2);
runChecks(own, { openai, anthropic }).then((outcomes) => console.log(JSON.stringify(outcomes)));
