// Generated from schemas/support-triage.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:d4edea8aec6d09c3345f6b56500bfc5918b7eda003b968ccadce94a312ae4784
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

const schema0 = schema;
const pattern0 = new RegExp("^[A-Z]+-[0-9]+$", "u");

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "reasoning") || (key0 === "severity")) || (key0 === "team")) || (key0 === "duplicate_of")) || (key0 === "reply_draft"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.reasoning !== undefined){
if(typeof data.reasoning !== "string"){
errors = (vErrors ??= []).push({instancePath:"/reasoning",keyword:"type",params:{type: "string"}});
}
}
if(data.severity !== undefined){
if(!(schema0.properties.severity.enum.includes(data.severity))){
errors = (vErrors ??= []).push({instancePath:"/severity",keyword:"enum",params:{allowedValues: schema0.properties.severity.enum}});
}
}
if(data.team !== undefined){
if(!(schema0.properties.team.enum.includes(data.team))){
errors = (vErrors ??= []).push({instancePath:"/team",keyword:"enum",params:{allowedValues: schema0.properties.team.enum}});
}
}
if(data.duplicate_of !== undefined){
let data3 = data.duplicate_of;
if((typeof data3 !== "string") && (data3 !== null)){
errors = (vErrors ??= []).push({instancePath:"/duplicate_of",keyword:"type",params:{type: schema0.properties.duplicate_of.type}});
}
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
errors = (vErrors ??= []).push({instancePath:"/duplicate_of",keyword:"pattern",params:{pattern: "^[A-Z]+-[0-9]+$"}});
}
}
}
if(data.reply_draft !== undefined){
if(typeof data.reply_draft !== "string"){
errors = (vErrors ??= []).push({instancePath:"/reply_draft",keyword:"type",params:{type: "string"}});
}
}
if((((data.reasoning === undefined) || (data.severity === undefined)) || (data.team === undefined)) || (data.reply_draft === undefined)){
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
const schema0 = { type: "object", additionalProperties: false, required: ["subject", "body"], properties: { subject: { type: "string" }, customer_tier: { type: "string" }, body: { type: "string" } } };

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "subject") || (key0 === "customer_tier")) || (key0 === "body"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.subject !== undefined){
if(typeof data.subject !== "string"){
errors = (vErrors ??= []).push({instancePath:"/subject",keyword:"type",params:{type: "string"}});
}
}
if(data.customer_tier !== undefined){
if(typeof data.customer_tier !== "string"){
errors = (vErrors ??= []).push({instancePath:"/customer_tier",keyword:"type",params:{type: "string"}});
}
}
if(data.body !== undefined){
if(typeof data.body !== "string"){
errors = (vErrors ??= []).push({instancePath:"/body",keyword:"type",params:{type: "string"}});
}
}
if((data.subject === undefined) || (data.body === undefined)){
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
return validate0;
})();

export const codec: Codec = {
  contract: 1,
  name: "SupportTriage",
  description: "How a support request is routed.",
  hash: "421d96c90e1860de",
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
