import assert from "node:assert/strict";
import { classifyErrorValue, classifyResponse } from "@outspec/runtime/providers/classify";
import { labelRows, statusRows } from "@outspec/runtime/providers/fault-tables";
import type { Fault } from "@outspec/runtime/providers/provider";
import { secretsOf } from "@outspec/runtime/providers/redact";
import { describe, it } from "vitest";

const openai = (message: string, more: object = {}) =>
  JSON.stringify({ error: { message, type: "invalid_request_error", ...more } });
const google = (code: number, message: string, details: readonly object[] = []) =>
  JSON.stringify({ error: { code, message, details } });
const quota = (span: string) => [
  { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId: `Requests${span}PerProject` }] },
  { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.4s" },
];
const anthropic = (message: string, type = "invalid_request_error") =>
  JSON.stringify({ type: "error", error: { type, message }, request_id: "req_1" });

describe("the classification of error responses", () => {
  type Row = readonly [
    status: number,
    body: string,
    code: Fault["code"],
    more?: { readonly [Name in keyof Fault]?: Fault[Name] | undefined },
  ];
  const table: readonly Row[] = [
    // By status alone.
    [400, "", "bad-request", { message: "HTTP 400 without an explanation" }],
    [401, "", "unauthorized"],
    [402, "", "quota-exhausted"],
    [403, "", "forbidden"],
    [404, "", "not-found"],
    [408, "", "server-error"],
    [409, "", "server-error"],
    [413, "", "context-overflow"],
    [418, "", "bad-request"],
    [422, "", "bad-request"],
    [424, "", "server-error"],
    [429, "", "rate-limited"],
    [498, "", "overloaded"],
    [500, "", "server-error"],
    [501, "", "server-error", { shouldRetry: false }],
    [502, "<html><h1>Bad gateway</h1></html>", "server-error", { message: "Bad gateway" }],
    [503, "", "overloaded"],
    [504, "", "server-error"],
    [524, "", "server-error"],
    [529, anthropic("Overloaded", "overloaded_error"), "overloaded", { requestId: "req_1" }],

    // The shapes of bodies.
    [400, '{"error":"text"}', "bad-request", { message: "text" }],
    [400, '{"code":"x","error":"text"}', "bad-request", { message: "text" }],
    [400, '{"message":"text","type":"t","param":null,"code":"c"}', "bad-request", { message: "text" }],
    [400, '{"detail":"text"}', "bad-request", { message: "text" }],
    [400, '[{"error":{"code":400,"message":"text","status":"INVALID_ARGUMENT"}}]', "bad-request", { message: "text" }],
    [400, '{"success":false,"errors":[{"code":7,"message":"text"}]}', "bad-request", { message: "text" }],
    [
      422,
      '{"detail":[{"loc":["body","top_k"],"msg":"must be positive","input":"the prompt"}]}',
      "bad-request",
      { message: "body.top_k: must be positive" },
    ],
    [500, "upstream  connect\nerror", "server-error", { message: "upstream connect error" }],

    // Context overflow, in everyone's words.
    [400, anthropic("prompt is too long: 3333404 tokens > 200000 maximum"), "context-overflow"],
    [400, openai("too long", { code: "context_length_exceeded" }), "context-overflow"],
    [400, openai("This endpoint's maximum context length is 200000 tokens."), "context-overflow"],
    [400, openai("request (18009 tokens) exceeds the available context size (8192 tokens)"), "context-overflow"],
    [400, openai("Please reduce the length of the messages or completion."), "context-overflow"],
    [
      400,
      openai("The input token count (1200) exceeds the maximum number of tokens allowed (1000)."),
      "context-overflow",
    ],
    [413, anthropic("Request exceeds the maximum size", "request_too_large"), "context-overflow"],

    // The schema, or the way of asking, was not accepted.
    [
      400,
      openai("Invalid schema for response_format 'result': In context=(), ...", { param: "response_format" }),
      "schema-rejected",
    ],
    [400, anthropic("Schemas contains too many optional parameters (30) ... (limit: 24)."), "schema-rejected"],
    [
      400,
      anthropic("Too many strict tools (21). The maximum number of strict tools supported is 20."),
      "schema-rejected",
    ],
    [400, anthropic("tools.0.custom: For 'object' type, property 'properties' is not supported"), "schema-rejected"],
    [
      400,
      anthropic("tools.0.custom: Invalid schema: Circular reference detected in schema definitions"),
      "schema-rejected",
    ],
    [400, anthropic("Schema is too complex for compilation"), "schema-rejected"],
    [400, openai("Failed: JSON schema error at #: unrecognized type foo"), "schema-rejected"],
    [
      400,
      openai("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."),
      "schema-rejected",
    ],
    [400, openai("This response_format type is unavailable now"), "schema-rejected"],
    [400, openai("Thinking mode does not support this tool_choice"), "schema-rejected"],
    [404, openai("No endpoints found that support tool use."), "schema-rejected"],
    [500, openai("tools param requires --jinja flag", { type: "server_error" }), "schema-rejected"],

    // A setting was not accepted.
    [
      400,
      openai("Unsupported parameter: 'max_tokens' is not supported with this model.", {
        param: "max_tokens",
        code: "unsupported_parameter",
      }),
      "bad-request",
      { parameter: "maxOutputTokens" },
    ],
    [
      400,
      openai("Unsupported value: 'temperature' does not support 0 with this model.", {
        param: "temperature",
        code: "unsupported_value",
      }),
      "bad-request",
      { parameter: "temperature" },
    ],
    [400, anthropic("`temperature` is deprecated for this model."), "bad-request", { parameter: "temperature" }],
    [
      400,
      anthropic("`temperature` and `top_p` cannot both be specified for this model."),
      "bad-request",
      { parameter: "topP" },
    ],
    [400, anthropic("top_p: Extra inputs are not permitted"), "bad-request", { parameter: "topP" }],
    [
      400,
      anthropic("This model does not support effort level 'xhigh'. Supported levels: high, low."),
      "bad-request",
      { parameter: "reasoningEffort" },
    ],
    [400, openai("Argument not supported on this model: stop"), "bad-request", { parameter: "stop" }],
    [400, '{"error":"\\"llama3.2\\" does not support thinking"}', "bad-request", { parameter: "reasoningEffort" }],
    [
      400,
      openai("Web search options not supported with this model.", { param: "web_search_options" }),
      "bad-request",
      { parameter: "web_search_options" },
    ],
    // A value out of range is a mistake to tell about, and nothing to leave out in silence.
    [400, anthropic("temperature: range: 0..1"), "bad-request", { parameter: undefined }],
    [
      400,
      openai("Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 99.0 instead.", {
        param: "temperature",
      }),
      "bad-request",
      { parameter: undefined },
    ],

    // Credentials, models, money.
    [
      400,
      '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}',
      "unauthorized",
    ],
    [422, openai("The given model doesn't exist in the requested endpoint"), "not-found"],
    [400, openai("The model `gpt-9` does not exist or you do not have access to it."), "not-found"],
    [404, anthropic("model: claude-4-5-haiku", "not_found_error"), "not-found"],
    [
      429,
      openai("You exceeded your current quota", { type: "insufficient_quota", code: "insufficient_quota" }),
      "quota-exhausted",
    ],
    [400, anthropic("Your credit balance is too low to access the Anthropic API."), "quota-exhausted"],
    [402, openai("Insufficient Balance"), "quota-exhausted"],

    // Limits and load.
    [429, '{"object":"error","message":"Rate limit exceeded","type":"rate_limited","code":"1300"}', "rate-limited"],
    [
      429,
      '{"object":"error","message":"Service tier capacity exceeded for this model.","type":"invalid_request_error"}',
      "overloaded",
    ],
    [429, openai("The engine is currently overloaded", { type: "engine_overloaded_error" }), "overloaded"],
    [429, openai("Rate limit reached for tokens: tools and response_format not supported here"), "rate-limited"],

    // Filters, and JSON the server refused from its own model.
    [
      400,
      openai("The response was filtered", {
        code: "content_filter",
        innererror: { code: "ResponsibleAIPolicyViolation" },
      }),
      "content-filtered",
    ],
    [403, openai('Your input requires moderation on OpenAI. It was flagged for "violence".'), "content-filtered"],
    [400, openai("Failed to generate JSON.", { code: "json_validate_failed", failed_generation: "{" }), "server-error"],
    [
      400,
      openai("Tool choice is required, but model did not call a tool", { code: "tool_use_failed" }),
      "server-error",
    ],

    // Words that a status alone would hide, from recorded traffic.
    [429, google(429, "You exceeded your current quota, please check your plan.", quota("PerMinute")), "rate-limited"],
    [429, google(429, "You exceeded your current quota, please check your plan.", quota("PerDay")), "quota-exhausted"],
    [400, google(400, "$grpcMessage", [{ detail: "User location is not supported for the API use." }]), "forbidden"],
    [400, '{"message":"Input Tokens Exceeded: Number of input tokens exceeds maximum length."}', "context-overflow"],
    [500, openai("image input is not supported - hint: you may need to provide the mmproj"), "bad-request"],
    [400, openai("The model `llama3-8b` has been decommissioned and is no longer supported."), "not-found"],
    // A gateway that quotes such words, or a key that is wrong, stays what its status says.
    [502, openai("insufficient_quota; response_format is not supported; prompt is too long"), "server-error"],
    [524, openai("tools are not supported"), "server-error"],
    [401, openai("insufficient_quota"), "unauthorized"],
    [403, openai("response_format is not supported"), "forbidden"],
  ];

  it("has each status of the table by its row, and others by their hundred", () => {
    for (const { status, code, again } of statusRows) {
      const fault = classifyResponse({ status, headers: {} }, "");
      assert.deepEqual([fault.code, fault.shouldRetry], [code, again], String(status));
    }
    assert.equal(classifyResponse({ status: 451, headers: {} }, "").code, "bad-request");
    assert.equal(classifyResponse({ status: 599, headers: {} }, "").code, "server-error");
  });

  it("keeps what the model wrote apart from what is said about it", () => {
    const failed_generation = '{"vitals_status": "Wobbly"';
    const fault = classifyResponse(
      { status: 400, headers: {} },
      openai("Failed to generate JSON.", { code: "json_validate_failed", failed_generation }),
    );
    assert.equal(fault.generation, failed_generation);
    assert.ok(!JSON.stringify({ ...fault, generation: undefined }).includes("Wobbly"));
    // Nor does it decide what has happened.
    const spoken = { code: "json_validate_failed", failed_generation: "content_filter, insufficient_quota" };
    assert.equal(classifyResponse({ status: 400, headers: {} }, openai("no", spoken)).code, "server-error");
  });

  for (const [status, body, code, more = {}] of table) {
    it(`reads ${status} ${body.slice(0, 110)} as ${[code, ...Object.values(more)].join(" ")}`, () => {
      const fault = classifyResponse({ status, headers: {} }, body);
      assert.equal(fault.code, code);
      assert.equal(fault.status, status);
      for (const [name, value] of Object.entries(more)) assert.equal(fault[name as keyof Fault], value, name);
    });
  }

  type AwsRow = readonly [status: number, errorType: string, message: string, code: Fault["code"], parameter?: string];
  const aws: readonly AwsRow[] = [
    [400, "ValidationException", "Malformed input request", "bad-request"],
    [400, "ValidationException", "Input is too long for requested model.", "context-overflow"],
    [400, "ServiceQuotaExceededException", "Your request exceeds the quota", "quota-exhausted"],
    [400, "ValidationException", "This model doesn't support the outputConfig field.", "schema-rejected"],
    [
      400,
      "ValidationException",
      "This model doesn't support the toolConfig.toolChoice.tool field. Remove it and try again.",
      "schema-rejected",
    ],
    [
      400,
      "ValidationException",
      "The model returned the following errors: output_config.format.schema: For 'array' type, property 'maxItems' is not supported",
      "schema-rejected",
    ],
    [
      400,
      "ValidationException",
      'The model returned the following errors: tool_choice: type "tool" and "any" are not supported for this model.',
      "schema-rejected",
    ],
    [400, "ValidationException", "This model doesn't support the topP field. Remove topP.", "bad-request", "topP"],
    [400, "ValidationException", "This model doesn't support the stopSequences field.", "bad-request", "stop"],
    [400, "ValidationException", "This model doesn't support the maxTokens field.", "bad-request", "maxOutputTokens"],
    [400, "IncompleteSignatureException", "The signature does not conform", "unauthorized"],
    [403, "UnrecognizedClientException", "The security token included in the request is invalid.", "unauthorized"],
    [403, "ExpiredTokenException", "The security token included in the request is expired", "unauthorized"],
    [403, "InvalidSignatureException", "The request signature we calculated does not match", "unauthorized"],
    [403, "AccessDeniedException", "You don't have access to the model", "forbidden"],
    [404, "ResourceNotFoundException", "This model version has reached the end of its life.", "not-found"],
    [408, "ModelTimeoutException", "The request took too long", "server-error"],
    [424, "ModelErrorException", "The model failed", "server-error"],
    [429, "ThrottlingException", "Too many requests", "rate-limited"],
    [429, "ModelNotReadyException", "The model is not ready", "rate-limited"],
    [500, "InternalServerException", "Sorry", "server-error"],
    [503, "ServiceUnavailableException", "Bedrock is unable to process your request", "overloaded"],
  ];
  for (const [status, errorType, message, code, parameter] of aws) {
    it(`reads ${status} ${errorType} of AWS, named in a header, saying "${message.slice(0, 80)}", as ${code}`, () => {
      const headers = { "x-amzn-errortype": `${errorType}:http://internal.amazon.com/coral/com.amazon.bedrock/` };
      const fault = classifyResponse({ status, headers }, JSON.stringify({ message }));
      assert.deepEqual([fault.code, fault.message, fault.parameter], [code, message, parameter]);
    });
  }

  it("reads a message with a capital letter, and the exception where AWS names it in the body", () => {
    const body = '{"__type":"com.amazon.coral.service#ExpiredTokenException","Message":"expired"}';
    const { code, message } = classifyResponse({ status: 403, headers: {} }, body);
    assert.deepEqual([code, message], ["unauthorized", "expired"]);
  });

  type WaitRow = readonly [headers: Readonly<Record<string, string>>, body: string, retryAfterMs: number | undefined];
  const now = "Sun, 22 Nov 2026 12:00:00 GMT";
  const nowMs = Date.parse(now);
  const waits: readonly WaitRow[] = [
    [{ "retry-after": "20" }, "", 20_000],
    [{ "retry-after": "0.5" }, "", 500],
    [{ "retry-after": "0" }, "", 0],
    [{ "retry-after": "20", "retry-after-ms": "1500" }, "", 1500],
    [{ "retry-after": "1", "retry-after-ms": "0" }, "", 1000],
    [{ "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT", date: now }, "", 30_000],
    [{ "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT" }, "", undefined],
    [{ "x-ratelimit-reset": String(nowMs + 4000), date: now }, "", 4000],
    [{ "x-ratelimit-reset": String(nowMs / 1000 + 4), date: now }, "", 4000],
    [{ "x-ratelimit-reset": "7" }, "", 7000],
    [{ "retry-after": String(nowMs / 1000 + 4), date: now }, "", 4000],
    [{ "retry-after": String(nowMs + 4), date: now }, "", 4],
    [{ "retry-after": String(nowMs / 1000 + 4) }, "", undefined],
    [{ "retry-after": "86401" }, "", undefined],
    [{ "retry-after": "86401", "x-ratelimit-reset": "7" }, "", 7000],
    [
      { date: now },
      JSON.stringify({
        error: { message: "no", metadata: { headers: { "X-RateLimit-Reset": String(nowMs + 9000) } } },
      }),
      9000,
    ],
    [
      {},
      '{"error":{"message":"no","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}',
      34_500,
    ],
    [{}, openai("Rate limit reached. Please try again in 399ms. Visit ..."), 399],
    [{}, openai("Please try again in 6m1.5s."), 361_500],
    [{}, openai("Please retry after 60 seconds."), 60_000],
    [{}, openai("Please wait 2 minutes and try again"), 120_000],
    [{}, openai("Please try again later."), undefined],
    [{}, "", undefined],
  ];
  for (const [headers, body, retryAfterMs] of waits) {
    it(`reads a wait of ${retryAfterMs} ms from ${JSON.stringify(headers)} ${body.slice(0, 60)}`, () => {
      assert.equal(classifyResponse({ status: 429, headers }, body).retryAfterMs, retryAfterMs);
    });
  }

  it("takes the reset of a rate limit for a wait only where a limit was the cause", () => {
    for (const [status, retryAfterMs] of [
      [429, 1_800_000],
      [402, 1_800_000],
      [500, undefined],
      [503, undefined],
    ] as const) {
      const { retryAfterMs: ms } = classifyResponse({ status, headers: { "x-ratelimit-reset": "1800" } }, "");
      assert.equal(ms, retryAfterMs, String(status));
    }
    assert.equal(classifyResponse({ status: 500, headers: { "retry-after": "2" } }, "").retryAfterMs, 2000);
  });

  it("gives no wait for an error that waiting does not mend", () => {
    assert.equal(classifyResponse({ status: 401, headers: { "retry-after": "3" } }, "").retryAfterMs, undefined);
    const told = { "retry-after": "3", "x-should-retry": "true" };
    assert.equal(classifyResponse({ status: 401, headers: told }, "").retryAfterMs, 3_000);
  });

  it("passes on what the provider says about trying again, which goes before what its status says", () => {
    for (const [status, value, shouldRetry] of [
      [500, "true", true],
      [500, "false", false],
      [500, "maybe", undefined],
      [501, "true", true],
      [501, "maybe", false],
    ] as const) {
      assert.equal(classifyResponse({ status, headers: { "x-should-retry": value } }, "").shouldRetry, shouldRetry);
    }
  });

  it("finds the request id in the usual headers and in the body", () => {
    for (const name of ["request-id", "x-request-id", "apim-request-id", "mistral-correlation-id"]) {
      assert.equal(classifyResponse({ status: 500, headers: { [name]: "r1" } }, "").requestId, "r1");
    }
    assert.equal(classifyResponse({ status: 500, headers: {} }, anthropic("x")).requestId, "req_1");
  });

  const leaks: readonly (readonly [message: string, clean: string])[] = [
    [
      "Incorrect API key provided: sk-fake-key. You can find it at https://x.y/keys.",
      "Incorrect API key provided: [redacted]. You can find it at https://x.y/keys.",
    ],
    ["Incorrect API key provided: sk-proj-abc***************wxyz.", "Incorrect API key provided: [redacted]."],
    [
      "Authentication Fails, Your api key: ****abcd is invalid",
      "Authentication Fails, Your api key: [redacted] is invalid",
    ],
    ["bad header Authorization: Bearer abc.def-123", "bad header Authorization: [redacted]"],
    ["key AIzaSyA1234567890 is restricted", "key [redacted] is restricted"],
    ["gsk_live1234abcd and xai-12345678 and hf_abcdefgh", "[redacted] and [redacted] and [redacted]"],
    ["the key plainsecret is unknown", "the key [redacted] is unknown"],
    [
      "model: claude-haiku-5-5, max_tokens, task-based, gpt-5.4-mini",
      "model: claude-haiku-5-5, max_tokens, task-based, gpt-5.4-mini",
    ],
  ];
  for (const [message, clean] of leaks) {
    it(`says "${clean}"`, () => {
      assert.equal(classifyResponse({ status: 401, headers: {} }, openai(message), ["plainsecret"]).message, clean);
      assert.equal(classifyErrorValue({ error: { message } }, ["plainsecret"]).message, clean);
    });
  }

  it("keeps the values of the user's own headers out of a message, without the name of their scheme", () => {
    const headers = { "x-auth": "tok-SECRET123", authorization: "Bearer abcdefgh1234", "x-tenant": "short" };
    const secrets = secretsOf({ headers });
    assert.deepEqual(secrets, ["tok-SECRET123", "abcdefgh1234"]);
    const body = openai("bad tokens tok-SECRET123 and abcdefgh1234 of tenant short");
    const { message } = classifyResponse({ status: 400, headers: {} }, body, secrets);
    assert.equal(message, "bad tokens [redacted] and [redacted] of tenant short");
  });

  it("says on one line what came on several, without control characters", () => {
    const { message } = classifyResponse(
      { status: 400, headers: {} },
      openai(" bad\r\n\trequest \u001b[31mred\u0000 "),
    );
    assert.equal(message, "bad request [31mred");
  });

  it("recognises a key that lies across the place where the message is cut", () => {
    const secret = "plainsecret-".repeat(4);
    const { message } = classifyResponse({ status: 401, headers: {} }, openai(`${"x".repeat(280)} ${secret}`), [
      secret,
    ]);
    assert.equal(message, `${"x".repeat(280)} [redacted]`);
  });

  it("cuts a message that goes on and on, and is quick with a hostile one", () => {
    const { message } = classifyResponse({ status: 400, headers: {} }, openai("x".repeat(10_000)));
    assert.equal(message.length, 301);
    const started = performance.now();
    for (const hostile of [
      "<".repeat(1e6),
      openai(`${"*.".repeat(1e5)}`),
      openai("try again ".repeat(1e5)),
      openai("tool ".repeat(1e5)),
      google(400, "no", [{ detail: "input token count ".repeat(1e5) }]),
    ]) {
      classifyResponse({ status: 400, headers: {} }, hostile);
    }
    assert.ok(performance.now() - started < 500);
  });
});

describe("the classification of errors inside a response of status 200", () => {
  const table: readonly (readonly [error: object, code: Fault["code"]])[] = [
    [{ error: { code: 429, message: "slow" } }, "rate-limited"],
    [{ error: { code: 502, message: "bad gateway" } }, "server-error"],
    [{ error: { message: "x", type: "rate_limit_exceeded" } }, "rate-limited"],
    [{ error: { message: "x", code: "insufficient_quota" } }, "quota-exhausted"],
    [{ error: { message: "x", type: "authentication_error" } }, "unauthorized"],
    [{ error: { message: "x", type: "permission_denied" } }, "forbidden"],
    [{ error: { message: "x", code: "model_not_found" } }, "not-found"],
    [{ error: { message: "x", code: "context_length_exceeded" } }, "context-overflow"],
    [{ error: { message: "x", type: "invalid_request_error" } }, "bad-request"],
    [{ error: { message: "x", type: "timeout" } }, "server-error"],
    [{ error: { message: "x", status_code: 400 } }, "bad-request"],
    [{ error: { code: 503, message: "x", status: "UNAVAILABLE" } }, "overloaded"],
    [{ error: { message: "x", status: "RESOURCE_EXHAUSTED" } }, "rate-limited"],
    [{ error: "x" }, "server-error"],

    // A status wherever the body has one.
    [{ error: { message: "x" }, status_code: 429 }, "rate-limited"],
    [{ error: { message: "x" }, status: 401 }, "unauthorized"],
    [{ object: "error", message: "x", type: "y", code: "1300", raw_status_code: 429 }, "rate-limited"],
    [{ error: { message: "x", code: "429" } }, "rate-limited"],
    [{ error: { message: "You exceeded your current quota", code: null } }, "quota-exhausted"],
    [{ object: "error", message: "x", type: "BadRequestError", code: 400 }, "bad-request"],

    // Source: providers.md, section 4.5, every name of it.
    ...(
      [
        ["api_error", "server-error"],
        ["overloaded_error", "overloaded"],
        ["rate_limit_error", "rate-limited"],
        ["timeout_error", "server-error"],
        ["request_too_large", "context-overflow"],
        ["authentication_error", "unauthorized"],
        ["permission_error", "forbidden"],
        ["not_found_error", "not-found"],
        ["billing_error", "quota-exhausted"],
        ["invalid_request_error", "bad-request"],
      ] as const
    ).map(([type, code]) => [{ type: "error", error: { type, message: "x" } }, code] as const),
    ...(
      [
        ["INVALID_ARGUMENT", "bad-request"],
        ["FAILED_PRECONDITION", "bad-request"],
        ["OUT_OF_RANGE", "bad-request"],
        ["UNAUTHENTICATED", "unauthorized"],
        ["PERMISSION_DENIED", "forbidden"],
        ["NOT_FOUND", "not-found"],
        ["ALREADY_EXISTS", "server-error"],
        ["ABORTED", "server-error"],
        ["RESOURCE_EXHAUSTED", "rate-limited"],
        ["CANCELLED", "server-error"],
        ["UNKNOWN", "server-error"],
        ["INTERNAL", "server-error"],
        ["DATA_LOSS", "server-error"],
        ["UNIMPLEMENTED", "server-error"],
        ["UNAVAILABLE", "overloaded"],
        ["DEADLINE_EXCEEDED", "server-error"],
      ] as const
    ).map(([status, code]) => [{ error: { status, message: "x" } }, code] as const),
    ...(
      [
        ["internalServerException", "server-error"],
        ["modelStreamErrorException", "server-error"],
        ["modelErrorException", "server-error"],
        ["modelTimeoutException", "server-error"],
        ["modelNotReadyException", "rate-limited"],
        ["serviceUnavailableException", "overloaded"],
        ["throttlingException", "rate-limited"],
        ["validationException", "bad-request"],
        ["accessDeniedException", "forbidden"],
        ["resourceNotFoundException", "not-found"],
      ] as const
    ).map(([type, code]) => [{ type, message: "x" }, code] as const),
  ];
  for (const [error, code] of table) {
    it(`reads ${JSON.stringify(error)} as ${code}, without a status`, () => {
      const fault = classifyErrorValue(error);
      assert.equal(fault.code, code);
      assert.equal(fault.status, undefined);
    });
  }

  it("has no label that an earlier row takes for another status", () => {
    for (const { words, status } of labelRows) {
      for (const label of words.source.replaceAll(/\\b|\?/g, "").split("|")) {
        assert.equal(labelRows.find((row) => row.words.test(label))?.status, status, label);
      }
    }
  });

  it("does not ask again what is not implemented", () => {
    assert.equal(classifyErrorValue({ error: { status: "UNIMPLEMENTED", message: "x" } }).shouldRetry, false);
  });
});
