// Generated from schemas/patient-summary.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:0911ea4f490213bddcb4d73328df7a88a8286f3b7a9f76364e99efa2ae538a7e
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
const schema0 = {"type":"object","required":["vitals_status","key_notes","requires_visit"],"properties":{"vitals_status":{"enum":["Normal","Warning","Critical"]},"key_notes":{"type":"array","items":{"type":"string"}},"requires_visit":{"type":"boolean"}}};
const func0 = Object.prototype.hasOwnProperty;

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.vitals_status === undefined) || (!(func0.call(data, "vitals_status")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "vitals_status"},message:"must have required property '"+"vitals_status"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.key_notes === undefined) || (!(func0.call(data, "key_notes")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "key_notes"},message:"must have required property '"+"key_notes"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.requires_visit === undefined) || (!(func0.call(data, "requires_visit")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "requires_visit"},message:"must have required property '"+"requires_visit"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.vitals_status !== undefined && func0.call(data, "vitals_status")){
let data0 = data.vitals_status;
if(!(((data0 === "Normal") || (data0 === "Warning")) || (data0 === "Critical"))){
const err3 = {instancePath:instancePath+"/vitals_status",schemaPath:"#/properties/vitals_status/enum",keyword:"enum",params:{allowedValues: schema0.properties.vitals_status.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.key_notes !== undefined && func0.call(data, "key_notes")){
let data1 = data.key_notes;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
const err4 = {instancePath:instancePath+"/key_notes/" + i0,schemaPath:"#/properties/key_notes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err5 = {instancePath:instancePath+"/key_notes",schemaPath:"#/properties/key_notes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.requires_visit !== undefined && func0.call(data, "requires_visit")){
if(typeof data.requires_visit !== "boolean"){
const err6 = {instancePath:instancePath+"/requires_visit",schemaPath:"#/properties/requires_visit/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const check3: Validate = validate1;
const schema1 = {"allOf":[{"$ref":"output#/properties/key_notes/items"}]};
const schema2 = {"type":"string"};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
const err0 = {instancePath,schemaPath:"output#/properties/key_notes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
validate1.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate2;
const schema3 = {"type":"object","additionalProperties":false,"required":["notes"],"properties":{"notes":{"type":"string"}}};

function validate2(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.notes === undefined) || (!(func0.call(data, "notes")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "notes"},message:"must have required property '"+"notes"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "notes")){
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
if(data.notes !== undefined && func0.call(data, "notes")){
if(typeof data.notes !== "string"){
const err2 = {instancePath:instancePath+"/notes",schemaPath:"#/properties/notes/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate2.errors = vErrors;
return errors === 0;
}

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
