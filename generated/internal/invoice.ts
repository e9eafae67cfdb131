// Generated from schemas/invoice.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:2cbc738ca801159a58279590ff4e03f6b5756147ac4aba46cc47dca0cb9d30cf
// @ts-nocheck
import { isDate, issuesAt } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["number", "issued_on", "currency", "seller", "lines", "total"], properties: { number: { description: "Invoice number as printed.", type: "string" }, issued_on: { description: "Date of issue.", type: "string", format: "date" }, due_on: { description: "Date by which it is to be paid, when one is printed.", type: "string", format: "date" }, currency: { description: "ISO 4217 code of all amounts.", type: "string", pattern: "^[A-Z]{3}$" }, seller: { $ref: "#/$defs/Party" }, buyer: { $ref: "#/$defs/Party" }, lines: { description: "Lines in the order in which they are printed.", type: "array", minItems: 1, items: { type: "object", additionalProperties: false, required: ["description", "quantity", "unit_price", "amount"], properties: { description: { description: "What is charged, as printed.", type: "string" }, quantity: { description: "How many units; 1 where none is printed.", type: "number", exclusiveMinimum: 0 }, unit_price: { $ref: "#/$defs/Amount" }, amount: { $ref: "#/$defs/Amount" }, taxes: { description: "Taxes of this line, when they are printed line by line.", type: "array", items: { type: "object", additionalProperties: false, required: ["name", "rate"], properties: { name: { description: "Name of the tax as printed, as in VAT.", type: "string" }, rate: { description: "Percent, as in 19 for 19 %.", type: "number", minimum: 0 } } } } } } }, total: { $ref: "#/$defs/Amount" } }, $defs: { Amount: { description: "A decimal amount with a point, as text, so that no cent is lost to rounding.", type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" }, Party: { description: "A company or person named on the invoice.", type: "object", additionalProperties: false, required: ["name"], properties: { name: { description: "Full name, with the legal form.", type: "string" }, tax_id: { description: "VAT or tax number.", type: "string" }, address: { description: "Postal address on one line.", type: "string" } } } } };

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
  { kind: "array", items: 10, limits: { minItems: 1 } },
  { kind: "object", properties: { description: 11, quantity: 12, unit_price: 13, amount: 13, taxes: 14 }, required: ["description", "quantity", "unit_price", "amount"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["number"], limits: { exclusiveMinimum: 0 } },
  { kind: "text" },
  { kind: "array", items: 15 },
  { kind: "object", properties: { name: 16, rate: 17 }, required: ["name", "rate"], rest: "reject" },
  { kind: "text" },
  { kind: "whole", types: ["number"], limits: { minimum: 0 } },
];

export const openaiStrict: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":["string","null"],"description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"anyOf":[{"$ref":"#/$defs/Party"},{"type":"null"}]},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string","description":"What is charged, as printed."},"quantity":{"type":"number","description":"How many units; 1 where none is printed.","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","anyOf":[{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","description":"Name of the tax as printed, as in VAT."},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}},{"type":"null"}]}},"required":["description","quantity","unit_price","amount","taxes"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","due_on","currency","seller","buyer","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"],"description":"Postal address on one line."}},"required":["name","tax_id","address"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}}}',
  inverse: { nullMeansAbsent: { "0": ["due_on", "buyer"], "5": ["tax_id", "address"], "10": ["taxes"] } },
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts. (pattern ^[A-Z]{3}$)"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string","description":"What is charged, as printed."},"quantity":{"type":"number","description":"How many units; 1 where none is printed. (exclusiveMinimum 0)"},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string","description":"Name of the tax as printed, as in VAT."},"rate":{"type":"number","description":"Percent, as in 19 for 19 %. (minimum 0)"}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string","description":"Postal address on one line."}},"required":["name"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding. (pattern ^-?[0-9]+(\\\\.[0-9]+)?$)"}}}',
  unenforced: ["pattern at #/$defs/Amount", "pattern at #/properties/currency", "exclusiveMinimum at #/properties/lines/items/properties/quantity", "minimum at #/properties/lines/items/properties/taxes/items/properties/rate"],
};
export const llamaGbnf: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string","description":"Postal address on one line."}},"required":["name"],"additionalProperties":false},"buyer":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string","description":"Postal address on one line."}},"required":["name"],"additionalProperties":false},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string","description":"What is charged, as printed."},"quantity":{"type":"number","description":"How many units; 1 where none is printed. (exclusiveMinimum 0)"},"unit_price":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string","description":"Name of the tax as printed, as in VAT."},"rate":{"type":"number","description":"Percent, as in 19 for 19 %. (minimum 0)"}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false}',
  unenforced: ["exclusiveMinimum at #/properties/lines/items/properties/quantity", "minimum at #/properties/lines/items/properties/taxes/items/properties/rate"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":["string","null"],"description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"],"description":"Postal address on one line."}},"required":["name","tax_id","address"],"additionalProperties":false},"buyer":{"description":"A company or person named on the invoice.","anyOf":[{"type":"object","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":["string","null"],"description":"VAT or tax number."},"address":{"type":["string","null"],"description":"Postal address on one line."}},"required":["name","tax_id","address"],"additionalProperties":false},{"type":"null"}]},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string","description":"What is charged, as printed."},"quantity":{"type":"number","description":"How many units; 1 where none is printed.","exclusiveMinimum":0},"unit_price":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","anyOf":[{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","description":"Name of the tax as printed, as in VAT."},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}},{"type":"null"}]}},"required":["description","quantity","unit_price","amount","taxes"],"additionalProperties":false},"minItems":1},"total":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}},"required":["number","issued_on","due_on","currency","seller","buyer","lines","total"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "0": ["due_on", "buyer"], "5": ["tax_id", "address"], "10": ["taxes"] } },
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["number","issued_on","currency","seller","lines","total"],"properties":{"number":{"description":"Invoice number as printed.","type":"string"},"issued_on":{"description":"Date of issue.","type":"string","format":"date"},"due_on":{"description":"Date by which it is to be paid, when one is printed.","type":"string","format":"date"},"currency":{"description":"ISO 4217 code of all amounts.","type":"string","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"description":"Lines in the order in which they are printed.","type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"required":["description","quantity","unit_price","amount"],"properties":{"description":{"description":"What is charged, as printed.","type":"string"},"quantity":{"description":"How many units; 1 where none is printed.","type":"number","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"description":"Taxes of this line, when they are printed line by line.","type":"array","items":{"type":"object","additionalProperties":false,"required":["name","rate"],"properties":{"name":{"description":"Name of the tax as printed, as in VAT.","type":"string"},"rate":{"description":"Percent, as in 19 for 19 %.","type":"number","minimum":0}}}}}}},"total":{"$ref":"#/$defs/Amount"}},"$defs":{"Amount":{"description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","type":"string","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"},"Party":{"description":"A company or person named on the invoice.","type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"description":"Full name, with the legal form.","type":"string"},"tax_id":{"description":"VAT or tax number.","type":"string"},"address":{"description":"Postal address on one line.","type":"string"}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: '{"type":"object","properties":{"number":{"type":"string","description":"Invoice number as printed."},"issued_on":{"type":"string","description":"Date of issue.","format":"date"},"due_on":{"type":"string","description":"Date by which it is to be paid, when one is printed.","format":"date"},"currency":{"type":"string","description":"ISO 4217 code of all amounts.","pattern":"^[A-Z]{3}$"},"seller":{"$ref":"#/$defs/Party"},"buyer":{"$ref":"#/$defs/Party"},"lines":{"type":"array","description":"Lines in the order in which they are printed.","items":{"type":"object","properties":{"description":{"type":"string","description":"What is charged, as printed."},"quantity":{"type":"number","description":"How many units; 1 where none is printed.","exclusiveMinimum":0},"unit_price":{"$ref":"#/$defs/Amount"},"amount":{"$ref":"#/$defs/Amount"},"taxes":{"type":"array","description":"Taxes of this line, when they are printed line by line.","items":{"type":"object","properties":{"name":{"type":"string","description":"Name of the tax as printed, as in VAT."},"rate":{"type":"number","description":"Percent, as in 19 for 19 %.","minimum":0}},"required":["name","rate"],"additionalProperties":false}}},"required":["description","quantity","unit_price","amount"],"additionalProperties":false},"minItems":1},"total":{"$ref":"#/$defs/Amount"}},"required":["number","issued_on","currency","seller","lines","total"],"additionalProperties":false,"$defs":{"Party":{"type":"object","description":"A company or person named on the invoice.","properties":{"name":{"type":"string","description":"Full name, with the legal form."},"tax_id":{"type":"string","description":"VAT or tax number."},"address":{"type":"string","description":"Postal address on one line."}},"required":["name"],"additionalProperties":false},"Amount":{"type":"string","description":"A decimal amount with a point, as text, so that no cent is lost to rounding.","pattern":"^-?[0-9]+(\\\\.[0-9]+)?$"}}}',
};

export const validate: Validate = validate0;
export const check15: Validate = validate3;
export const check10: Validate = validate2;

function validate1(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "tax_id")) || (key0 === "address"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
errors = (vErrors ??= []).push({instancePath:"/name",keyword:"type",params:{type: "string"}});
}
}
if(data.tax_id !== undefined){
if(typeof data.tax_id !== "string"){
errors = (vErrors ??= []).push({instancePath:"/tax_id",keyword:"type",params:{type: "string"}});
}
}
if(data.address !== undefined){
if(typeof data.address !== "string"){
errors = (vErrors ??= []).push({instancePath:"/address",keyword:"type",params:{type: "string"}});
}
}
if(data.name === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "name"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate1.errors = vErrors;
return errors === 0;
}

const schema5 = schema.properties.lines.items.properties.taxes.items;

function validate3(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "name") || (key0 === "rate"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
errors = (vErrors ??= []).push({instancePath:"/name",keyword:"type",params:{type: "string"}});
}
}
if(data.rate !== undefined){
let data1 = data.rate;
if(typeof data1 == "number"){
if(data1 < 0 || isNaN(data1)){
errors = (vErrors ??= []).push({instancePath:"/rate",keyword:"minimum",params:{comparison: ">=", limit: 0}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/rate",keyword:"type",params:{type: "number"}});
}
}
if((data.name === undefined) || (data.rate === undefined)){
for(const name0 of schema5.required){
if(data[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate3.errors = vErrors;
return errors === 0;
}

const schema2 = schema.properties.lines.items;
const pattern1 = new RegExp("^-?[0-9]+(\\.[0-9]+)?$", "u");

function validate2(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "description") || (key0 === "quantity")) || (key0 === "unit_price")) || (key0 === "amount")) || (key0 === "taxes"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
errors = (vErrors ??= []).push({instancePath:"/description",keyword:"type",params:{type: "string"}});
}
}
if(data.quantity !== undefined){
let data1 = data.quantity;
if(typeof data1 == "number"){
if(data1 <= 0 || isNaN(data1)){
errors = (vErrors ??= []).push({instancePath:"/quantity",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/quantity",keyword:"type",params:{type: "number"}});
}
}
if(data.unit_price !== undefined){
let data2 = data.unit_price;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
errors = (vErrors ??= []).push({instancePath:"/unit_price",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/unit_price",keyword:"type",params:{type: "string"}});
}
}
if(data.amount !== undefined){
let data3 = data.amount;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
errors = (vErrors ??= []).push({instancePath:"/amount",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/amount",keyword:"type",params:{type: "string"}});
}
}
if(data.taxes !== undefined){
let data4 = data.taxes;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!validate3(data4[i0])){
vErrors = issuesAt("/taxes/" + i0, validate3.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/taxes",keyword:"type",params:{type: "array"}});
}
}
if((((data.description === undefined) || (data.quantity === undefined)) || (data.unit_price === undefined)) || (data.amount === undefined)){
for(const name0 of schema2.required){
if(data[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate2.errors = vErrors;
return errors === 0;
}

const schema0 = schema;
const pattern0 = new RegExp("^[A-Z]{3}$", "u");

function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "number") || (key0 === "issued_on")) || (key0 === "due_on")) || (key0 === "currency")) || (key0 === "seller")) || (key0 === "buyer")) || (key0 === "lines")) || (key0 === "total"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.number !== undefined){
if(typeof data.number !== "string"){
errors = (vErrors ??= []).push({instancePath:"/number",keyword:"type",params:{type: "string"}});
}
}
if(data.issued_on !== undefined){
let data1 = data.issued_on;
if(typeof data1 === "string"){
if(!(isDate(data1))){
errors = (vErrors ??= []).push({instancePath:"/issued_on",keyword:"format",params:{format: "date"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/issued_on",keyword:"type",params:{type: "string"}});
}
}
if(data.due_on !== undefined){
let data2 = data.due_on;
if(typeof data2 === "string"){
if(!(isDate(data2))){
errors = (vErrors ??= []).push({instancePath:"/due_on",keyword:"format",params:{format: "date"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/due_on",keyword:"type",params:{type: "string"}});
}
}
if(data.currency !== undefined){
let data3 = data.currency;
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
errors = (vErrors ??= []).push({instancePath:"/currency",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/currency",keyword:"type",params:{type: "string"}});
}
}
if(data.seller !== undefined){
if(!validate1(data.seller)){
vErrors = issuesAt("/seller", validate1.errors, vErrors);
errors = vErrors.length;
}
}
if(data.buyer !== undefined){
if(!validate1(data.buyer)){
vErrors = issuesAt("/buyer", validate1.errors, vErrors);
errors = vErrors.length;
}
}
if(data.lines !== undefined){
let data6 = data.lines;
if(Array.isArray(data6)){
if(data6.length < 1){
errors = (vErrors ??= []).push({instancePath:"/lines",keyword:"minItems",params:{limit: 1}});
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
if(!validate2(data6[i0])){
vErrors = issuesAt("/lines/" + i0, validate2.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/lines",keyword:"type",params:{type: "array"}});
}
}
if(data.total !== undefined){
let data8 = data.total;
if(typeof data8 === "string"){
if(!pattern1.test(data8)){
errors = (vErrors ??= []).push({instancePath:"/total",keyword:"pattern",params:{pattern: "^-?[0-9]+(\\.[0-9]+)?$"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/total",keyword:"type",params:{type: "string"}});
}
}
if((((((data.number === undefined) || (data.issued_on === undefined)) || (data.currency === undefined)) || (data.seller === undefined)) || (data.lines === undefined)) || (data.total === undefined)){
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
function validate0(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "document")){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.document !== undefined){
if(typeof data.document !== "string"){
errors = (vErrors ??= []).push({instancePath:"/document",keyword:"type",params:{type: "string"}});
}
}
if(data.document === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "document"}});
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
  name: "Invoice",
  description: "An invoice as booked in accounts payable.",
  hash: "262a01ca9637c3a9",
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
