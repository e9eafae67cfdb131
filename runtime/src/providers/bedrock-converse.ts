import { createAwsEventStreamDecoder } from "../framing/aws-event-stream.ts";
import { createConverseStreamDecoder, decodeConverseBody } from "./bedrock-converse-answer.ts";
import { encodeMessages, encodeSystem } from "./bedrock-converse-messages.ts";
import { withinMarks } from "./cache-marks.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { claudeEffort } from "./claude-effort.ts";
import { nearestEffort } from "./effort.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { buildRequest } from "./request.ts";

/** Amazon Bedrock's Converse API. Source: providers.md, section 9. */
export const bedrockConverse: Adapter = {
  family: "bedrock-converse",
  framing: "aws-eventstream",
  createFrameDecoder: createAwsEventStreamDecoder,
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeConverseBody,
  createStreamDecoder: createConverseStreamDecoder,
  decodeFault: classifyResponse,
};

type Fields = Readonly<Record<string, unknown>>;

function encodeBody(call: ModelCall): Fields {
  const messages = withinMarks(call.messages);
  const marks = takesMarks(call.model);
  return {
    system: encodeSystem(messages, marks),
    messages: encodeMessages(messages, marks),
    inferenceConfig: encodeSettings(call),
    ...outputFields(call, encodeMode),
    additionalModelRequestFields: encodeEffort(call),
  };
}

/**
 * Whether a model takes cache marks: Claude and Nova do, others refuse the request. A profile of the account's own
 * does not tell by its id which model it leads to, so what the prompt asks for is sent.
 */
function takesMarks(model: string): boolean {
  return /claude|nova|:application-inference-profile\//.test(model);
}

function encodeSettings({ settings }: ModelCall): Fields | undefined {
  const config = {
    maxTokens: settings.maxOutputTokens,
    temperature: settings.temperature,
    topP: settings.topP,
    stopSequences: settings.stop,
  };
  return Object.values(config).every((value) => value === undefined) ? undefined : config;
}

/** The fields that ask for structured output. Source: providers.md, section 9.2. */
function encodeMode(call: ModelCall): Fields {
  const { mode, name, description } = call;
  switch (mode) {
    case "json_schema_strict":
    case "json_schema": {
      // Here the schema is a text that holds it.
      const jsonSchema = { name, description, schema: schemaOf(call).text };
      return { outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } } };
    }
    case "tool_strict":
    case "tool": {
      const strict = mode === "tool_strict" ? true : undefined;
      const toolSpec = { name, description, inputSchema: { json: schemaOf(call) }, strict };
      return { toolConfig: { tools: [{ toolSpec }], toolChoice: { tool: { name } } } };
    }
    case "json_object":
    case "prompt":
      return {};
  }
}

/** How much to think is a field of each maker's own; other models have none. Source: providers.md, section 9.4. */
function encodeEffort({ model, settings, efforts }: ModelCall): Fields | undefined {
  const asked = settings.reasoningEffort;
  if (asked === undefined) return undefined;
  if (/claude/.test(model)) {
    const effort = claudeEffort(asked);
    return effort === undefined ? undefined : { output_config: { effort } };
  }
  if (/openai\.|gpt-oss/.test(model)) {
    return { reasoning_effort: nearestEffort(asked, efforts ?? ["low", "medium", "high"]) };
  }
  return /nova-2/.test(model) ? { reasoningConfig: novaReasoning(asked, settings) } : undefined;
}

/**
 * What Nova 2 is told. At its highest effort it refuses a limit of tokens and settings for sampling, so where there is one of
 * these, the effort below is sent. Source: the Amazon Nova 2 user guide, "Extended thinking".
 */
function novaReasoning(
  asked: NonNullable<ModelCall["settings"]["reasoningEffort"]>,
  { maxOutputTokens, temperature, topP }: ModelCall["settings"],
): Fields {
  if (asked === "none") return { type: "disabled" };
  const isFree = maxOutputTokens === undefined && temperature === undefined && topP === undefined;
  const maxReasoningEffort = nearestEffort(asked, isFree ? ["low", "medium", "high"] : ["low", "medium"]);
  return { type: "enabled", maxReasoningEffort };
}
