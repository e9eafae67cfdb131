// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:7e901a0487cbe9bb58285bc38991922c20229465cd8bbd52a92d53aa6b499aa9
// @ts-nocheck
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", required: ["event"], properties: { event: { description: "What happened.", oneOf: [{ type: "object", additionalProperties: false, required: ["kind", "amount"], properties: { kind: { const: "payment" }, amount: { type: "number" }, note: { type: "string" } } }, { type: "object", additionalProperties: false, required: ["kind", "reason"], properties: { kind: { enum: ["refund"] }, reason: { type: "string" } } }, { type: "object", additionalProperties: false, required: ["kind"], properties: { kind: { const: "chargeback-won" } } }] } } };

export const table: StreamTable = [
  { kind: "object", properties: { event: 1 }, required: ["event"], rest: "drop" },
  { kind: "union", options: [2, 6, 9], tag: "kind", byTag: { payment: 2, refund: 6, "chargeback-won": 9 } },
  { kind: "object", properties: { kind: 3, amount: 4, note: 5 }, required: ["kind", "amount"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["payment"] },
  { kind: "whole", types: ["number"] },
  { kind: "text" },
  { kind: "object", properties: { kind: 7, reason: 8 }, required: ["kind", "reason"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["refund"] },
  { kind: "text" },
  { kind: "object", properties: { kind: 10 }, required: ["kind"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["chargeback-won"] },
];

const schemaText1: string = '{"type":"object","properties":{"event":{"description":"What happened.","anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"payment"},"amount":{"type":"number"},"note":{"type":["string","null"]}},"required":["kind","amount","note"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"refund"},"reason":{"type":"string"}},"required":["kind","reason"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"chargeback-won"}},"required":["kind"],"additionalProperties":false}]}},"required":["event"],"additionalProperties":false}';
const schemaText2: string = '{"type":"object","properties":{"event":{"description":"What happened.","anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"payment"},"amount":{"type":"number"},"note":{"type":"string"}},"required":["kind","amount"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"refund"},"reason":{"type":"string"}},"required":["kind","reason"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"chargeback-won"}},"required":["kind"],"additionalProperties":false}]}},"required":["event"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
  inverse: { nullMeansAbsent: { "2": ["note"] } },
};
export const anthropic: CompiledDialect = {
  schema: schemaText2,
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText2,
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
  inverse: { nullMeansAbsent: { "2": ["note"] } },
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","required":["event"],"properties":{"event":{"description":"What happened.","oneOf":[{"type":"object","additionalProperties":false,"required":["kind","amount"],"properties":{"kind":{"const":"payment"},"amount":{"type":"number"},"note":{"type":"string"}}},{"type":"object","additionalProperties":false,"required":["kind","reason"],"properties":{"kind":{"enum":["refund"]},"reason":{"type":"string"}}},{"type":"object","additionalProperties":false,"required":["kind"],"properties":{"kind":{"const":"chargeback-won"}}}]}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText2,
};

export const validate: Validate = validate0;

const schema0 = schema;

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.event !== undefined){
let data0 = data.event;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
const tag0 = data0.kind;
if(tag0 === "payment"){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key0 in data0){
if(!(((key0 === "kind") || (key0 === "amount")) || (key0 === "note"))){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data0.kind !== undefined){
if("payment" !== data0.kind){
errors = (vErrors ??= []).push({instancePath:"/event/kind",keyword:"const",params:{allowedValue: "payment"}});
}
}
if(data0.amount !== undefined){
if(!(typeof data0.amount == "number")){
errors = (vErrors ??= []).push({instancePath:"/event/amount",keyword:"type",params:{type: "number"}});
}
}
if(data0.note !== undefined){
if(typeof data0.note !== "string"){
errors = (vErrors ??= []).push({instancePath:"/event/note",keyword:"type",params:{type: "string"}});
}
}
if((data0.kind === undefined) || (data0.amount === undefined)){
for(const name0 of schema0.properties.event.oneOf[0].required){
if(data0[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"type",params:{type: "object"}});
}
}
else if(tag0 === "refund"){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!((key1 === "kind") || (key1 === "reason"))){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"additionalProperties",params:{additionalProperty: key1}});
}
}
if(data0.kind !== undefined){
if(!(data0.kind === "refund")){
errors = (vErrors ??= []).push({instancePath:"/event/kind",keyword:"enum",params:{allowedValues: schema0.properties.event.oneOf[1].properties.kind.enum}});
}
}
if(data0.reason !== undefined){
if(typeof data0.reason !== "string"){
errors = (vErrors ??= []).push({instancePath:"/event/reason",keyword:"type",params:{type: "string"}});
}
}
if((data0.kind === undefined) || (data0.reason === undefined)){
for(const name1 of schema0.properties.event.oneOf[1].required){
if(data0[name1] === undefined){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"required",params:{missingProperty: name1}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"type",params:{type: "object"}});
}
}
else if(tag0 === "chargeback-won"){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key2 in data0){
if(!(key2 === "kind")){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"additionalProperties",params:{additionalProperty: key2}});
}
}
if(data0.kind !== undefined){
if("chargeback-won" !== data0.kind){
errors = (vErrors ??= []).push({instancePath:"/event/kind",keyword:"const",params:{allowedValue: "chargeback-won"}});
}
}
if(data0.kind === undefined){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"required",params:{missingProperty: "kind"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"type",params:{type: "object"}});
}
}
else if(tag0 === undefined){
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"required",params:{missingProperty: "kind"}});
}
else {
errors = (vErrors ??= []).push({instancePath:"/event/kind",keyword:"enum",params:{allowedValues: ["payment","refund","chargeback-won"]}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/event",keyword:"type",params:{type: "object"}});
}
}
if(data.event === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "event"}});
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
if(!(key0 === "log")){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.log !== undefined){
if(typeof data.log !== "string"){
errors = (vErrors ??= []).push({instancePath:"/log",keyword:"type",params:{type: "string"}});
}
}
if(data.log === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "log"}});
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
  name: "Spec",
  hash: "407fc6c74f13e64a",
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
