// Generated from schemas/meeting-actions.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:a38e21bf2a8e7733d8054f3ed4cd73ed4f5c2e256b7728ca700cb754d81570b0
// @ts-nocheck
import { isDate, isDateTime, issuesAt } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["title", "decisions", "actions", "next_meeting"], properties: { title: { description: "A few words that name the meeting.", type: "string" }, decisions: { description: "One sentence each.", type: "array", items: { type: "string" } }, actions: { description: "Follow-ups in the order in which they came up.", type: "array", items: { type: "object", additionalProperties: false, required: ["task", "owner", "due_on", "priority"], properties: { task: { description: "What is to be done, as an instruction.", type: "string" }, owner: { description: "A participant, or null when nobody took it.", type: ["string", "null"] }, due_on: { description: "Null when no date was set.", type: ["string", "null"], format: "date" }, priority: { description: "From 1, before anything else, to 3, when there is time.", type: "integer", minimum: 1, maximum: 3 } } } }, next_meeting: { description: "When the group meets again, or null.", type: ["string", "null"], format: "date-time" } } };

export const table: StreamTable = [
  { kind: "object", properties: { title: 1, decisions: 2, actions: 4, next_meeting: 12 }, required: ["title", "decisions", "actions", "next_meeting"], rest: "reject" },
  { kind: "text" },
  { kind: "array", items: 3 },
  { kind: "text" },
  { kind: "array", items: 5 },
  { kind: "object", properties: { task: 6, owner: 7, due_on: 10, priority: 11 }, required: ["task", "owner", "due_on", "priority"], rest: "reject" },
  { kind: "text" },
  { kind: "union", options: [8, 9] },
  { kind: "text" },
  { kind: "whole", types: ["null"] },
  { kind: "whole", types: ["string", "null"] },
  { kind: "whole", types: ["integer"], limits: { minimum: 1, maximum: 3 } },
  { kind: "whole", types: ["string", "null"] },
];

const schemaText1: string = '{"type":"object","properties":{"title":{"type":"string","description":"A few words that name the meeting."},"decisions":{"type":"array","description":"One sentence each.","items":{"type":"string"}},"actions":{"type":"array","description":"Follow-ups in the order in which they came up.","items":{"type":"object","properties":{"task":{"type":"string","description":"What is to be done, as an instruction."},"owner":{"type":["string","null"],"description":"A participant, or null when nobody took it."},"due_on":{"type":["string","null"],"description":"Null when no date was set.","format":"date"},"priority":{"type":"integer","description":"From 1, before anything else, to 3, when there is time.","minimum":1,"maximum":3}},"required":["task","owner","due_on","priority"],"additionalProperties":false}},"next_meeting":{"type":["string","null"],"description":"When the group meets again, or null.","format":"date-time"}},"required":["title","decisions","actions","next_meeting"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"title":{"type":"string","description":"A few words that name the meeting."},"decisions":{"type":"array","description":"One sentence each.","items":{"type":"string"}},"actions":{"type":"array","description":"Follow-ups in the order in which they came up.","items":{"type":"object","properties":{"task":{"type":"string","description":"What is to be done, as an instruction."},"owner":{"type":["string","null"],"description":"A participant, or null when nobody took it."},"due_on":{"type":["string","null"],"description":"Null when no date was set.","format":"date"},"priority":{"type":"integer","description":"From 1, before anything else, to 3, when there is time. (minimum 1, maximum 3)"}},"required":["task","owner","due_on","priority"],"additionalProperties":false}},"next_meeting":{"type":["string","null"],"description":"When the group meets again, or null.","format":"date-time"}},"required":["title","decisions","actions","next_meeting"],"additionalProperties":false}',
  unenforced: ["minimum at #/properties/actions/items/properties/priority", "maximum at #/properties/actions/items/properties/priority"],
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText1,
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["title","decisions","actions","next_meeting"],"properties":{"title":{"description":"A few words that name the meeting.","type":"string"},"decisions":{"description":"One sentence each.","type":"array","items":{"type":"string"}},"actions":{"description":"Follow-ups in the order in which they came up.","type":"array","items":{"type":"object","additionalProperties":false,"required":["task","owner","due_on","priority"],"properties":{"task":{"description":"What is to be done, as an instruction.","type":"string"},"owner":{"description":"A participant, or null when nobody took it.","type":["string","null"]},"due_on":{"description":"Null when no date was set.","type":["string","null"],"format":"date"},"priority":{"description":"From 1, before anything else, to 3, when there is time.","type":"integer","minimum":1,"maximum":3}}}},"next_meeting":{"description":"When the group meets again, or null.","type":["string","null"],"format":"date-time"}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
export const check3: Validate = validate2;
export const check5: Validate = validate1;

const schema1 = schema.properties.actions.items;

function validate1(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "task") || (key0 === "owner")) || (key0 === "due_on")) || (key0 === "priority"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.task !== undefined){
if(typeof data.task !== "string"){
errors = (vErrors ??= []).push({instancePath:"/task",keyword:"type",params:{type: "string"}});
}
}
if(data.owner !== undefined){
let data1 = data.owner;
if((typeof data1 !== "string") && (data1 !== null)){
errors = (vErrors ??= []).push({instancePath:"/owner",keyword:"type",params:{type: schema1.properties.owner.type}});
}
}
if(data.due_on !== undefined){
let data2 = data.due_on;
if((typeof data2 !== "string") && (data2 !== null)){
errors = (vErrors ??= []).push({instancePath:"/due_on",keyword:"type",params:{type: schema1.properties.due_on.type}});
}
if(typeof data2 === "string"){
if(!(isDate(data2))){
errors = (vErrors ??= []).push({instancePath:"/due_on",keyword:"format",params:{format: "date"}});
}
}
}
if(data.priority !== undefined){
let data3 = data.priority;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
errors = (vErrors ??= []).push({instancePath:"/priority",keyword:"type",params:{type: "integer"}});
}
if(typeof data3 == "number"){
if(data3 > 3 || isNaN(data3)){
errors = (vErrors ??= []).push({instancePath:"/priority",keyword:"maximum",params:{comparison: "<=", limit: 3}});
}
if(data3 < 1 || isNaN(data3)){
errors = (vErrors ??= []).push({instancePath:"/priority",keyword:"minimum",params:{comparison: ">=", limit: 1}});
}
}
}
if((((data.task === undefined) || (data.owner === undefined)) || (data.due_on === undefined)) || (data.priority === undefined)){
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
if(!((((key0 === "title") || (key0 === "decisions")) || (key0 === "actions")) || (key0 === "next_meeting"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.title !== undefined){
if(typeof data.title !== "string"){
errors = (vErrors ??= []).push({instancePath:"/title",keyword:"type",params:{type: "string"}});
}
}
if(data.decisions !== undefined){
let data1 = data.decisions;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
errors = (vErrors ??= []).push({instancePath:"/decisions/" + i0,keyword:"type",params:{type: "string"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/decisions",keyword:"type",params:{type: "array"}});
}
}
if(data.actions !== undefined){
let data3 = data.actions;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!validate1(data3[i1])){
vErrors = issuesAt("/actions/" + i1, validate1.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/actions",keyword:"type",params:{type: "array"}});
}
}
if(data.next_meeting !== undefined){
let data5 = data.next_meeting;
if((typeof data5 !== "string") && (data5 !== null)){
errors = (vErrors ??= []).push({instancePath:"/next_meeting",keyword:"type",params:{type: schema0.properties.next_meeting.type}});
}
if(typeof data5 === "string"){
if(!(isDateTime(data5))){
errors = (vErrors ??= []).push({instancePath:"/next_meeting",keyword:"format",params:{format: "date-time"}});
}
}
}
if((((data.title === undefined) || (data.decisions === undefined)) || (data.actions === undefined)) || (data.next_meeting === undefined)){
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

function validate2(data){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "string"}});
}
validate2.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = /* @__PURE__ */ (() => {
const schema0 = { type: "object", additionalProperties: false, required: ["held_on", "participants", "transcript"], properties: { held_on: { type: "string", format: "date" }, participants: { type: "array", items: { type: "string" }, minItems: 1 }, transcript: { type: "string" } } };

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "held_on") || (key0 === "participants")) || (key0 === "transcript"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.held_on !== undefined){
let data0 = data.held_on;
if(typeof data0 === "string"){
if(!(isDate(data0))){
errors = (vErrors ??= []).push({instancePath:"/held_on",keyword:"format",params:{format: "date"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/held_on",keyword:"type",params:{type: "string"}});
}
}
if(data.participants !== undefined){
let data1 = data.participants;
if(Array.isArray(data1)){
if(data1.length < 1){
errors = (vErrors ??= []).push({instancePath:"/participants",keyword:"minItems",params:{limit: 1}});
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
errors = (vErrors ??= []).push({instancePath:"/participants/" + i0,keyword:"type",params:{type: "string"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/participants",keyword:"type",params:{type: "array"}});
}
}
if(data.transcript !== undefined){
if(typeof data.transcript !== "string"){
errors = (vErrors ??= []).push({instancePath:"/transcript",keyword:"type",params:{type: "string"}});
}
}
if(((data.held_on === undefined) || (data.participants === undefined)) || (data.transcript === undefined)){
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
  name: "MeetingActions",
  description: "Decisions and follow-ups of a meeting.",
  hash: "51700a34ba3f64f8",
  table,
  validate,
  checks: {
    3: check3,
    5: check5,
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
