// Generated from schemas/meeting-actions.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:2e50ca7c61d9b3ba3625512dccce3b8489682bfcf15f048d820574a0024cd90f
// @ts-nocheck
import { isDate, isDateTime } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["title", "decisions", "actions", "next_meeting"], properties: { title: { description: "A few words that name the meeting.", type: "string" }, decisions: { description: "One sentence each.", type: "array", items: { type: "string" } }, actions: { description: "Follow-ups in the order in which they came up.", type: "array", items: { type: "object", additionalProperties: false, required: ["task", "owner", "due_on", "priority"], properties: { task: { type: "string" }, owner: { description: "A participant, or null when nobody took it.", type: ["string", "null"] }, due_on: { description: "Null when no date was set.", type: ["string", "null"], format: "date" }, priority: { type: "integer", minimum: 1, maximum: 3 } } } }, next_meeting: { description: "When the group meets again, or null.", type: ["string", "null"], format: "date-time" } } };

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
  { kind: "whole", types: ["integer"] },
  { kind: "whole", types: ["string", "null"] },
];

const schemaText1: string = '{"type":"object","properties":{"title":{"type":"string","description":"A few words that name the meeting."},"decisions":{"type":"array","description":"One sentence each.","items":{"type":"string"}},"actions":{"type":"array","description":"Follow-ups in the order in which they came up.","items":{"type":"object","properties":{"task":{"type":"string"},"owner":{"type":["string","null"],"description":"A participant, or null when nobody took it."},"due_on":{"type":["string","null"],"description":"Null when no date was set.","format":"date"},"priority":{"type":"integer","minimum":1,"maximum":3}},"required":["task","owner","due_on","priority"],"additionalProperties":false}},"next_meeting":{"type":["string","null"],"description":"When the group meets again, or null.","format":"date-time"}},"required":["title","decisions","actions","next_meeting"],"additionalProperties":false}';
export const openaiStrict: CompiledDialect = {
  schema: schemaText1,
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"title":{"type":"string","description":"A few words that name the meeting."},"decisions":{"type":"array","description":"One sentence each.","items":{"type":"string"}},"actions":{"type":"array","description":"Follow-ups in the order in which they came up.","items":{"type":"object","properties":{"task":{"type":"string"},"owner":{"type":["string","null"],"description":"A participant, or null when nobody took it."},"due_on":{"type":["string","null"],"description":"Null when no date was set.","format":"date"},"priority":{"type":"integer","description":"(minimum 1, maximum 3)"}},"required":["task","owner","due_on","priority"],"additionalProperties":false}},"next_meeting":{"type":["string","null"],"description":"When the group meets again, or null.","format":"date-time"}},"required":["title","decisions","actions","next_meeting"],"additionalProperties":false}',
  unenforced: ["minimum at #/properties/actions/items/properties/priority", "maximum at #/properties/actions/items/properties/priority"],
};
export const llamaGbnf: CompiledDialect = {
  schema: schemaText1,
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: schemaText1,
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["title","decisions","actions","next_meeting"],"properties":{"title":{"description":"A few words that name the meeting.","type":"string"},"decisions":{"description":"One sentence each.","type":"array","items":{"type":"string"}},"actions":{"description":"Follow-ups in the order in which they came up.","type":"array","items":{"type":"object","additionalProperties":false,"required":["task","owner","due_on","priority"],"properties":{"task":{"type":"string"},"owner":{"description":"A participant, or null when nobody took it.","type":["string","null"]},"due_on":{"description":"Null when no date was set.","type":["string","null"],"format":"date"},"priority":{"type":"integer","minimum":1,"maximum":3}}}},"next_meeting":{"description":"When the group meets again, or null.","type":["string","null"],"format":"date-time"}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: schemaText1,
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","additionalProperties":false,"required":["title","decisions","actions","next_meeting"],"properties":{"title":{"type":"string"},"decisions":{"type":"array","items":{"type":"string"}},"actions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["task","owner","due_on","priority"],"properties":{"task":{"type":"string"},"owner":{"type":["string","null"]},"due_on":{"type":["string","null"],"format":"date"},"priority":{"type":"integer","minimum":1,"maximum":3}}}},"next_meeting":{"type":["string","null"],"format":"date-time"}}};
const func0 = Object.prototype.hasOwnProperty;
const formats0 = { validate: isDate };
const formats2 = { validate: isDateTime };

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.title === undefined) || (!(func0.call(data, "title")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "title"},message:"must have required property '"+"title"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.decisions === undefined) || (!(func0.call(data, "decisions")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "decisions"},message:"must have required property '"+"decisions"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.actions === undefined) || (!(func0.call(data, "actions")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "actions"},message:"must have required property '"+"actions"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.next_meeting === undefined) || (!(func0.call(data, "next_meeting")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "next_meeting"},message:"must have required property '"+"next_meeting"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "title") || (key0 === "decisions")) || (key0 === "actions")) || (key0 === "next_meeting"))){
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
if(data.title !== undefined && func0.call(data, "title")){
if(typeof data.title !== "string"){
const err5 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.decisions !== undefined && func0.call(data, "decisions")){
let data1 = data.decisions;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
const err6 = {instancePath:instancePath+"/decisions/" + i0,schemaPath:"#/properties/decisions/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err7 = {instancePath:instancePath+"/decisions",schemaPath:"#/properties/decisions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.actions !== undefined && func0.call(data, "actions")){
let data3 = data.actions;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if((data4.task === undefined) || (!(func0.call(data4, "task")))){
const err8 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((data4.owner === undefined) || (!(func0.call(data4, "owner")))){
const err9 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/required",keyword:"required",params:{missingProperty: "owner"},message:"must have required property '"+"owner"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((data4.due_on === undefined) || (!(func0.call(data4, "due_on")))){
const err10 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/required",keyword:"required",params:{missingProperty: "due_on"},message:"must have required property '"+"due_on"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((data4.priority === undefined) || (!(func0.call(data4, "priority")))){
const err11 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/required",keyword:"required",params:{missingProperty: "priority"},message:"must have required property '"+"priority"+"'"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key1 of Object.keys(data4)){
if(!((((key1 === "task") || (key1 === "owner")) || (key1 === "due_on")) || (key1 === "priority"))){
const err12 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data4.task !== undefined && func0.call(data4, "task")){
if(typeof data4.task !== "string"){
const err13 = {instancePath:instancePath+"/actions/" + i1+"/task",schemaPath:"#/properties/actions/items/properties/task/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data4.owner !== undefined && func0.call(data4, "owner")){
let data6 = data4.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err14 = {instancePath:instancePath+"/actions/" + i1+"/owner",schemaPath:"#/properties/actions/items/properties/owner/type",keyword:"type",params:{type: schema0.properties.actions.items.properties.owner.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data4.due_on !== undefined && func0.call(data4, "due_on")){
let data7 = data4.due_on;
if((typeof data7 !== "string") && (data7 !== null)){
const err15 = {instancePath:instancePath+"/actions/" + i1+"/due_on",schemaPath:"#/properties/actions/items/properties/due_on/type",keyword:"type",params:{type: schema0.properties.actions.items.properties.due_on.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(typeof data7 === "string"){
if(!(formats0.validate(data7))){
const err16 = {instancePath:instancePath+"/actions/" + i1+"/due_on",schemaPath:"#/properties/actions/items/properties/due_on/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\""};
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
if(data4.priority !== undefined && func0.call(data4, "priority")){
let data8 = data4.priority;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
const err17 = {instancePath:instancePath+"/actions/" + i1+"/priority",schemaPath:"#/properties/actions/items/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(typeof data8 == "number"){
if(data8 > 3 || isNaN(data8)){
const err18 = {instancePath:instancePath+"/actions/" + i1+"/priority",schemaPath:"#/properties/actions/items/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3},message:"must be <= 3"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data8 < 1 || isNaN(data8)){
const err19 = {instancePath:instancePath+"/actions/" + i1+"/priority",schemaPath:"#/properties/actions/items/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err20 = {instancePath:instancePath+"/actions/" + i1,schemaPath:"#/properties/actions/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/actions",schemaPath:"#/properties/actions/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.next_meeting !== undefined && func0.call(data, "next_meeting")){
let data9 = data.next_meeting;
if((typeof data9 !== "string") && (data9 !== null)){
const err22 = {instancePath:instancePath+"/next_meeting",schemaPath:"#/properties/next_meeting/type",keyword:"type",params:{type: schema0.properties.next_meeting.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data9 === "string"){
if(!(formats2.validate(data9))){
const err23 = {instancePath:instancePath+"/next_meeting",schemaPath:"#/properties/next_meeting/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const check3: Validate = validate1;
const schema1 = {"allOf":[{"$ref":"output#/properties/decisions/items"}]};
const schema2 = {"type":"string"};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
const err0 = {instancePath,schemaPath:"output#/properties/decisions/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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

export const check5: Validate = validate2;
const schema3 = {"allOf":[{"$ref":"output#/properties/actions/items"}]};
const schema4 = {"type":"object","additionalProperties":false,"required":["task","owner","due_on","priority"],"properties":{"task":{"type":"string"},"owner":{"type":["string","null"]},"due_on":{"type":["string","null"],"format":"date"},"priority":{"type":"integer","minimum":1,"maximum":3}}};

function validate2(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.task === undefined) || (!(func0.call(data, "task")))){
const err0 = {instancePath,schemaPath:"output#/properties/actions/items/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.owner === undefined) || (!(func0.call(data, "owner")))){
const err1 = {instancePath,schemaPath:"output#/properties/actions/items/required",keyword:"required",params:{missingProperty: "owner"},message:"must have required property '"+"owner"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.due_on === undefined) || (!(func0.call(data, "due_on")))){
const err2 = {instancePath,schemaPath:"output#/properties/actions/items/required",keyword:"required",params:{missingProperty: "due_on"},message:"must have required property '"+"due_on"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.priority === undefined) || (!(func0.call(data, "priority")))){
const err3 = {instancePath,schemaPath:"output#/properties/actions/items/required",keyword:"required",params:{missingProperty: "priority"},message:"must have required property '"+"priority"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "task") || (key0 === "owner")) || (key0 === "due_on")) || (key0 === "priority"))){
const err4 = {instancePath,schemaPath:"output#/properties/actions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.task !== undefined && func0.call(data, "task")){
if(typeof data.task !== "string"){
const err5 = {instancePath:instancePath+"/task",schemaPath:"output#/properties/actions/items/properties/task/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.owner !== undefined && func0.call(data, "owner")){
let data1 = data.owner;
if((typeof data1 !== "string") && (data1 !== null)){
const err6 = {instancePath:instancePath+"/owner",schemaPath:"output#/properties/actions/items/properties/owner/type",keyword:"type",params:{type: schema4.properties.owner.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.due_on !== undefined && func0.call(data, "due_on")){
let data2 = data.due_on;
if((typeof data2 !== "string") && (data2 !== null)){
const err7 = {instancePath:instancePath+"/due_on",schemaPath:"output#/properties/actions/items/properties/due_on/type",keyword:"type",params:{type: schema4.properties.due_on.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data2 === "string"){
if(!(formats0.validate(data2))){
const err8 = {instancePath:instancePath+"/due_on",schemaPath:"output#/properties/actions/items/properties/due_on/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\""};
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
if(data.priority !== undefined && func0.call(data, "priority")){
let data3 = data.priority;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
const err9 = {instancePath:instancePath+"/priority",schemaPath:"output#/properties/actions/items/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data3 == "number"){
if(data3 > 3 || isNaN(data3)){
const err10 = {instancePath:instancePath+"/priority",schemaPath:"output#/properties/actions/items/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3},message:"must be <= 3"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err11 = {instancePath:instancePath+"/priority",schemaPath:"output#/properties/actions/items/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
const err12 = {instancePath,schemaPath:"output#/properties/actions/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate2.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate3;
const schema5 = {"type":"object","additionalProperties":false,"required":["held_on","participants","transcript"],"properties":{"held_on":{"type":"string","format":"date"},"participants":{"type":"array","items":{"type":"string"},"minItems":1},"transcript":{"type":"string"}}};

function validate3(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.held_on === undefined) || (!(func0.call(data, "held_on")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "held_on"},message:"must have required property '"+"held_on"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.participants === undefined) || (!(func0.call(data, "participants")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "participants"},message:"must have required property '"+"participants"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.transcript === undefined) || (!(func0.call(data, "transcript")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "transcript"},message:"must have required property '"+"transcript"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "held_on") || (key0 === "participants")) || (key0 === "transcript"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.held_on !== undefined && func0.call(data, "held_on")){
let data0 = data.held_on;
if(typeof data0 === "string"){
if(!(formats0.validate(data0))){
const err4 = {instancePath:instancePath+"/held_on",schemaPath:"#/properties/held_on/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\""};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/held_on",schemaPath:"#/properties/held_on/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.participants !== undefined && func0.call(data, "participants")){
let data1 = data.participants;
if(Array.isArray(data1)){
if(data1.length < 1){
const err6 = {instancePath:instancePath+"/participants",schemaPath:"#/properties/participants/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
const err7 = {instancePath:instancePath+"/participants/" + i0,schemaPath:"#/properties/participants/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err8 = {instancePath:instancePath+"/participants",schemaPath:"#/properties/participants/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.transcript !== undefined && func0.call(data, "transcript")){
if(typeof data.transcript !== "string"){
const err9 = {instancePath:instancePath+"/transcript",schemaPath:"#/properties/transcript/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate3.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "MeetingActions",
  description: "Decisions and follow-ups of a meeting.",
  hash: "60cc470d9a92258a",
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
