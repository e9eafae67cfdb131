// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:ceec02186107c6f8e4bbf77bc36095fdcd156e7619360d3af410a7756c84b01a
// @ts-nocheck
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", required: ["attributes", "prices", "free"], properties: { attributes: { description: "By name.", type: "object", additionalProperties: { type: "string" } }, prices: { type: "object", additionalProperties: { type: "object", required: ["amount"], properties: { amount: { type: "number" } } } }, free: { type: "object" }, codes: { type: "object", additionalProperties: false, patternProperties: { "^[A-Z]+$": { type: "integer" } } }, open: { type: "object", additionalProperties: true, required: ["id"], properties: { id: { type: "string" } } }, typed: { type: "object", additionalProperties: { type: "number" }, required: ["name"], properties: { name: { type: "string" }, size: { type: "number" } } }, empty: { type: "object", additionalProperties: false } } };

export const table: StreamTable = [
  { kind: "object", properties: { attributes: 1, prices: 3, free: 6, codes: 7, open: 9, typed: 11, empty: 15 }, required: ["attributes", "prices", "free"], rest: "drop" },
  { kind: "object", properties: {}, rest: 2 },
  { kind: "text" },
  { kind: "object", properties: {}, rest: 4 },
  { kind: "object", properties: { amount: 5 }, required: ["amount"], rest: "drop" },
  { kind: "whole", types: ["number"] },
  { kind: "object", properties: {}, rest: "keep" },
  { kind: "object", properties: {}, rest: 8 },
  { kind: "whole", types: ["integer"] },
  { kind: "object", properties: { id: 10 }, required: ["id"], rest: "keep" },
  { kind: "text" },
  { kind: "object", properties: { name: 12, size: 13 }, required: ["name"], rest: 14 },
  { kind: "text" },
  { kind: "whole", types: ["number"] },
  { kind: "whole", types: ["number"] },
  { kind: "object", properties: {}, rest: "reject" },
];

const schemaText1: string = '{"type":"object","properties":{"attributes":{"type":"object","description":"By name.","additionalProperties":{"type":"string"}},"prices":{"type":"object","additionalProperties":{"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"],"additionalProperties":false}},"free":{"type":"object","additionalProperties":true},"codes":{"type":"object","additionalProperties":{"type":"integer"}},"open":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":true},"typed":{"type":"object","properties":{"name":{"type":"string"},"size":{"type":"number"}},"required":["name"],"additionalProperties":{"type":"number"}},"empty":{"type":"object","properties":{},"additionalProperties":false}},"required":["attributes","prices","free"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = { unusable: "it allows any value at #/properties/free, which this dialect cannot say" };
export const anthropic: CompiledDialect = { unusable: "it allows any value at #/properties/free, which this dialect cannot say" };
export const llamaGbnf: CompiledDialect = {
  schema: schemaText1,
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"attributes":{"type":"array","description":"By name. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"prices":{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"],"additionalProperties":false}},"required":["key","value"],"additionalProperties":false}},"free":{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{}},"required":["key","value"],"additionalProperties":false}},"codes":{"anyOf":[{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"integer"}},"required":["key","value"],"additionalProperties":false}},{"type":"null"}]},"open":{"anyOf":[{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":false},{"type":"null"}]},"typed":{"anyOf":[{"type":"object","properties":{"name":{"type":"string"},"size":{"type":["number","null"]}},"required":["name","size"],"additionalProperties":false},{"type":"null"}]},"empty":{"anyOf":[{"type":"object","properties":{},"additionalProperties":false},{"type":"null"}]}},"required":["attributes","prices","free","codes","open","typed","empty"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "0": ["codes", "open", "typed", "empty"], "11": ["size"] }, entries: [1, 3, 6, 7] },
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","required":["attributes","prices","free"],"properties":{"attributes":{"description":"By name.","type":"object","additionalProperties":{"type":"string"}},"prices":{"type":"object","additionalProperties":{"type":"object","required":["amount"],"properties":{"amount":{"type":"number"}}}},"free":{"type":"object"},"codes":{"type":"object","additionalProperties":false,"patternProperties":{"^[A-Z]+$":{"type":"integer"}}},"open":{"type":"object","additionalProperties":true,"required":["id"],"properties":{"id":{"type":"string"}}},"typed":{"type":"object","additionalProperties":{"type":"number"},"required":["name"],"properties":{"name":{"type":"string"},"size":{"type":"number"}}},"empty":{"type":"object","additionalProperties":false}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","required":["attributes","prices","free"],"properties":{"attributes":{"type":"object","additionalProperties":{"type":"string"}},"prices":{"type":"object","additionalProperties":{"type":"object","required":["amount"],"properties":{"amount":{"type":"number"}}}},"free":{"type":"object"},"codes":{"type":"object","additionalProperties":false,"patternProperties":{"^[A-Z]+$":{"type":"integer"}}},"open":{"type":"object","additionalProperties":true,"required":["id"],"properties":{"id":{"type":"string"}}},"typed":{"type":"object","additionalProperties":{"type":"number"},"required":["name"],"properties":{"name":{"type":"string"},"size":{"type":"number"}}},"empty":{"type":"object","additionalProperties":false}}};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[A-Z]+$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.attributes === undefined) || (!(func0.call(data, "attributes")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "attributes"},message:"must have required property '"+"attributes"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.prices === undefined) || (!(func0.call(data, "prices")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "prices"},message:"must have required property '"+"prices"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.free === undefined) || (!(func0.call(data, "free")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "free"},message:"must have required property '"+"free"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.attributes !== undefined && func0.call(data, "attributes")){
let data0 = data.attributes;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key0 of Object.keys(data0)){
if(typeof data0[key0] !== "string"){
const err3 = {instancePath:instancePath+"/attributes/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/attributes/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.prices !== undefined && func0.call(data, "prices")){
let data2 = data.prices;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 of Object.keys(data2)){
let data3 = data2[key1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if((data3.amount === undefined) || (!(func0.call(data3, "amount")))){
const err5 = {instancePath:instancePath+"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/prices/additionalProperties/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data3.amount !== undefined && func0.call(data3, "amount")){
if(!(typeof data3.amount == "number")){
const err6 = {instancePath:instancePath+"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/amount",schemaPath:"#/properties/prices/additionalProperties/properties/amount/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err7 = {instancePath:instancePath+"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/prices/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/prices",schemaPath:"#/properties/prices/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.free !== undefined && func0.call(data, "free")){
let data5 = data.free;
if(!(data5 && typeof data5 == "object" && !Array.isArray(data5))){
const err9 = {instancePath:instancePath+"/free",schemaPath:"#/properties/free/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.codes !== undefined && func0.call(data, "codes")){
let data6 = data.codes;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 of Object.keys(data6)){
if(!(pattern0.test(key2))){
const err10 = {instancePath:instancePath+"/codes",schemaPath:"#/properties/codes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
for(const key3 of Object.keys(data6)){
if(pattern0.test(key3)){
let data7 = data6[key3];
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
const err11 = {instancePath:instancePath+"/codes/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/codes/patternProperties/%5E%5BA-Z%5D%2B%24/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
else {
const err12 = {instancePath:instancePath+"/codes",schemaPath:"#/properties/codes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.open !== undefined && func0.call(data, "open")){
let data8 = data.open;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if((data8.id === undefined) || (!(func0.call(data8, "id")))){
const err13 = {instancePath:instancePath+"/open",schemaPath:"#/properties/open/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data8.id !== undefined && func0.call(data8, "id")){
if(typeof data8.id !== "string"){
const err14 = {instancePath:instancePath+"/open/id",schemaPath:"#/properties/open/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/open",schemaPath:"#/properties/open/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.typed !== undefined && func0.call(data, "typed")){
let data10 = data.typed;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if((data10.name === undefined) || (!(func0.call(data10, "name")))){
const err16 = {instancePath:instancePath+"/typed",schemaPath:"#/properties/typed/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key4 of Object.keys(data10)){
if(!((key4 === "name") || (key4 === "size"))){
if(!(typeof data10[key4] == "number")){
const err17 = {instancePath:instancePath+"/typed/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/typed/additionalProperties/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data10.name !== undefined && func0.call(data10, "name")){
if(typeof data10.name !== "string"){
const err18 = {instancePath:instancePath+"/typed/name",schemaPath:"#/properties/typed/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data10.size !== undefined && func0.call(data10, "size")){
if(!(typeof data10.size == "number")){
const err19 = {instancePath:instancePath+"/typed/size",schemaPath:"#/properties/typed/properties/size/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/typed",schemaPath:"#/properties/typed/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.empty !== undefined && func0.call(data, "empty")){
let data14 = data.empty;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key5 of Object.keys(data14)){
const err21 = {instancePath:instancePath+"/empty",schemaPath:"#/properties/empty/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/empty",schemaPath:"#/properties/empty/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "Spec",
  hash: "bf57fb57df0c2297",
  table,
  validate,
  dialects: {
    "openai-strict": openaiStrict,
    anthropic: anthropic,
    "llama-gbnf": llamaGbnf,
    "openai-compatible-loose": openaiCompatibleLoose,
    prompt: prompt,
    "anthropic-tool": anthropicTool,
  },
};
