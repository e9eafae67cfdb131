// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:b7dcce7423c51dc1dd6a28aecfcfa7535a7e76936e8ec4c6baeada3772efcf3b
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
const schema0 = {"type":"object","required":["event"],"properties":{"event":{"oneOf":[{"type":"object","additionalProperties":false,"required":["kind","amount"],"properties":{"kind":{"const":"payment"},"amount":{"type":"number"},"note":{"type":"string"}}},{"type":"object","additionalProperties":false,"required":["kind","reason"],"properties":{"kind":{"enum":["refund"]},"reason":{"type":"string"}}},{"type":"object","additionalProperties":false,"required":["kind"],"properties":{"kind":{"const":"chargeback-won"}}}]}}};
const func0 = Object.prototype.hasOwnProperty;

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.event === undefined) || (!(func0.call(data, "event")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "event"},message:"must have required property '"+"event"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.event !== undefined && func0.call(data, "event")){
let data0 = data.event;
const _errs2 = errors;
let valid1 = false;
let passing0 = null;
const _errs3 = errors;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.kind === undefined) || (!(func0.call(data0, "kind")))){
const err1 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/0/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data0.amount === undefined) || (!(func0.call(data0, "amount")))){
const err2 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/0/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data0)){
if(!(((key0 === "kind") || (key0 === "amount")) || (key0 === "note"))){
const err3 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/0/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.kind !== undefined && func0.call(data0, "kind")){
if("payment" !== data0.kind){
const err4 = {instancePath:instancePath+"/event/kind",schemaPath:"#/properties/event/oneOf/0/properties/kind/const",keyword:"const",params:{allowedValue: "payment"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.amount !== undefined && func0.call(data0, "amount")){
if(!(typeof data0.amount == "number")){
const err5 = {instancePath:instancePath+"/event/amount",schemaPath:"#/properties/event/oneOf/0/properties/amount/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.note !== undefined && func0.call(data0, "note")){
if(typeof data0.note !== "string"){
const err6 = {instancePath:instancePath+"/event/note",schemaPath:"#/properties/event/oneOf/0/properties/note/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid0 = _errs3 === errors;
if(_valid0){
valid1 = true;
passing0 = 0;
}
const _errs11 = errors;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.kind === undefined) || (!(func0.call(data0, "kind")))){
const err8 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/1/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((data0.reason === undefined) || (!(func0.call(data0, "reason")))){
const err9 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/1/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 of Object.keys(data0)){
if(!((key1 === "kind") || (key1 === "reason"))){
const err10 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/1/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data0.kind !== undefined && func0.call(data0, "kind")){
if(!(data0.kind === "refund")){
const err11 = {instancePath:instancePath+"/event/kind",schemaPath:"#/properties/event/oneOf/1/properties/kind/enum",keyword:"enum",params:{allowedValues: schema0.properties.event.oneOf[1].properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data0.reason !== undefined && func0.call(data0, "reason")){
if(typeof data0.reason !== "string"){
const err12 = {instancePath:instancePath+"/event/reason",schemaPath:"#/properties/event/oneOf/1/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var _valid0 = _errs11 === errors;
if(_valid0 && valid1){
valid1 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid1 = true;
passing0 = 1;
}
const _errs17 = errors;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if((data0.kind === undefined) || (!(func0.call(data0, "kind")))){
const err14 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/2/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key2 of Object.keys(data0)){
if(!(key2 === "kind")){
const err15 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/2/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data0.kind !== undefined && func0.call(data0, "kind")){
if("chargeback-won" !== data0.kind){
const err16 = {instancePath:instancePath+"/event/kind",schemaPath:"#/properties/event/oneOf/2/properties/kind/const",keyword:"const",params:{allowedValue: "chargeback-won"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf/2/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var _valid0 = _errs17 === errors;
if(_valid0 && valid1){
valid1 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid1 = true;
passing0 = 2;
}
}
}
if(!valid1){
const err18 = {instancePath:instancePath+"/event",schemaPath:"#/properties/event/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
else {
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate1;
const schema1 = {"type":"object","additionalProperties":false,"required":["log"],"properties":{"log":{"type":"string"}}};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.log === undefined) || (!(func0.call(data, "log")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "log"},message:"must have required property '"+"log"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "log")){
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
if(data.log !== undefined && func0.call(data, "log")){
if(typeof data.log !== "string"){
const err2 = {instancePath:instancePath+"/log",schemaPath:"#/properties/log/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate1.errors = vErrors;
return errors === 0;
}

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
