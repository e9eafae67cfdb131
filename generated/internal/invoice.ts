// Generated from schemas/invoice.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:be83fd7fda3a2b29b02e85cac527bd18f88ac15dee1fb2ba9236238b9b4c786f
// @ts-nocheck
import { isDate } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["number", "issued_on", "currency", "seller", "lines", "total"], properties: { number: { description: "Invoice number as printed.", type: "string" }, issued_on: { description: "Date of issue.", type: "string", format: "date" }, due_on: { description: "Date by which it is to be paid, when one is printed.", type: "string", format: "date" }, currency: { description: "ISO 4217 code of all amounts.", type: "string", pattern: "^[A-Z]{3}$" }, seller: { $ref: "#/$defs/Party" }, buyer: { $ref: "#/$defs/Party" }, lines: { description: "Lines in the order in which they are printed.", type: "array", minItems: 1, items: { type: "object", additionalProperties: false, required: ["description", "quantity", "unit_price", "amount"], properties: { description: { type: "string" }, quantity: { type: "number", exclusiveMinimum: 0 }, unit_price: { $ref: "#/$defs/Amount" }, amount: { $ref: "#/$defs/Amount" }, taxes: { description: "Taxes of this line, when they are printed line by line.", type: "array", items: { type: "object", additionalProperties: false, required: ["name", "rate"], properties: { name: { type: "string" }, rate: { description: "Percent, as in 19 for 19 %.", type: "number", minimum: 0 } } } } } } }, total: { $ref: "#/$defs/Amount" } }, $defs: { Amount: { description: "A decimal amount with a point, as text, so that no cent is lost to rounding.", type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" }, Party: { description: "A company or person named on the invoice.", type: "object", additionalProperties: false, required: ["name"], properties: { name: { type: "string" }, tax_id: { description: "VAT or tax number.", type: "string" }, address: { type: "string" } } } } };

export const table: StreamTable = [
  { kind: "object", properties: { number: 1, issued_on: 2, due_on: 3, currency: 4, seller: 5, buyer: 5, lines: 9, total: 13 }, required: ["number", "issued_on", "currency", "seller", "lines", "total"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["string"] },
  { kind: "whole", types: ["string"] },
  { kind: "text" },
  { kind: "object", properties: { name: 6, tax_id: 7, address: 8 }, required: ["name"], rest: "reject" },
  { kind: "text" },
  { kind: "text" },
  { kind: "text" },
  { kind: "array", items: 10 },
  { kind: "object", properties: { description: 11, quantity: 12, unit_price: 13, amount: 13, taxes: 14 }, required: ["description", "quantity", "unit_price", "amount"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["number"] },
  { kind: "text" },
  { kind: "array", items: 15 },
  { kind: "object", properties: { name: 16, rate: 17 }, required: ["name", "rate"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["number"] },
];

export const openaiStrict: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":["string","null"],"description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"anyOf":[{"$ref":"#/$defs/Party"},{"type":"null"}]},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","anyOf":[{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}},{"type":"null"}]}},"required":["description","quantity","unit_price","amount","taxes"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","due_on","currency","seller","buyer","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"]}},"required":["name","tax_id","address"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}}}',
  inverse: { nullMeansAbsent: { "0": ["due_on", "buyer"], "5": ["tax_id", "address"], "10": ["taxes"] } },
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts. (pattern ^[A-Z]{3}$)"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string"},"quantity":{"type":"number","description":"(exclusiveMinimum 0)"},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string"},"rate":{"type":"number","description":"Percent, as in 19 for 19 %. (minimum 0)"}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string"}},"required":["name"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding. (pattern ^-?[0-9]+(\\\\.[0-9]+)?$)"}}}',
  unenforced: ["pattern at #/$defs/Amount", "pattern at #/properties/currency", "exclusiveMinimum at #/properties/lines/items/properties/quantity", "minimum at #/properties/lines/items/properties/taxes/items/properties/rate"],
};
export const llamaGbnf: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts. (pattern ^[A-Z]{3}$)"},"seller":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string"}},"required":["name"],"additionalProperties":false},"buyer":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string"}},"required":["name"],"additionalProperties":false},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string"},"quantity":{"type":"number","description":"(exclusiveMinimum 0)"},"unit_price":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding. (pattern ^-?[0-9]+(\\\\.[0-9]+)?$)"},"amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding. (pattern ^-?[0-9]+(\\\\.[0-9]+)?$)"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string"},"rate":{"type":"number","description":"Percent, as in 19 for 19 %. (minimum 0)"}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding. (pattern ^-?[0-9]+(\\\\.[0-9]+)?$)"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false}',
  unenforced: ["pattern at #/$defs/Amount", "pattern at #/properties/currency", "exclusiveMinimum at #/properties/lines/items/properties/quantity", "minimum at #/properties/lines/items/properties/taxes/items/properties/rate"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":["string","null"],"description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"]}},"required":["name","tax_id","address"],"additionalProperties":false},"buyer":{"description":"A company or person named on the invoice.","anyOf":[{"type":"object","properties":{"name":{"type":"string"},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"]}},"required":["name","tax_id","address"],"additionalProperties":false},{"type":"null"}]},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","anyOf":[{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}},{"type":"null"}]}},"required":["description","quantity","unit_price","amount","taxes"],"additionalProperties":false},"minItems":1},"total":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}},"required":["number","issued_on","due_on","currency","seller","buyer","lines","total"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "0": ["due_on", "buyer"], "5": ["tax_id", "address"], "10": ["taxes"] } },
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["number","issued_on","currency","seller","lines","total"],"properties":{"number":{"description":"Invoice number as printed.","type":"string"},"issued_on":{"description":"Date of issue.","type":"string","format":"date"},"due_on":{"description":"Date by which it is to be paid, when one is printed.","type":"string","format":"date"},"currency":{"description":"ISO 4217 code of all amounts.","type":"string","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"description":"Lines in the order in which they are printed.","type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["description","quantity","unit_price","amount"],"properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","type":"array","items":{"type":"object","additionalProperties":false,"required":["name","rate"],"properties":{"name":{"type":"string"},"rate":{"description":"Percent, as in 19 for 19 %.","type":"number","minimum":0}}}}}}},"total":{"$ref":"#/$defs/Amount"}},"$defs":{"Amount":{"description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","type":"string","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"Party":{"description":"A company or person named on the invoice.","type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string"},"tax_id":{"description":"VAT or tax number.","type":"string"},"address":{"type":"string"}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string"},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string"},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string"}},"required":["name"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}}}',
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","additionalProperties":false,"required":["number","issued_on","currency","seller","lines","total"],"properties":{"number":{"type":"string"},"issued_on":{"type":"string","format":"date"},"due_on":{"type":"string","format":"date"},"currency":{"type":"string","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["description","quantity","unit_price","amount"],"properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","rate"],"properties":{"name":{"type":"string"},"rate":{"type":"number","minimum":0}}}}}}},"total":{"$ref":"#/$defs/Amount"}},"$defs":{"Amount":{"type":"string","pattern":"^-?[0-9]+(\\.[0-9]+)?$"},"Party":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string"},"tax_id":{"type":"string"},"address":{"type":"string"}}}}};
const schema1 = {"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string"},"tax_id":{"type":"string"},"address":{"type":"string"}}};
const schema3 = {"type":"string","pattern":"^-?[0-9]+(\\.[0-9]+)?$"};
const func0 = Object.prototype.hasOwnProperty;
const formats0 = { validate: isDate };
const pattern0 = new RegExp("^[A-Z]{3}$", "u");
const pattern1 = new RegExp("^-?[0-9]+(\\.[0-9]+)?$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.number === undefined) || (!(func0.call(data, "number")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "number"},message:"must have required property '"+"number"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.issued_on === undefined) || (!(func0.call(data, "issued_on")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "issued_on"},message:"must have required property '"+"issued_on"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.currency === undefined) || (!(func0.call(data, "currency")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.seller === undefined) || (!(func0.call(data, "seller")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seller"},message:"must have required property '"+"seller"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((data.lines === undefined) || (!(func0.call(data, "lines")))){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "lines"},message:"must have required property '"+"lines"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((data.total === undefined) || (!(func0.call(data, "total")))){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "total"},message:"must have required property '"+"total"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((((((key0 === "number") || (key0 === "issued_on")) || (key0 === "due_on")) || (key0 === "currency")) || (key0 === "seller")) || (key0 === "buyer")) || (key0 === "lines")) || (key0 === "total"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.number !== undefined && func0.call(data, "number")){
if(typeof data.number !== "string"){
const err7 = {instancePath:instancePath+"/number",schemaPath:"#/properties/number/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.issued_on !== undefined && func0.call(data, "issued_on")){
let data1 = data.issued_on;
if(typeof data1 === "string"){
if(!(formats0.validate(data1))){
const err8 = {instancePath:instancePath+"/issued_on",schemaPath:"#/properties/issued_on/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\""};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/issued_on",schemaPath:"#/properties/issued_on/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.due_on !== undefined && func0.call(data, "due_on")){
let data2 = data.due_on;
if(typeof data2 === "string"){
if(!(formats0.validate(data2))){
const err10 = {instancePath:instancePath+"/due_on",schemaPath:"#/properties/due_on/format",keyword:"format",params:{format: "date"},message:"must match format \""+"date"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/due_on",schemaPath:"#/properties/due_on/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.currency !== undefined && func0.call(data, "currency")){
let data3 = data.currency;
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
const err12 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"},message:"must match pattern \""+"^[A-Z]{3}$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/currency",schemaPath:"#/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.seller !== undefined && func0.call(data, "seller")){
let data4 = data.seller;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if((data4.name === undefined) || (!(func0.call(data4, "name")))){
const err14 = {instancePath:instancePath+"/seller",schemaPath:"#/$defs/Party/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key1 of Object.keys(data4)){
if(!(((key1 === "name") || (key1 === "tax_id")) || (key1 === "address"))){
const err15 = {instancePath:instancePath+"/seller",schemaPath:"#/$defs/Party/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data4.name !== undefined && func0.call(data4, "name")){
if(typeof data4.name !== "string"){
const err16 = {instancePath:instancePath+"/seller/name",schemaPath:"#/$defs/Party/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data4.tax_id !== undefined && func0.call(data4, "tax_id")){
if(typeof data4.tax_id !== "string"){
const err17 = {instancePath:instancePath+"/seller/tax_id",schemaPath:"#/$defs/Party/properties/tax_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data4.address !== undefined && func0.call(data4, "address")){
if(typeof data4.address !== "string"){
const err18 = {instancePath:instancePath+"/seller/address",schemaPath:"#/$defs/Party/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/seller",schemaPath:"#/$defs/Party/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.buyer !== undefined && func0.call(data, "buyer")){
let data8 = data.buyer;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if((data8.name === undefined) || (!(func0.call(data8, "name")))){
const err20 = {instancePath:instancePath+"/buyer",schemaPath:"#/$defs/Party/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
for(const key2 of Object.keys(data8)){
if(!(((key2 === "name") || (key2 === "tax_id")) || (key2 === "address"))){
const err21 = {instancePath:instancePath+"/buyer",schemaPath:"#/$defs/Party/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data8.name !== undefined && func0.call(data8, "name")){
if(typeof data8.name !== "string"){
const err22 = {instancePath:instancePath+"/buyer/name",schemaPath:"#/$defs/Party/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data8.tax_id !== undefined && func0.call(data8, "tax_id")){
if(typeof data8.tax_id !== "string"){
const err23 = {instancePath:instancePath+"/buyer/tax_id",schemaPath:"#/$defs/Party/properties/tax_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data8.address !== undefined && func0.call(data8, "address")){
if(typeof data8.address !== "string"){
const err24 = {instancePath:instancePath+"/buyer/address",schemaPath:"#/$defs/Party/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/buyer",schemaPath:"#/$defs/Party/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.lines !== undefined && func0.call(data, "lines")){
let data12 = data.lines;
if(Array.isArray(data12)){
if(data12.length < 1){
const err26 = {instancePath:instancePath+"/lines",schemaPath:"#/properties/lines/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if((data13.description === undefined) || (!(func0.call(data13, "description")))){
const err27 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/required",keyword:"required",params:{missingProperty: "description"},message:"must have required property '"+"description"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if((data13.quantity === undefined) || (!(func0.call(data13, "quantity")))){
const err28 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/required",keyword:"required",params:{missingProperty: "quantity"},message:"must have required property '"+"quantity"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((data13.unit_price === undefined) || (!(func0.call(data13, "unit_price")))){
const err29 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/required",keyword:"required",params:{missingProperty: "unit_price"},message:"must have required property '"+"unit_price"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if((data13.amount === undefined) || (!(func0.call(data13, "amount")))){
const err30 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key3 of Object.keys(data13)){
if(!(((((key3 === "description") || (key3 === "quantity")) || (key3 === "unit_price")) || (key3 === "amount")) || (key3 === "taxes"))){
const err31 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data13.description !== undefined && func0.call(data13, "description")){
if(typeof data13.description !== "string"){
const err32 = {instancePath:instancePath+"/lines/" + i0+"/description",schemaPath:"#/properties/lines/items/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data13.quantity !== undefined && func0.call(data13, "quantity")){
let data15 = data13.quantity;
if(typeof data15 == "number"){
if(data15 <= 0 || isNaN(data15)){
const err33 = {instancePath:instancePath+"/lines/" + i0+"/quantity",schemaPath:"#/properties/lines/items/properties/quantity/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/lines/" + i0+"/quantity",schemaPath:"#/properties/lines/items/properties/quantity/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data13.unit_price !== undefined && func0.call(data13, "unit_price")){
let data16 = data13.unit_price;
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
const err35 = {instancePath:instancePath+"/lines/" + i0+"/unit_price",schemaPath:"#/$defs/Amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(\\.[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/lines/" + i0+"/unit_price",schemaPath:"#/$defs/Amount/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data13.amount !== undefined && func0.call(data13, "amount")){
let data17 = data13.amount;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err37 = {instancePath:instancePath+"/lines/" + i0+"/amount",schemaPath:"#/$defs/Amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(\\.[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/lines/" + i0+"/amount",schemaPath:"#/$defs/Amount/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data13.taxes !== undefined && func0.call(data13, "taxes")){
let data18 = data13.taxes;
if(Array.isArray(data18)){
const len1 = data18.length;
for(let i1=0; i1<len1; i1++){
let data19 = data18[i1];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if((data19.name === undefined) || (!(func0.call(data19, "name")))){
const err39 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1,schemaPath:"#/properties/lines/items/properties/taxes/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((data19.rate === undefined) || (!(func0.call(data19, "rate")))){
const err40 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1,schemaPath:"#/properties/lines/items/properties/taxes/items/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
for(const key4 of Object.keys(data19)){
if(!((key4 === "name") || (key4 === "rate"))){
const err41 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1,schemaPath:"#/properties/lines/items/properties/taxes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data19.name !== undefined && func0.call(data19, "name")){
if(typeof data19.name !== "string"){
const err42 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1+"/name",schemaPath:"#/properties/lines/items/properties/taxes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data19.rate !== undefined && func0.call(data19, "rate")){
let data21 = data19.rate;
if(typeof data21 == "number"){
if(data21 < 0 || isNaN(data21)){
const err43 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1+"/rate",schemaPath:"#/properties/lines/items/properties/taxes/items/properties/rate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
else {
const err44 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1+"/rate",schemaPath:"#/properties/lines/items/properties/taxes/items/properties/rate/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/lines/" + i0+"/taxes/" + i1,schemaPath:"#/properties/lines/items/properties/taxes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/lines/" + i0+"/taxes",schemaPath:"#/properties/lines/items/properties/taxes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/lines/" + i0,schemaPath:"#/properties/lines/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/lines",schemaPath:"#/properties/lines/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.total !== undefined && func0.call(data, "total")){
let data22 = data.total;
if(typeof data22 === "string"){
if(!pattern1.test(data22)){
const err49 = {instancePath:instancePath+"/total",schemaPath:"#/$defs/Amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(\\.[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/total",schemaPath:"#/$defs/Amount/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const check15: Validate = validate1;
const schema6 = {"allOf":[{"$ref":"output#/properties/lines/items/properties/taxes/items"}]};
const schema7 = {"type":"object","additionalProperties":false,"required":["name","rate"],"properties":{"name":{"type":"string"},"rate":{"type":"number","minimum":0}}};

function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.name === undefined) || (!(func0.call(data, "name")))){
const err0 = {instancePath,schemaPath:"output#/properties/lines/items/properties/taxes/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.rate === undefined) || (!(func0.call(data, "rate")))){
const err1 = {instancePath,schemaPath:"output#/properties/lines/items/properties/taxes/items/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((key0 === "name") || (key0 === "rate"))){
const err2 = {instancePath,schemaPath:"output#/properties/lines/items/properties/taxes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.name !== undefined && func0.call(data, "name")){
if(typeof data.name !== "string"){
const err3 = {instancePath:instancePath+"/name",schemaPath:"output#/properties/lines/items/properties/taxes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.rate !== undefined && func0.call(data, "rate")){
let data1 = data.rate;
if(typeof data1 == "number"){
if(data1 < 0 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/rate",schemaPath:"output#/properties/lines/items/properties/taxes/items/properties/rate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
const err5 = {instancePath:instancePath+"/rate",schemaPath:"output#/properties/lines/items/properties/taxes/items/properties/rate/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err6 = {instancePath,schemaPath:"output#/properties/lines/items/properties/taxes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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

export const check10: Validate = validate2;
const schema8 = {"allOf":[{"$ref":"output#/properties/lines/items"}]};
const schema9 = {"type":"object","additionalProperties":false,"required":["description","quantity","unit_price","amount"],"properties":{"description":{"type":"string"},"quantity":{"type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name","rate"],"properties":{"name":{"type":"string"},"rate":{"type":"number","minimum":0}}}}}};

function validate3(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.description === undefined) || (!(func0.call(data, "description")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "description"},message:"must have required property '"+"description"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.quantity === undefined) || (!(func0.call(data, "quantity")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "quantity"},message:"must have required property '"+"quantity"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.unit_price === undefined) || (!(func0.call(data, "unit_price")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit_price"},message:"must have required property '"+"unit_price"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.amount === undefined) || (!(func0.call(data, "amount")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((((key0 === "description") || (key0 === "quantity")) || (key0 === "unit_price")) || (key0 === "amount")) || (key0 === "taxes"))){
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
if(data.description !== undefined && func0.call(data, "description")){
if(typeof data.description !== "string"){
const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.quantity !== undefined && func0.call(data, "quantity")){
let data1 = data.quantity;
if(typeof data1 == "number"){
if(data1 <= 0 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/quantity",schemaPath:"#/properties/quantity/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/quantity",schemaPath:"#/properties/quantity/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.unit_price !== undefined && func0.call(data, "unit_price")){
let data2 = data.unit_price;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err8 = {instancePath:instancePath+"/unit_price",schemaPath:"#/$defs/Amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(\\.[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/unit_price",schemaPath:"#/$defs/Amount/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.amount !== undefined && func0.call(data, "amount")){
let data3 = data.amount;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err10 = {instancePath:instancePath+"/amount",schemaPath:"#/$defs/Amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(\\.[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/amount",schemaPath:"#/$defs/Amount/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.taxes !== undefined && func0.call(data, "taxes")){
let data4 = data.taxes;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if((data5.name === undefined) || (!(func0.call(data5, "name")))){
const err12 = {instancePath:instancePath+"/taxes/" + i0,schemaPath:"#/properties/taxes/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((data5.rate === undefined) || (!(func0.call(data5, "rate")))){
const err13 = {instancePath:instancePath+"/taxes/" + i0,schemaPath:"#/properties/taxes/items/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 of Object.keys(data5)){
if(!((key1 === "name") || (key1 === "rate"))){
const err14 = {instancePath:instancePath+"/taxes/" + i0,schemaPath:"#/properties/taxes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data5.name !== undefined && func0.call(data5, "name")){
if(typeof data5.name !== "string"){
const err15 = {instancePath:instancePath+"/taxes/" + i0+"/name",schemaPath:"#/properties/taxes/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data5.rate !== undefined && func0.call(data5, "rate")){
let data7 = data5.rate;
if(typeof data7 == "number"){
if(data7 < 0 || isNaN(data7)){
const err16 = {instancePath:instancePath+"/taxes/" + i0+"/rate",schemaPath:"#/properties/taxes/items/properties/rate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/taxes/" + i0+"/rate",schemaPath:"#/properties/taxes/items/properties/rate/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
else {
const err18 = {instancePath:instancePath+"/taxes/" + i0,schemaPath:"#/properties/taxes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/taxes",schemaPath:"#/properties/taxes/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate3.errors = vErrors;
return errors === 0;
}


function validate2(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(!(validate3(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate3.errors : vErrors.concat(validate3.errors);
errors = vErrors.length;
}
validate2.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate5;
const schema12 = {"type":"object","additionalProperties":false,"required":["document"],"properties":{"document":{"type":"string"}}};

function validate5(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.document === undefined) || (!(func0.call(data, "document")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "document"},message:"must have required property '"+"document"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "document")){
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
if(data.document !== undefined && func0.call(data, "document")){
if(typeof data.document !== "string"){
const err2 = {instancePath:instancePath+"/document",schemaPath:"#/properties/document/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate5.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "Invoice",
  description: "An invoice as booked in accounts payable.",
  hash: "9a47ebe01e7cbf2a",
  table,
  validate,
  checks: {
    15: check15,
    10: check10,
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
