// Generated from schemas/spec.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:c9876b1264f540cfb18714760a6744a7beaa0b2222f6cc81e3f9139d6ed5df0b
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
  unenforced: ["patternProperties at #/properties/codes"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"attributes":{"type":"array","description":"By name. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"prices":{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"],"additionalProperties":false}},"required":["key","value"],"additionalProperties":false}},"free":{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{}},"required":["key","value"],"additionalProperties":false}},"codes":{"anyOf":[{"type":"array","description":"(each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"integer"}},"required":["key","value"],"additionalProperties":false}},{"type":"null"}]},"open":{"anyOf":[{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":false},{"type":"null"}]},"typed":{"anyOf":[{"type":"object","properties":{"name":{"type":"string"},"size":{"type":["number","null"]}},"required":["name","size"],"additionalProperties":false},{"type":"null"}]},"empty":{"anyOf":[{"type":"object","properties":{},"additionalProperties":false},{"type":"null"}]}},"required":["attributes","prices","free","codes","open","typed","empty"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "0": ["codes", "open", "typed", "empty"], "11": ["size"] }, entries: [1, 3, 6, 7] },
  unenforced: ["patternProperties at #/properties/codes"],
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","required":["attributes","prices","free"],"properties":{"attributes":{"description":"By name.","type":"object","additionalProperties":{"type":"string"}},"prices":{"type":"object","additionalProperties":{"type":"object","required":["amount"],"properties":{"amount":{"type":"number"}}}},"free":{"type":"object"},"codes":{"type":"object","additionalProperties":false,"patternProperties":{"^[A-Z]+$":{"type":"integer"}}},"open":{"type":"object","additionalProperties":true,"required":["id"],"properties":{"id":{"type":"string"}}},"typed":{"type":"object","additionalProperties":{"type":"number"},"required":["name"],"properties":{"name":{"type":"string"},"size":{"type":"number"}}},"empty":{"type":"object","additionalProperties":false}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
  unenforced: ["patternProperties at #/properties/codes"],
};

export const validate: Validate = validate0;

const schema0 = schema;
const pattern0 = new RegExp("^[A-Z]+$", "u");

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.attributes !== undefined){
let data0 = data.attributes;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key0 in data0){
if(typeof data0[key0] !== "string"){
errors = (vErrors ??= []).push({instancePath:"/attributes/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "string"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/attributes",keyword:"type",params:{type: "object"}});
}
}
if(data.prices !== undefined){
let data2 = data.prices;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.amount !== undefined){
if(!(typeof data3.amount == "number")){
errors = (vErrors ??= []).push({instancePath:"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/amount",keyword:"type",params:{type: "number"}});
}
}
if(data3.amount === undefined){
errors = (vErrors ??= []).push({instancePath:"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"required",params:{missingProperty: "amount"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/prices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "object"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/prices",keyword:"type",params:{type: "object"}});
}
}
if(data.free !== undefined){
let data5 = data.free;
if(!(data5 && typeof data5 == "object" && !Array.isArray(data5))){
errors = (vErrors ??= []).push({instancePath:"/free",keyword:"type",params:{type: "object"}});
}
}
if(data.codes !== undefined){
let data6 = data.codes;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
if(!(pattern0.test(key2))){
errors = (vErrors ??= []).push({instancePath:"/codes",keyword:"additionalProperties",params:{additionalProperty: key2}});
}
}
for(const key3 in data6){
if(pattern0.test(key3)){
let data7 = data6[key3];
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
errors = (vErrors ??= []).push({instancePath:"/codes/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "integer"}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/codes",keyword:"type",params:{type: "object"}});
}
}
if(data.open !== undefined){
let data8 = data.open;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.id !== undefined){
if(typeof data8.id !== "string"){
errors = (vErrors ??= []).push({instancePath:"/open/id",keyword:"type",params:{type: "string"}});
}
}
if(data8.id === undefined){
errors = (vErrors ??= []).push({instancePath:"/open",keyword:"required",params:{missingProperty: "id"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/open",keyword:"type",params:{type: "object"}});
}
}
if(data.typed !== undefined){
let data10 = data.typed;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key4 in data10){
if(!((key4 === "name") || (key4 === "size"))){
if(!(typeof data10[key4] == "number")){
errors = (vErrors ??= []).push({instancePath:"/typed/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "number"}});
}
}
}
if(data10.name !== undefined){
if(typeof data10.name !== "string"){
errors = (vErrors ??= []).push({instancePath:"/typed/name",keyword:"type",params:{type: "string"}});
}
}
if(data10.size !== undefined){
if(!(typeof data10.size == "number")){
errors = (vErrors ??= []).push({instancePath:"/typed/size",keyword:"type",params:{type: "number"}});
}
}
if(data10.name === undefined){
errors = (vErrors ??= []).push({instancePath:"/typed",keyword:"required",params:{missingProperty: "name"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/typed",keyword:"type",params:{type: "object"}});
}
}
if(data.empty !== undefined){
let data14 = data.empty;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key5 in data14){
errors = (vErrors ??= []).push({instancePath:"/empty",keyword:"additionalProperties",params:{additionalProperty: key5}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/empty",keyword:"type",params:{type: "object"}});
}
}
if(((data.attributes === undefined) || (data.prices === undefined)) || (data.free === undefined)){
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
