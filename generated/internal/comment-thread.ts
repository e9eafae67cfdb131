// Generated from schemas/comment-thread.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:f8e91d908568faaf3079abcbfeab8fe66fbf6a3b5404bfded0e2a68e8a9e038e
// @ts-nocheck
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["topic", "comments"], properties: { topic: { type: "string" }, comments: { type: "array", items: { $ref: "#/$defs/ThreadComment" } } }, $defs: { ThreadComment: { description: "One comment with the replies below it.", type: "object", additionalProperties: false, required: ["author", "text", "tone", "replies"], properties: { author: { type: "string" }, text: { type: "string" }, tone: { description: "How the comment reads.", enum: ["friendly", "neutral", "hostile"] }, replies: { type: "array", items: { $ref: "#/$defs/ThreadComment" } } } } } };

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

const schemaText1: string = '{"type":"object","properties":{"topic":{"type":"string"},"comments":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"required":["topic","comments"],"additionalProperties":false,"$defs":{"ThreadComment":{"type":"object","description":"One comment with the replies below it.","properties":{"author":{"type":"string"},"text":{"type":"string"},"tone":{"type":"string","description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"required":["author","text","tone","replies"],"additionalProperties":false}}}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = { unusable: "it is recursive, and this dialect has no recursion" };
export const llamaGbnf: CompiledDialect = { unusable: "it is recursive, and this dialect has no recursion" };
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["topic","comments"],"properties":{"topic":{"type":"string"},"comments":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"$defs":{"ThreadComment":{"description":"One comment with the replies below it.","type":"object","additionalProperties":false,"required":["author","text","tone","replies"],"properties":{"author":{"type":"string"},"text":{"type":"string"},"tone":{"description":"How the comment reads.","enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","additionalProperties":false,"required":["topic","comments"],"properties":{"topic":{"type":"string"},"comments":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}},"$defs":{"ThreadComment":{"type":"object","additionalProperties":false,"required":["author","text","tone","replies"],"properties":{"author":{"type":"string"},"text":{"type":"string"},"tone":{"enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}}}}};
const func0 = Object.prototype.hasOwnProperty;
const schema1 = {"type":"object","additionalProperties":false,"required":["author","text","tone","replies"],"properties":{"author":{"type":"string"},"text":{"type":"string"},"tone":{"enum":["friendly","neutral","hostile"]},"replies":{"type":"array","items":{"$ref":"#/$defs/ThreadComment"}}}};
const wrapper0 = {validate: validate1};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.author === undefined) || (!(func0.call(data, "author")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "author"},message:"must have required property '"+"author"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.text === undefined) || (!(func0.call(data, "text")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "text"},message:"must have required property '"+"text"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.tone === undefined) || (!(func0.call(data, "tone")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tone"},message:"must have required property '"+"tone"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.replies === undefined) || (!(func0.call(data, "replies")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "replies"},message:"must have required property '"+"replies"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "author") || (key0 === "text")) || (key0 === "tone")) || (key0 === "replies"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.author !== undefined && func0.call(data, "author")){
if(typeof data.author !== "string"){
const err5 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.text !== undefined && func0.call(data, "text")){
if(typeof data.text !== "string"){
const err6 = {instancePath:instancePath+"/text",schemaPath:"#/properties/text/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.tone !== undefined && func0.call(data, "tone")){
let data2 = data.tone;
if(!(((data2 === "friendly") || (data2 === "neutral")) || (data2 === "hostile"))){
const err7 = {instancePath:instancePath+"/tone",schemaPath:"#/properties/tone/enum",keyword:"enum",params:{allowedValues: schema1.properties.tone.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.replies !== undefined && func0.call(data, "replies")){
let data3 = data.replies;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper0.validate(data3[i0], {instancePath:instancePath+"/replies/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/replies",schemaPath:"#/properties/replies/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate1.errors = vErrors;
return errors === 0;
}


function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.topic === undefined) || (!(func0.call(data, "topic")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "topic"},message:"must have required property '"+"topic"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.comments === undefined) || (!(func0.call(data, "comments")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "comments"},message:"must have required property '"+"comments"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((key0 === "topic") || (key0 === "comments"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.topic !== undefined && func0.call(data, "topic")){
if(typeof data.topic !== "string"){
const err3 = {instancePath:instancePath+"/topic",schemaPath:"#/properties/topic/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.comments !== undefined && func0.call(data, "comments")){
let data1 = data.comments;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate1(data1[i0], {instancePath:instancePath+"/comments/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/comments",schemaPath:"#/properties/comments/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const check3: Validate = validate3;
const schema2 = {"allOf":[{"$ref":"output#/%24defs/ThreadComment/properties/replies/items"}]};

function validate4(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.author === undefined) || (!(func0.call(data, "author")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "author"},message:"must have required property '"+"author"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.text === undefined) || (!(func0.call(data, "text")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "text"},message:"must have required property '"+"text"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.tone === undefined) || (!(func0.call(data, "tone")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tone"},message:"must have required property '"+"tone"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.replies === undefined) || (!(func0.call(data, "replies")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "replies"},message:"must have required property '"+"replies"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "author") || (key0 === "text")) || (key0 === "tone")) || (key0 === "replies"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.author !== undefined && func0.call(data, "author")){
if(typeof data.author !== "string"){
const err5 = {instancePath:instancePath+"/author",schemaPath:"#/properties/author/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.text !== undefined && func0.call(data, "text")){
if(typeof data.text !== "string"){
const err6 = {instancePath:instancePath+"/text",schemaPath:"#/properties/text/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.tone !== undefined && func0.call(data, "tone")){
let data2 = data.tone;
if(!(((data2 === "friendly") || (data2 === "neutral")) || (data2 === "hostile"))){
const err7 = {instancePath:instancePath+"/tone",schemaPath:"#/properties/tone/enum",keyword:"enum",params:{allowedValues: schema1.properties.tone.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.replies !== undefined && func0.call(data, "replies")){
let data3 = data.replies;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate1(data3[i0], {instancePath:instancePath+"/replies/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/replies",schemaPath:"#/properties/replies/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate4.errors = vErrors;
return errors === 0;
}


function validate3(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(!(validate4(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate4.errors : vErrors.concat(validate4.errors);
errors = vErrors.length;
}
validate3.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate7;
const schema4 = {"type":"object","additionalProperties":false,"required":["page"],"properties":{"page":{"type":"string"}}};

function validate7(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.page === undefined) || (!(func0.call(data, "page")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "page"},message:"must have required property '"+"page"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "page")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.page !== undefined && func0.call(data, "page")){
if(typeof data.page !== "string"){
const err2 = {instancePath:instancePath+"/page",schemaPath:"#/properties/page/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate7.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "CommentThread",
  description: "A discussion restored from an exported page.",
  hash: "9f1372eeb0ad0f1e",
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
