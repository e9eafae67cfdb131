// Generated from schemas/product-catalog.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:37807b246484a8ae6666eab49ded7088d351f539b0ccb54b5948608a66226428
// @ts-nocheck
import { isUri } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["name", "attributes", "price", "media"], properties: { name: { type: "string" }, attributes: { description: "Properties a buyer filters by, such as colour or material; the name is lower case.", type: "object", additionalProperties: { type: "string" } }, price: { type: "object", additionalProperties: false, required: ["amount", "currency"], properties: { amount: { type: "number", minimum: 0 }, currency: { enum: ["EUR", "USD", "GBP", "JPY"] } } }, media: { description: "Pictures, videos and documents in the order of the page.", type: "array", items: { oneOf: [{ $ref: "#/$defs/ProductImage" }, { $ref: "#/$defs/ProductVideo" }, { $ref: "#/$defs/ProductDocument" }] } } }, $defs: { ProductImage: { type: "object", additionalProperties: false, required: ["kind", "url", "alt"], properties: { kind: { const: "image" }, url: { type: "string", format: "uri" }, alt: { description: "What the picture shows, for people who do not see it.", type: "string" } } }, ProductVideo: { type: "object", additionalProperties: false, required: ["kind", "url", "seconds"], properties: { kind: { const: "video" }, url: { type: "string", format: "uri" }, seconds: { type: "integer", minimum: 0 } } }, ProductDocument: { type: "object", additionalProperties: false, required: ["kind", "url", "title"], properties: { kind: { const: "document" }, url: { type: "string", format: "uri" }, title: { type: "string" }, pages: { type: "integer", minimum: 1 } } } } };

export const table: StreamTable = [
  { kind: "object", properties: { name: 1, attributes: 2, price: 4, media: 7 }, required: ["name", "attributes", "price", "media"], rest: "reject" },
  { kind: "text" },
  { kind: "object", properties: {}, rest: 3 },
  { kind: "text" },
  { kind: "object", properties: { amount: 5, currency: 6 }, required: ["amount", "currency"], rest: "reject" },
  { kind: "whole", types: ["number"] },
  { kind: "whole", types: ["string"], values: ["EUR", "USD", "GBP", "JPY"] },
  { kind: "array", items: 8 },
  { kind: "union", options: [9, 13, 17], tag: "kind", byTag: { image: 9, video: 13, document: 17 } },
  { kind: "object", properties: { kind: 10, url: 11, alt: 12 }, required: ["kind", "url", "alt"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["image"] },
  { kind: "whole", types: ["string"] },
  { kind: "text" },
  { kind: "object", properties: { kind: 14, url: 15, seconds: 16 }, required: ["kind", "url", "seconds"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["video"] },
  { kind: "whole", types: ["string"] },
  { kind: "whole", types: ["integer"] },
  { kind: "object", properties: { kind: 18, url: 19, title: 20, pages: 21 }, required: ["kind", "url", "title"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["document"] },
  { kind: "whole", types: ["string"] },
  { kind: "text" },
  { kind: "whole", types: ["integer"] },
];

export const openaiStrict: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string"},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","properties":{"amount":{"type":"number","minimum":0},"currency":{"type":"string","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"(format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"(format uri)"},"seconds":{"type":"integer","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"(format uri)"},"title":{"type":"string"},"pages":{"type":["integer","null"],"minimum":1}},"required":["kind","url","title","pages"],"additionalProperties":false}}}',
  inverse: { nullMeansAbsent: { "17": ["pages"] }, entries: [2] },
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url"],
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string"},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","properties":{"amount":{"type":"number","description":"(minimum 0)"},"currency":{"type":"string","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","format":"uri"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","format":"uri"},"seconds":{"type":"integer","description":"(minimum 0)"}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","format":"uri"},"title":{"type":"string"},"pages":{"type":"integer","description":"(minimum 1)"}},"required":["kind","url","title"],"additionalProperties":false}}}',
  inverse: { entries: [2] },
  unenforced: ["minimum at #/$defs/ProductVideo/properties/seconds", "minimum at #/$defs/ProductDocument/properties/pages", "minimum at #/properties/price/properties/amount"],
};
export const llamaGbnf: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string"},"attributes":{"type":"object","description":"Properties a buyer filters by, such as colour or material; the name is lower case.","additionalProperties":{"type":"string"}},"price":{"type":"object","properties":{"amount":{"type":"number","description":"(minimum 0)"},"currency":{"type":"string","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"(format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"(format uri)"},"seconds":{"type":"integer","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"(format uri)"},"title":{"type":"string"},"pages":{"type":"integer","minimum":1}},"required":["kind","url","title"],"additionalProperties":false}]}}},"required":["name","attributes","price","media"],"additionalProperties":false}',
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url", "minimum at #/properties/price/properties/amount"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string"},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","properties":{"amount":{"type":"number","minimum":0},"currency":{"type":"string","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"(format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"(format uri)"},"seconds":{"type":"integer","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"(format uri)"},"title":{"type":"string"},"pages":{"type":["integer","null"],"minimum":1}},"required":["kind","url","title","pages"],"additionalProperties":false}]}}},"required":["name","attributes","price","media"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "17": ["pages"] }, entries: [2] },
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url"],
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["name","attributes","price","media"],"properties":{"name":{"type":"string"},"attributes":{"description":"Properties a buyer filters by, such as colour or material; the name is lower case.","type":"object","additionalProperties":{"type":"string"}},"price":{"type":"object","additionalProperties":false,"required":["amount","currency"],"properties":{"amount":{"type":"number","minimum":0},"currency":{"enum":["EUR","USD","GBP","JPY"]}}},"media":{"description":"Pictures, videos and documents in the order of the page.","type":"array","items":{"oneOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"$defs":{"ProductImage":{"type":"object","additionalProperties":false,"required":["kind","url","alt"],"properties":{"kind":{"const":"image"},"url":{"type":"string","format":"uri"},"alt":{"description":"What the picture shows, for people who do not see it.","type":"string"}}},"ProductVideo":{"type":"object","additionalProperties":false,"required":["kind","url","seconds"],"properties":{"kind":{"const":"video"},"url":{"type":"string","format":"uri"},"seconds":{"type":"integer","minimum":0}}},"ProductDocument":{"type":"object","additionalProperties":false,"required":["kind","url","title"],"properties":{"kind":{"const":"document"},"url":{"type":"string","format":"uri"},"title":{"type":"string"},"pages":{"type":"integer","minimum":1}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string"},"attributes":{"type":"object","description":"Properties a buyer filters by, such as colour or material; the name is lower case.","additionalProperties":{"type":"string"}},"price":{"type":"object","properties":{"amount":{"type":"number","minimum":0},"currency":{"type":"string","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","format":"uri"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","format":"uri"},"seconds":{"type":"integer","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","format":"uri"},"title":{"type":"string"},"pages":{"type":"integer","minimum":1}},"required":["kind","url","title"],"additionalProperties":false}}}',
};

export const validate: Validate = validate0;
const schema0 = {"type":"object","additionalProperties":false,"required":["name","attributes","price","media"],"properties":{"name":{"type":"string"},"attributes":{"type":"object","additionalProperties":{"type":"string"}},"price":{"type":"object","additionalProperties":false,"required":["amount","currency"],"properties":{"amount":{"type":"number","minimum":0},"currency":{"enum":["EUR","USD","GBP","JPY"]}}},"media":{"type":"array","items":{"oneOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"$defs":{"ProductImage":{"type":"object","additionalProperties":false,"required":["kind","url","alt"],"properties":{"kind":{"const":"image"},"url":{"type":"string","format":"uri"},"alt":{"type":"string"}}},"ProductVideo":{"type":"object","additionalProperties":false,"required":["kind","url","seconds"],"properties":{"kind":{"const":"video"},"url":{"type":"string","format":"uri"},"seconds":{"type":"integer","minimum":0}}},"ProductDocument":{"type":"object","additionalProperties":false,"required":["kind","url","title"],"properties":{"kind":{"const":"document"},"url":{"type":"string","format":"uri"},"title":{"type":"string"},"pages":{"type":"integer","minimum":1}}}}};
const schema1 = {"type":"object","additionalProperties":false,"required":["kind","url","alt"],"properties":{"kind":{"const":"image"},"url":{"type":"string","format":"uri"},"alt":{"type":"string"}}};
const schema2 = {"type":"object","additionalProperties":false,"required":["kind","url","seconds"],"properties":{"kind":{"const":"video"},"url":{"type":"string","format":"uri"},"seconds":{"type":"integer","minimum":0}}};
const schema3 = {"type":"object","additionalProperties":false,"required":["kind","url","title"],"properties":{"kind":{"const":"document"},"url":{"type":"string","format":"uri"},"title":{"type":"string"},"pages":{"type":"integer","minimum":1}}};
const func0 = Object.prototype.hasOwnProperty;
const formats0 = { validate: isUri };

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.name === undefined) || (!(func0.call(data, "name")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.attributes === undefined) || (!(func0.call(data, "attributes")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "attributes"},message:"must have required property '"+"attributes"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.price === undefined) || (!(func0.call(data, "price")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "price"},message:"must have required property '"+"price"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.media === undefined) || (!(func0.call(data, "media")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "media"},message:"must have required property '"+"media"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "name") || (key0 === "attributes")) || (key0 === "price")) || (key0 === "media"))){
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
if(data.name !== undefined && func0.call(data, "name")){
if(typeof data.name !== "string"){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.attributes !== undefined && func0.call(data, "attributes")){
let data1 = data.attributes;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 of Object.keys(data1)){
if(typeof data1[key1] !== "string"){
const err6 = {instancePath:instancePath+"/attributes/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/attributes/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err7 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.price !== undefined && func0.call(data, "price")){
let data3 = data.price;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if((data3.amount === undefined) || (!(func0.call(data3, "amount")))){
const err8 = {instancePath:instancePath+"/price",schemaPath:"#/properties/price/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((data3.currency === undefined) || (!(func0.call(data3, "currency")))){
const err9 = {instancePath:instancePath+"/price",schemaPath:"#/properties/price/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key2 of Object.keys(data3)){
if(!((key2 === "amount") || (key2 === "currency"))){
const err10 = {instancePath:instancePath+"/price",schemaPath:"#/properties/price/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data3.amount !== undefined && func0.call(data3, "amount")){
let data4 = data3.amount;
if(typeof data4 == "number"){
if(data4 < 0 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/price/amount",schemaPath:"#/properties/price/properties/amount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/price/amount",schemaPath:"#/properties/price/properties/amount/type",keyword:"type",params:{type: "number"},message:"must be number"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data3.currency !== undefined && func0.call(data3, "currency")){
let data5 = data3.currency;
if(!((((data5 === "EUR") || (data5 === "USD")) || (data5 === "GBP")) || (data5 === "JPY"))){
const err13 = {instancePath:instancePath+"/price/currency",schemaPath:"#/properties/price/properties/currency/enum",keyword:"enum",params:{allowedValues: schema0.properties.price.properties.currency.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/price",schemaPath:"#/properties/price/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.media !== undefined && func0.call(data, "media")){
let data6 = data.media;
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
let valid5 = false;
let passing0 = null;
const _errs19 = errors;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.kind === undefined) || (!(func0.call(data7, "kind")))){
const err15 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if((data7.url === undefined) || (!(func0.call(data7, "url")))){
const err16 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((data7.alt === undefined) || (!(func0.call(data7, "alt")))){
const err17 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "alt"},message:"must have required property '"+"alt"+"'"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
for(const key3 of Object.keys(data7)){
if(!(((key3 === "kind") || (key3 === "url")) || (key3 === "alt"))){
const err18 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductImage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data7.kind !== undefined && func0.call(data7, "kind")){
if("image" !== data7.kind){
const err19 = {instancePath:instancePath+"/media/" + i0+"/kind",schemaPath:"#/$defs/ProductImage/properties/kind/const",keyword:"const",params:{allowedValue: "image"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data7.url !== undefined && func0.call(data7, "url")){
let data9 = data7.url;
if(typeof data9 === "string"){
if(!(formats0.validate(data9))){
const err20 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductImage/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductImage/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data7.alt !== undefined && func0.call(data7, "alt")){
if(typeof data7.alt !== "string"){
const err22 = {instancePath:instancePath+"/media/" + i0+"/alt",schemaPath:"#/$defs/ProductImage/properties/alt/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err23 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductImage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
var _valid0 = _errs19 === errors;
if(_valid0){
valid5 = true;
passing0 = 0;
}
const _errs28 = errors;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.kind === undefined) || (!(func0.call(data7, "kind")))){
const err24 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((data7.url === undefined) || (!(func0.call(data7, "url")))){
const err25 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if((data7.seconds === undefined) || (!(func0.call(data7, "seconds")))){
const err26 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "seconds"},message:"must have required property '"+"seconds"+"'"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
for(const key4 of Object.keys(data7)){
if(!(((key4 === "kind") || (key4 === "url")) || (key4 === "seconds"))){
const err27 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductVideo/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data7.kind !== undefined && func0.call(data7, "kind")){
if("video" !== data7.kind){
const err28 = {instancePath:instancePath+"/media/" + i0+"/kind",schemaPath:"#/$defs/ProductVideo/properties/kind/const",keyword:"const",params:{allowedValue: "video"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data7.url !== undefined && func0.call(data7, "url")){
let data12 = data7.url;
if(typeof data12 === "string"){
if(!(formats0.validate(data12))){
const err29 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductVideo/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductVideo/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data7.seconds !== undefined && func0.call(data7, "seconds")){
let data13 = data7.seconds;
if(!((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13)))){
const err31 = {instancePath:instancePath+"/media/" + i0+"/seconds",schemaPath:"#/$defs/ProductVideo/properties/seconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(typeof data13 == "number"){
if(data13 < 0 || isNaN(data13)){
const err32 = {instancePath:instancePath+"/media/" + i0+"/seconds",schemaPath:"#/$defs/ProductVideo/properties/seconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
}
else {
const err33 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductVideo/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
var _valid0 = _errs28 === errors;
if(_valid0 && valid5){
valid5 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid5 = true;
passing0 = 1;
}
const _errs37 = errors;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if((data7.kind === undefined) || (!(func0.call(data7, "kind")))){
const err34 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((data7.url === undefined) || (!(func0.call(data7, "url")))){
const err35 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if((data7.title === undefined) || (!(func0.call(data7, "title")))){
const err36 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "title"},message:"must have required property '"+"title"+"'"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
for(const key5 of Object.keys(data7)){
if(!((((key5 === "kind") || (key5 === "url")) || (key5 === "title")) || (key5 === "pages"))){
const err37 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductDocument/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data7.kind !== undefined && func0.call(data7, "kind")){
if("document" !== data7.kind){
const err38 = {instancePath:instancePath+"/media/" + i0+"/kind",schemaPath:"#/$defs/ProductDocument/properties/kind/const",keyword:"const",params:{allowedValue: "document"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data7.url !== undefined && func0.call(data7, "url")){
let data15 = data7.url;
if(typeof data15 === "string"){
if(!(formats0.validate(data15))){
const err39 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductDocument/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/media/" + i0+"/url",schemaPath:"#/$defs/ProductDocument/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data7.title !== undefined && func0.call(data7, "title")){
if(typeof data7.title !== "string"){
const err41 = {instancePath:instancePath+"/media/" + i0+"/title",schemaPath:"#/$defs/ProductDocument/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data7.pages !== undefined && func0.call(data7, "pages")){
let data17 = data7.pages;
if(!((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17)))){
const err42 = {instancePath:instancePath+"/media/" + i0+"/pages",schemaPath:"#/$defs/ProductDocument/properties/pages/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(typeof data17 == "number"){
if(data17 < 1 || isNaN(data17)){
const err43 = {instancePath:instancePath+"/media/" + i0+"/pages",schemaPath:"#/$defs/ProductDocument/properties/pages/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
}
else {
const err44 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/$defs/ProductDocument/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
var _valid0 = _errs37 === errors;
if(_valid0 && valid5){
valid5 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid5 = true;
passing0 = 2;
}
}
}
if(!valid5){
const err45 = {instancePath:instancePath+"/media/" + i0,schemaPath:"#/properties/media/items/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
else {
errors = _errs18;
if(vErrors !== null){
if(_errs18){
vErrors.length = _errs18;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err46 = {instancePath:instancePath+"/media",schemaPath:"#/properties/media/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err47 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}

export const check8: Validate = validate1;
const schema4 = {"allOf":[{"$ref":"output#/properties/media/items"}]};
const schema5 = {"oneOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]};

function validate2(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.kind === undefined) || (!(func0.call(data, "kind")))){
const err0 = {instancePath,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.url === undefined) || (!(func0.call(data, "url")))){
const err1 = {instancePath,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.alt === undefined) || (!(func0.call(data, "alt")))){
const err2 = {instancePath,schemaPath:"#/$defs/ProductImage/required",keyword:"required",params:{missingProperty: "alt"},message:"must have required property '"+"alt"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "kind") || (key0 === "url")) || (key0 === "alt"))){
const err3 = {instancePath,schemaPath:"#/$defs/ProductImage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.kind !== undefined && func0.call(data, "kind")){
if("image" !== data.kind){
const err4 = {instancePath:instancePath+"/kind",schemaPath:"#/$defs/ProductImage/properties/kind/const",keyword:"const",params:{allowedValue: "image"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.url !== undefined && func0.call(data, "url")){
let data1 = data.url;
if(typeof data1 === "string"){
if(!(formats0.validate(data1))){
const err5 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductImage/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductImage/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.alt !== undefined && func0.call(data, "alt")){
if(typeof data.alt !== "string"){
const err7 = {instancePath:instancePath+"/alt",schemaPath:"#/$defs/ProductImage/properties/alt/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err8 = {instancePath,schemaPath:"#/$defs/ProductImage/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs10 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.kind === undefined) || (!(func0.call(data, "kind")))){
const err9 = {instancePath,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((data.url === undefined) || (!(func0.call(data, "url")))){
const err10 = {instancePath,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((data.seconds === undefined) || (!(func0.call(data, "seconds")))){
const err11 = {instancePath,schemaPath:"#/$defs/ProductVideo/required",keyword:"required",params:{missingProperty: "seconds"},message:"must have required property '"+"seconds"+"'"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key1 of Object.keys(data)){
if(!(((key1 === "kind") || (key1 === "url")) || (key1 === "seconds"))){
const err12 = {instancePath,schemaPath:"#/$defs/ProductVideo/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.kind !== undefined && func0.call(data, "kind")){
if("video" !== data.kind){
const err13 = {instancePath:instancePath+"/kind",schemaPath:"#/$defs/ProductVideo/properties/kind/const",keyword:"const",params:{allowedValue: "video"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.url !== undefined && func0.call(data, "url")){
let data4 = data.url;
if(typeof data4 === "string"){
if(!(formats0.validate(data4))){
const err14 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductVideo/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductVideo/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.seconds !== undefined && func0.call(data, "seconds")){
let data5 = data.seconds;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
const err16 = {instancePath:instancePath+"/seconds",schemaPath:"#/$defs/ProductVideo/properties/seconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(typeof data5 == "number"){
if(data5 < 0 || isNaN(data5)){
const err17 = {instancePath:instancePath+"/seconds",schemaPath:"#/$defs/ProductVideo/properties/seconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
}
else {
const err18 = {instancePath,schemaPath:"#/$defs/ProductVideo/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
var _valid0 = _errs10 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
const _errs19 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.kind === undefined) || (!(func0.call(data, "kind")))){
const err19 = {instancePath,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((data.url === undefined) || (!(func0.call(data, "url")))){
const err20 = {instancePath,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((data.title === undefined) || (!(func0.call(data, "title")))){
const err21 = {instancePath,schemaPath:"#/$defs/ProductDocument/required",keyword:"required",params:{missingProperty: "title"},message:"must have required property '"+"title"+"'"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key2 of Object.keys(data)){
if(!((((key2 === "kind") || (key2 === "url")) || (key2 === "title")) || (key2 === "pages"))){
const err22 = {instancePath,schemaPath:"#/$defs/ProductDocument/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.kind !== undefined && func0.call(data, "kind")){
if("document" !== data.kind){
const err23 = {instancePath:instancePath+"/kind",schemaPath:"#/$defs/ProductDocument/properties/kind/const",keyword:"const",params:{allowedValue: "document"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.url !== undefined && func0.call(data, "url")){
let data7 = data.url;
if(typeof data7 === "string"){
if(!(formats0.validate(data7))){
const err24 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductDocument/properties/url/format",keyword:"format",params:{format: "uri"},message:"must match format \""+"uri"+"\""};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/url",schemaPath:"#/$defs/ProductDocument/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.title !== undefined && func0.call(data, "title")){
if(typeof data.title !== "string"){
const err26 = {instancePath:instancePath+"/title",schemaPath:"#/$defs/ProductDocument/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.pages !== undefined && func0.call(data, "pages")){
let data9 = data.pages;
if(!((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9)))){
const err27 = {instancePath:instancePath+"/pages",schemaPath:"#/$defs/ProductDocument/properties/pages/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(typeof data9 == "number"){
if(data9 < 1 || isNaN(data9)){
const err28 = {instancePath:instancePath+"/pages",schemaPath:"#/$defs/ProductDocument/properties/pages/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/$defs/ProductDocument/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
var _valid0 = _errs19 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
}
}
}
if(!valid0){
const err30 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate2.errors = vErrors;
return errors === 0;
}


function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(!(validate2(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate2.errors : vErrors.concat(validate2.errors);
errors = vErrors.length;
}
validate1.errors = vErrors;
return errors === 0;
}

export const validateInput: Validate = validate4;
const schema9 = {"type":"object","additionalProperties":false,"required":["page"],"properties":{"page":{"type":"string"}}};

function validate4(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.page === undefined) || (!(func0.call(data, "page")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "page"},message:"must have required property '"+"page"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 of Object.keys(data)){
if(!(key0 === "page")){
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
if(data.page !== undefined && func0.call(data, "page")){
if(typeof data.page !== "string"){
const err2 = {instancePath:instancePath+"/page",schemaPath:"#/properties/page/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate4.errors = vErrors;
return errors === 0;
}

export const codec: Codec = {
  contract: 1,
  name: "ProductCatalog",
  description: "A product page turned into catalogue data.",
  hash: "dd932c49e25484a0",
  table,
  validate,
  checks: {
    8: check8,
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
