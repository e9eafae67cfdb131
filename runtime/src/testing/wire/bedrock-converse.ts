import { isObject, isSchema, type Json, type JsonObject, type Schema } from "../instance/schema.ts";
import { eventStreamType } from "./aws-frames.ts";
import {
  asksForStream,
  bedrockErrorResponse,
  bedrockHeaders,
  checkBedrockKey,
  modelInPath,
  unknownModel,
  usualException,
  wordsOf,
  writeStreamException,
} from "./bedrock.ts";
import { writeConverseBody, writeConverseStream } from "./bedrock-answers.ts";
import { findConverseIssue, formatOf, parseSchema, toolChoiceOf, toolSpecsOf } from "./bedrock-checks.ts";
import { stringOr, textOf, textOfRoles } from "./message-text.ts";
import type { ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** Amazon Bedrock's Converse API. Source: providers.md, section 9, and the recordings. */
export const bedrockConverse: Protocol = {
  provider: "bedrock",
  family: "bedrock-converse",
  streamType: () => eventStreamType,
  opensEarly: true,
  keepAlive: "",
  malformed: "Unable to parse the request body: it is not a JSON object",
  headers: bedrockHeaders,
  checkKey: checkBedrockKey,
  check,
  readQuestion,
  unary: writeConverseBody,
  stream: writeConverseStream,
  error: bedrockErrorResponse,
  errorInStream: (message, type = usualException, { stream }) =>
    stream ? writeStreamException(message, type) : JSON.stringify({ __type: type, message: message ?? wordsOf(type) }),
  rejectSchema: (question, message) =>
    bedrockErrorResponse(400, {
      message: `The model returned the following errors: ${question.tool === undefined ? "output_config.format.schema" : "tools.0.custom"}: ${message ?? "Schema is too complex for compilation. Try reducing the number of tools or simplifying tool schemas."}`,
    }),
};

function check(request: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const model = modelInPath(request);
  if (strictness.models !== undefined && !strictness.models.includes(model)) return unknownModel();
  const message = findConverseIssue(request.body, model, strictness.checkSchemas);
  return message === undefined ? undefined : bedrockErrorResponse(400, { message });
}

function readQuestion(request: IncomingRequest): Question {
  const { system, messages, inferenceConfig } = request.body;
  const format = formatOf(request.body);
  const tool = chosenTool(request.body);
  const schema = tool === undefined ? parseSchema(format?.["schema"]) : schemaOfTool(tool);
  const limit = isObject(inferenceConfig) ? inferenceConfig["maxTokens"] : undefined;
  return {
    model: modelInPath(request),
    stream: asksForStream(request),
    includeUsage: true,
    json: format !== undefined,
    system: textOf(system),
    user: textOfRoles(messages, ["user"]),
    ...(tool !== undefined && {
      tool: { name: stringOr(tool["name"], ""), named: namedTool(request.body) !== undefined },
    }),
    ...(schema !== undefined && { schema }),
    ...(typeof limit === "number" && { maxTokens: limit }),
  };
}

/** The tool a model would call: the one that is named; without a format, any that there is. */
function chosenTool(body: JsonObject): JsonObject | undefined {
  const specs = toolSpecsOf(body);
  const named = namedTool(body);
  if (named !== undefined) return specs.find((spec) => spec["name"] === named) ?? specs[0];
  return formatOf(body) === undefined || toolChoiceOf(body)?.["any"] !== undefined ? specs[0] : undefined;
}

function namedTool(body: JsonObject): Json | undefined {
  const forced = toolChoiceOf(body)?.["tool"];
  return isObject(forced) ? forced["name"] : undefined;
}

function schemaOfTool(spec: JsonObject): Schema | undefined {
  const input = spec["inputSchema"];
  const schema = isObject(input) ? input["json"] : undefined;
  return isSchema(schema) ? schema : undefined;
}
