// Generated from schemas/comment-thread.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:465a6e761ee396acc7f33cd8eaa01f2e0334c9371b5aea300b7b7c0c60b4368c
// @ts-nocheck
import { issuesAt } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["topic", "comments"], properties: { topic: { description: "What the page is about, as its title says.", type: "string" }, comments: { type: "array", items: { $ref: "#/$defs/ThreadComment" } } }, $defs: { ThreadComment: { description: "One comment with the replies below it.", type: "object", additionalProperties: false, required: ["author", "text", "tone", "replies"], properties: { author: { description: "Name shown beside the comment.", type: "string" }, text: { description: "The comment in its own words, without what it quotes.", type: "string" }, tone: { description: "How the comment reads.", enum: ["friendly", "neutral", "hostile"] }, replies: { type: "array", items: { $ref: "#/$defs/ThreadComment" } } } } } };

export const table: StreamTable = [
  { kind: "object", properties: { topic: 1, comments: 2 }, required: ["topic", "comments"], rest: "reject" },
  { kind: "text" },
  { kind: "array", items: 3 },
  { kind: "object", properties: { author: 4, text: 5, tone: 6, replies: 7 }, required: ["author", "text", "tone", "replies"], rest: "reject" },
  { kind: "text" },
  { kind: "text" },
  { kind: "whole", types: ["string"], values: ["friendly", "neutral", "hostile"] },
  { kind: "array", items: 3 },
];

const schemaText1: string = '{"type":"object","properties":{"topic":{"type":"string","description":"What the page is about, as its title says."},"comments":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"required":["topic","comments"],"additionalProperties":false,"$defs":{"ThreadComment":{"type":"object","description":"One comment with the replies below it.","properties":{"author":{"type":"string","description":"Name shown beside the comment."},"text":{"type":"string","description":"The comment in its own words, without what it quotes."},"tone":{"type":"string","description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"required":["author","text","tone","replies"],"additionalProperties":false}}}';
const schemaText2: string = '{"type":"object","description":"(in JSON text, a name stands for its schema in {\\"$defs\\":{\\"ThreadComment\\":{\\"type\\":\\"object\\",\\"description\\":\\"One comment with the replies below it.\\",\\"properties\\":{\\"author\\":{\\"type\\":\\"string\\",\\"description\\":\\"Name shown beside the comment.\\"},\\"text\\":{\\"type\\":\\"string\\",\\"description\\":\\"The comment in its own words, without what it quotes.\\"},\\"tone\\":{\\"type\\":\\"string\\",\\"description\\":\\"How the comment reads.\\",\\"enum\\":[\\"friendly\\",\\"neutral\\",\\"hostile\\"]},\\"replies\\":{\\"type\\":\\"array\\",\\"items\\":{\\"$ref\\":\\"#/$defs/ThreadComment\\"}}},\\"required\\":[\\"author\\",\\"text\\",\\"tone\\",\\"replies\\"],\\"additionalProperties\\":false}}})","properties":{"topic":{"type":"string","description":"What the page is about, as its title says."},"comments":{"type":"array","items":{"type":"object","description":"One comment with the replies below it.","properties":{"author":{"type":"string","description":"Name shown beside the comment."},"text":{"type":"string","description":"The comment in its own words, without what it quotes."},"tone":{"type":"string","description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"type":"object","description":"One comment with the replies below it.","properties":{"author":{"type":"string","description":"Name shown beside the comment."},"text":{"type":"string","description":"The comment in its own words, without what it quotes."},"tone":{"type":"string","description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"type":"object","description":"One comment with the replies below it.","properties":{"author":{"type":"string","description":"Name shown beside the comment."},"text":{"type":"string","description":"The comment in its own words, without what it quotes."},"tone":{"type":"string","description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"type":"string","description":"One comment with the replies below it. (JSON text of ThreadComment, an object with \\"author\\", \\"text\\", \\"tone\\", \\"replies\\")"}}},"required":["author","text","tone","replies"],"additionalProperties":false}}},"required":["author","text","tone","replies"],"additionalProperties":false}}},"required":["author","text","tone","replies"],"additionalProperties":false}}},"required":["topic","comments"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = {
  schema: schemaText2,
  inverse: { json: [3] },
  unenforced: ["$ref at #/$defs/ThreadComment/properties/replies/items"],
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText2,
  inverse: { json: [3] },
  unenforced: ["$ref at #/$defs/ThreadComment/properties/replies/items"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["topic","comments"],"properties":{"topic":{"description":"What the page is about, as its title says.","type":"string"},"comments":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"$defs":{"ThreadComment":{"description":"One comment with the replies below it.","type":"object","additionalProperties":false,"required":["author","text","tone","replies"],"properties":{"author":{"description":"Name shown beside the comment.","type":"string"},"text":{"description":"The comment in its own words, without what it quotes.","type":"string"},"tone":{"description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
export const check3: Validate = validate1;

const schema1 = schema.$defs.ThreadComment;

function validate1(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "author") || (key0 === "text")) || (key0 === "tone")) || (key0 === "replies"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.author !== undefined){
if(typeof data.author !== "string"){
errors = (vErrors ??= []).push({instancePath:"/author",keyword:"type",params:{type: "string"}});
}
}
if(data.text !== undefined){
if(typeof data.text !== "string"){
errors = (vErrors ??= []).push({instancePath:"/text",keyword:"type",params:{type: "string"}});
}
}
if(data.tone !== undefined){
let data2 = data.tone;
if(!(((data2 === "friendly") || (data2 === "neutral")) || (data2 === "hostile"))){
errors = (vErrors ??= []).push({instancePath:"/tone",keyword:"enum",params:{allowedValues: schema1.properties.tone.enum}});
}
}
if(data.replies !== undefined){
let data3 = data.replies;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!validate1(data3[i0])){
vErrors = issuesAt("/replies/" + i0, validate1.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/replies",keyword:"type",params:{type: "array"}});
}
}
if((((data.author === undefined) || (data.text === undefined)) || (data.tone === undefined)) || (data.replies === undefined)){
for(const name0 of schema1.required){
if(data[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate1.errors = vErrors;
return errors === 0;
}

const schema0 = schema;

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "topic") || (key0 === "comments"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.topic !== undefined){
if(typeof data.topic !== "string"){
errors = (vErrors ??= []).push({instancePath:"/topic",keyword:"type",params:{type: "string"}});
}
}
if(data.comments !== undefined){
let data1 = data.comments;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!validate1(data1[i0])){
vErrors = issuesAt("/comments/" + i0, validate1.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/comments",keyword:"type",params:{type: "array"}});
}
}
if((data.topic === undefined) || (data.comments === undefined)){
for(const name0 of schema0.required){
if(data[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate0.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = /* @__PURE__ */ (() => {
function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "page")){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.page !== undefined){
if(typeof data.page !== "string"){
errors = (vErrors ??= []).push({instancePath:"/page",keyword:"type",params:{type: "string"}});
}
}
if(data.page === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "page"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate0.errors = vErrors;
return errors === 0;
}
return validate0;
})();

export const codec: Codec = {
  contract: 1,
  name: "CommentThread",
  description: "A discussion restored from an exported page.",
  hash: "8d639ca9749582d9",
  table,
  validate,
  checks: {
    3: check3,
  },
  input: validateInput,
  dialects: {
    "openai-strict": openaiStrict,
    anthropic: anthropic,
    "llama-gbnf": llamaGbnf,
    "openai-compatible-loose": openaiCompatibleLoose,
    prompt: prompt,
    "anthropic-tool": anthropicTool,
  },
};
