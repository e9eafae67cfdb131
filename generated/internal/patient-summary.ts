// Generated from schemas/patient-summary.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:85f48b885cd15da3f56b5dcc1c91a31259a2e2d671292975f78eeb29a9080db2
// @ts-nocheck
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", required: ["vitals_status", "key_notes", "requires_visit"], properties: { vitals_status: { description: "Overall reading of the latest vital signs.", enum: ["Normal", "Warning", "Critical"] }, key_notes: { description: "Findings worth reading first, most important at the top.", type: "array", items: { type: "string" } }, requires_visit: { description: "Whether a clinician needs to see the patient today.", type: "boolean" } } };

export const table: StreamTable = [
  { kind: "object", properties: { vitals_status: 1, key_notes: 2, requires_visit: 4 }, required: ["vitals_status", "key_notes", "requires_visit"], rest: "drop" },
  { kind: "whole", types: ["string"], values: ["Normal", "Warning", "Critical"] },
  { kind: "array", items: 3 },
  { kind: "text" },
  { kind: "whole", types: ["boolean"] },
];

const schemaText1: string = '{"type":"object","properties":{"vitals_status":{"type":"string","description":"Overall reading of the latest vital signs.","enum":["Normal","Warning","Critical"]},"key_notes":{"type":"array","description":"Findings worth reading first, most important at the top.","items":{"type":"string"}},"requires_visit":{"type":"boolean","description":"Whether a clinician needs to see the patient today."}},"required":["vitals_status","key_notes","requires_visit"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = {
  schema: schemaText1,
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText1,
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","required":["vitals_status","key_notes","requires_visit"],"properties":{"vitals_status":{"description":"Overall reading of the latest vital signs.","enum":["Normal","Warning","Critical"]},"key_notes":{"description":"Findings worth reading first, most important at the top.","type":"array","items":{"type":"string"}},"requires_visit":{"description":"Whether a clinician needs to see the patient today.","type":"boolean"}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
export const check3: Validate = validate1;

const schema0 = schema;

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.vitals_status !== undefined){
let data0 = data.vitals_status;
if(!(((data0 === "Normal") || (data0 === "Warning")) || (data0 === "Critical"))){
errors = (vErrors ??= []).push({instancePath:"/vitals_status",keyword:"enum",params:{allowedValues: schema0.properties.vitals_status.enum}});
}
}
if(data.key_notes !== undefined){
let data1 = data.key_notes;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
errors = (vErrors ??= []).push({instancePath:"/key_notes/" + i0,keyword:"type",params:{type: "string"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/key_notes",keyword:"type",params:{type: "array"}});
}
}
if(data.requires_visit !== undefined){
if(typeof data.requires_visit !== "boolean"){
errors = (vErrors ??= []).push({instancePath:"/requires_visit",keyword:"type",params:{type: "boolean"}});
}
}
if(((data.vitals_status === undefined) || (data.key_notes === undefined)) || (data.requires_visit === undefined)){
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

function validate1(data){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "string"}});
}
validate1.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = /* @__PURE__ */ (() => {
function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "notes")){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.notes !== undefined){
if(typeof data.notes !== "string"){
errors = (vErrors ??= []).push({instancePath:"/notes",keyword:"type",params:{type: "string"}});
}
}
if(data.notes === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "notes"}});
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
  name: "PatientSummary",
  description: "What a triage nurse reads before the visit.",
  hash: "b660bdcf8e19f692",
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
