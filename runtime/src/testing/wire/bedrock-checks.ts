import { isObject, type Json, type JsonObject } from "../instance/schema.ts";
import { findAnthropicIssue, findCountIssue } from "../rules/anthropic-schema.ts";

/** The object in `outputConfig` that holds the schema. Source: providers.md, section 9.2. */
export function formatOf(body: JsonObject): JsonObject | undefined {
  const format = textFormatOf(body);
  const structure = format?.["structure"];
  const jsonSchema = isObject(structure) ? structure["jsonSchema"] : undefined;
  return isObject(jsonSchema) ? jsonSchema : undefined;
}

/** The tools of a request. Marks for the cache stand among them. */
export function toolSpecsOf(body: JsonObject): readonly JsonObject[] {
  const config = body["toolConfig"];
  const tools = isObject(config) ? config["tools"] : undefined;
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  return list.map((tool) => (isObject(tool) ? tool["toolSpec"] : undefined)).filter(isObject);
}

/** How a tool is to be chosen: an object with one member, `auto`, `any` or `tool`. */
export function toolChoiceOf(body: JsonObject): JsonObject | undefined {
  const config = body["toolConfig"];
  const choice = isObject(config) ? config["toolChoice"] : undefined;
  return isObject(choice) ? choice : undefined;
}

/** The schema that a text holds; nothing where it is not one. */
export function parseSchema(text: Json | undefined): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(typeof text === "string" ? text : "");
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Finds the first thing about a Converse request that Bedrock refuses, in its words. */
export function findConverseIssue(body: JsonObject, model: string, checkSchemas: boolean): string | undefined {
  return (
    findMessagesIssue(body["messages"]) ??
    findToolIssue(body) ??
    findFormatIssue(body) ??
    (checkSchemas ? (findSupportIssue(body, model) ?? findSchemaIssue(body)) : undefined)
  );
}

function findMessagesIssue(messages: Json | undefined): string | undefined {
  if (messages === undefined || messages === null) return constraint("null", "messages", "Member must not be null");
  if (!Array.isArray(messages)) return "Expected list or null";
  const list: readonly Json[] = messages;
  let last: Json | undefined = "assistant";
  for (const [i, message] of list.entries()) {
    const { role, content } = isObject(message) ? message : {};
    if (role !== "user" && role !== "assistant") {
      const at = `messages.${i + 1}.member.role`;
      return constraint(quoted(role), at, "Member must satisfy enum value set: [user, assistant]");
    }
    if (i === 0 && role !== "user") return startsWrong;
    if (role === last) return doesNotAlternate;
    last = role;
    const issue = findContentIssue(content, i);
    if (issue !== undefined) return issue;
  }
  return list.length === 0 ? startsWrong : undefined;
}

const startsWrong =
  "A conversation must start with a user message. Try again with a conversation that starts with a user message.";
const doesNotAlternate =
  "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.";

function findContentIssue(content: Json | undefined, message: number): string | undefined {
  if (!Array.isArray(content)) return "Expected list or null";
  if (content.length === 0) {
    return `The content field in the Message object at messages.${message} is empty. Add a ContentBlock object to the content field and try again.`;
  }
  const list: readonly Json[] = content;
  const blank = list.findIndex((block) => isObject(block) && block["text"] === "");
  return blank < 0
    ? undefined
    : `The text field in the ContentBlock object at messages.${message}.content.${blank} is blank. Add text to the text field, and try again.`;
}

function findToolIssue(body: JsonObject): string | undefined {
  if (body["toolConfig"] === undefined) return undefined;
  const specs = toolSpecsOf(body);
  if (specs.length === 0) {
    return constraint("'[]'", "toolConfig.tools", "Member must have length greater than or equal to 1");
  }
  for (const [i, { name, inputSchema }] of specs.entries()) {
    if (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      const at = `toolConfig.tools.${i + 1}.member.toolSpec.name`;
      return constraint(quoted(name), at, "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+");
    }
    const schema = isObject(inputSchema) ? inputSchema["json"] : undefined;
    if (!isObject(schema) || schema["type"] !== "object") {
      return `The value at toolConfig.tools.${i}.toolSpec.inputSchema.json.type must be one of the following: object.`;
    }
  }
  return findChoiceIssue(body, specs);
}

function findChoiceIssue(body: JsonObject, specs: readonly JsonObject[]): string | undefined {
  const config = body["toolConfig"];
  if (!isObject(config) || config["toolChoice"] === undefined) return undefined;
  const [kind, ...others] = Object.keys(toolChoiceOf(body) ?? {});
  if (kind === undefined || others.length > 0 || !["auto", "any", "tool"].includes(kind)) {
    return "The toolConfig.toolChoice field must have exactly one of the following members: auto, any, tool.";
  }
  const forced = toolChoiceOf(body)?.["tool"];
  if (forced === undefined) return undefined;
  const name = isObject(forced) ? forced["name"] : undefined;
  return specs.some((spec) => spec["name"] === name)
    ? undefined
    : `The value at toolConfig.toolChoice.tool.name must be the name of a tool in toolConfig.tools: ${quoted(name)} is none.`;
}

function textFormatOf(body: JsonObject): JsonObject | undefined {
  const config = body["outputConfig"];
  const format = isObject(config) ? config["textFormat"] : undefined;
  return isObject(format) ? format : undefined;
}

function findFormatIssue(body: JsonObject): string | undefined {
  const format = textFormatOf(body);
  if (format === undefined) return undefined;
  if (format["type"] !== "json_schema") {
    const at = "outputConfig.textFormat.type";
    return constraint(quoted(format["type"]), at, "Member must satisfy enum value set: [json_schema]");
  }
  const schema = formatOf(body)?.["schema"];
  const at = "outputConfig.textFormat.structure.jsonSchema.schema";
  if (schema === undefined) return constraint("null", at, "Member must not be null");
  if (typeof schema !== "string") return `Expected a string at ${at}: the schema is JSON text`;
  return parseSchema(schema) === undefined ? `The value at ${at} must be a valid JSON Schema object.` : undefined;
}

/** Source: providers.md, section 9.2; what the words are is in its section 4.3. */
function findSupportIssue(body: JsonObject, model: string): string | undefined {
  const refuse = (field: string): string =>
    `This model doesn't support the ${field} field. Remove ${field} and try again.`;
  const choice = toolChoiceOf(body);
  for (const kind of ["any", "tool"]) {
    if (choice?.[kind] !== undefined && /llama|titan/.test(model)) return refuse(`toolConfig.toolChoice.${kind}`);
  }
  const isWithout = /nova|llama|titan|claude-(?:opus-(?:4-[78]|5)|sonnet-5|fable-5)/.test(model);
  return isWithout && formatOf(body) !== undefined ? refuse("outputConfig.textFormat") : undefined;
}

/** Claude's rules, which Bedrock's documentation gives for all models. Source: providers.md, section 12. */
function findSchemaIssue(body: JsonObject): string | undefined {
  const strict: Json[] = [];
  const schema = parseSchema(formatOf(body)?.["schema"]);
  const say = (issue: string): string => `The model returned the following errors: ${issue}`;
  if (schema !== undefined) {
    const issue = findAnthropicIssue(schema);
    if (issue !== undefined) return say(`output_config.format.schema: ${issue}`);
    strict.push(schema);
  }
  for (const [i, { strict: isStrict, inputSchema }] of toolSpecsOf(body).entries()) {
    const input = isObject(inputSchema) ? inputSchema["json"] : undefined;
    if (isStrict !== true || input === undefined) continue;
    const issue = findAnthropicIssue(input);
    if (issue !== undefined) return say(`tools.${i}.custom: ${issue}`);
    strict.push(input);
  }
  const count = findCountIssue(strict);
  return count === undefined ? undefined : say(count);
}

function quoted(value: Json | undefined): string {
  return value === undefined ? "null" : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}

/** How AWS's services say that a field is not as their model wants it. */
function constraint(value: string, at: string, rule: string): string {
  return `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${rule}`;
}
