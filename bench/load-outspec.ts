/** What Outspec adds to a process: `node load-outspec.js` prints milliseconds and bytes of loading it, as JSON. */
const before = process.memoryUsage().rss;
const started = performance.now();
const { createRouter, openai } = await import("@outspec/runtime");
await import("../generated/index.js");
createRouter({ primary: openai("gpt-5.4-mini", { apiKey: "k" }) });
const milliseconds = performance.now() - started;
console.log(JSON.stringify({ milliseconds, bytes: process.memoryUsage().rss - before }));
