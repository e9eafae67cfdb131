// Generated from schemas/support-triage.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:f80ad9c54b0a3d4e76db60e5d99b4f2d7d332af6f970d19db644a3b920aa87ca
// @ts-nocheck
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["reasoning", "severity", "team", "reply_draft"], properties: { reasoning: { description: "What the request is about and what follows from it, in two or three sentences.", type: "string" }, severity: { description: "How soon somebody has to act.", enum: ["stable", "stable_but_urgent", "degraded", "degraded_for_many", "outage"] }, team: { description: "Who takes it.", enum: ["billing", "billing_disputes", "platform", "security"] }, duplicate_of: { description: "Ticket number, when this repeats a known one.", type: ["string", "null"], pattern: "^[A-Z]+-[0-9]+$" }, reply_draft: { description: "A first answer to the customer, polite and short.", type: "string" } } };

export const table: StreamTable = [
  { kind: "object", properties: { reasoning: 1, severity: 2, team: 3, duplicate_of: 4, reply_draft: 7 }, required: ["reasoning", "severity", "team", "reply_draft"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["string"], values: ["stable", "stable_but_urgent", "degraded", "degraded_for_many", "outage"] },
  { kind: "whole", types: ["string"], values: ["billing", "billing_disputes", "platform", "security"] },
  { kind: "union", options: [5, 6] },
  { kind: "text" },
  { kind: "whole", types: ["null"] },
  { kind: "text" },
];

const schemaText1: string = '{"type":"object","properties":{"reasoning":{"type":"string","description":"What the request is about and what follows from it, in two or three sentences."},"severity":{"type":"string","description":"How soon somebody has to act.","enum":["stable","stable_but_urgent","degraded","degraded_for_many","outage"]},"team":{"type":"string","description":"Who takes it.","enum":["billing","billing_disputes","platform","security"]},"duplicate_of":{"type":["string","null"],"description":"Ticket number, when this repeats a known one.","pattern":"^[A-Z]+-[0-9]+$"},"reply_draft":{"type":"string","description":"A first answer to the customer, polite and short."}},"required":["reasoning","severity","team","duplicate_of","reply_draft"],"additionalProperties":false}';
const schemaText2: string = '{"type":"object","properties":{"reasoning":{"type":"string","description":"What the request is about and what follows from it, in two or three sentences."},"severity":{"type":"string","description":"How soon somebody has to act.","enum":["stable","stable_but_urgent","degraded","degraded_for_many","outage"]},"team":{"type":"string","description":"Who takes it.","enum":["billing","billing_disputes","platform","security"]},"duplicate_of":{"type":["string","null"],"description":"Ticket number, when this repeats a known one. (pattern ^[A-Z]+-[0-9]+$)"},"reply_draft":{"type":"string","description":"A first answer to the customer, polite and short."}},"required":["reasoning","severity","team","reply_draft"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = {
  schema: schemaText2,
  unenforced: ["pattern at #/properties/duplicate_of"],
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText2,
  unenforced: ["pattern at #/properties/duplicate_of"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["reasoning","severity","team","reply_draft"],"properties":{"reasoning":{"description":"What the request is about and what follows from it, in two or three sentences.","type":"string"},"severity":{"description":"How soon somebody has to act.","enum":["stable","stable_but_urgent","degraded","degraded_for_many","outage"]},"team":{"description":"Who takes it.","enum":["billing","billing_disputes","platform","security"]},"duplicate_of":{"description":"Ticket number, when this repeats a known one.","type":["string","null"],"pattern":"^[A-Z]+-[0-9]+$"},"reply_draft":{"description":"A first answer to the customer, polite and short.","type":"string"}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: '{"type":"object","properties":{"reasoning":{"type":"string","description":"What the request is about and what follows from it, in two or three sentences."},"severity":{"type":"string","description":"How soon somebody has to act.","enum":["stable","stable_but_urgent","degraded","degraded_for_many","outage"]},"team":{"type":"string","description":"Who takes it.","enum":["billing","billing_disputes","platform","security"]},"duplicate_of":{"type":["string","null"],"description":"Ticket number, when this repeats a known one.","pattern":"^[A-Z]+-[0-9]+$"},"reply_draft":{"type":"string","description":"A first answer to the customer, polite and short."}},"required":["reasoning","severity","team","reply_draft"],"additionalProperties":false}',
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","additionalProperties":false,"required":["reasoning","severity","team","reply_draft"],"properties":{"reasoning":{"type":"string"},"severity":{"enum":["stable","stable_but_urgent","degraded","degraded_for_many","outage"]},"team":{"enum":["billing","billing_disputes","platform","security"]},"duplicate_of":{"type":["string","null"],"pattern":"^[A-Z]+-[0-9]+$"},"reply_draft":{"type":"string"}}};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Z]+-[0-9]+$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.reasoning === undefined) || (!(func0.call(data, "reasoning")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reasoning"},message:"must have required property '"+"reasoning"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.severity === undefined) || (!(func0.call(data, "severity")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "severity"},message:"must have required property '"+"severity"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.team === undefined) || (!(func0.call(data, "team")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "team"},message:"must have required property '"+"team"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.reply_draft === undefined) || (!(func0.call(data, "reply_draft")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reply_draft"},message:"must have required property '"+"reply_draft"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((key0 === "reasoning") || (key0 === "severity")) || (key0 === "team")) || (key0 === "duplicate_of")) || (key0 === "reply_draft"))){
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
if(data.reasoning !== undefined && func0.call(data, "reasoning")){
if(typeof data.reasoning !== "string"){
const err5 = {instancePath:instancePath+"/reasoning",schemaPath:"#/properties/reasoning/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.severity !== undefined && func0.call(data, "severity")){
let data1 = data.severity;
if(!(((((data1 === "stable") || (data1 === "stable_but_urgent")) || (data1 === "degraded")) || (data1 === "degraded_for_many")) || (data1 === "outage"))){
const err6 = {instancePath:instancePath+"/severity",schemaPath:"#/properties/severity/enum",keyword:"enum",params:{allowedValues: schema0.properties.severity.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.team !== undefined && func0.call(data, "team")){
let data2 = data.team;
if(!((((data2 === "billing") || (data2 === "billing_disputes")) || (data2 === "platform")) || (data2 === "security"))){
const err7 = {instancePath:instancePath+"/team",schemaPath:"#/properties/team/enum",keyword:"enum",params:{allowedValues: schema0.properties.team.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.duplicate_of !== undefined && func0.call(data, "duplicate_of")){
let data3 = data.duplicate_of;
if((typeof data3 !== "string") && (data3 !== null)){
const err8 = {instancePath:instancePath+"/duplicate_of",schemaPath:"#/properties/duplicate_of/type",keyword:"type",params:{type: schema0.properties.duplicate_of.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
const err9 = {instancePath:instancePath+"/duplicate_of",schemaPath:"#/properties/duplicate_of/pattern",keyword:"pattern",params:{pattern: "^[A-Z]+-[0-9]+$"},message:"must match pattern \""+"^[A-Z]+-[0-9]+$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.reply_draft !== undefined && func0.call(data, "reply_draft")){
if(typeof data.reply_draft !== "string"){
const err10 = {instancePath:instancePath+"/reply_draft",schemaPath:"#/properties/reply_draft/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate1;
const schema1 = {"type":"object","additionalProperties":false,"required":["subject","body"],"properties":{"subject":{"type":"string"},"customer_tier":{"type":"string"},"body":{"type":"string"}}};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.subject === undefined) || (!(func0.call(data, "subject")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "subject"},message:"must have required property '"+"subject"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.body === undefined) || (!(func0.call(data, "body")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "body"},message:"must have required property '"+"body"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "subject") || (key0 === "customer_tier")) || (key0 === "body"))){
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
if(data.subject !== undefined && func0.call(data, "subject")){
if(typeof data.subject !== "string"){
const err3 = {instancePath:instancePath+"/subject",schemaPath:"#/properties/subject/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.customer_tier !== undefined && func0.call(data, "customer_tier")){
if(typeof data.customer_tier !== "string"){
const err4 = {instancePath:instancePath+"/customer_tier",schemaPath:"#/properties/customer_tier/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.body !== undefined && func0.call(data, "body")){
if(typeof data.body !== "string"){
const err5 = {instancePath:instancePath+"/body",schemaPath:"#/properties/body/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate1.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "SupportTriage",
  description: "How a support request is routed.",
  hash: "44940619e30b3d73",
  table,
  validate,
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
