// Generated from schemas/product-catalog.yaml. Do not edit: change the spec and run `outspec generate`.
// contract 1, body sha256:eb31f02e6e152f72e0de2926a732f2d18818dc9125feef50e29a58199c5bec15
// @ts-nocheck
import { isUri, issuesAt } from "@outspec/runtime/codegen";
import type { Codec, CompiledDialect, JsonSchema, StreamTable, Validate } from "@outspec/runtime/codegen";

export const schema: JsonSchema = { type: "object", additionalProperties: false, required: ["name", "attributes", "price", "media"], properties: { name: { description: "Name of the product without the brand.", type: "string" }, attributes: { description: "Properties a buyer filters by, such as colour or material; the name is lower case.", type: "object", additionalProperties: { type: "string" } }, price: { description: "Price of one piece, with tax.", type: "object", additionalProperties: false, required: ["amount", "currency"], properties: { amount: { description: "In whole units, as in 9.5.", type: "number", minimum: 0 }, currency: { description: "ISO 4217 code.", enum: ["EUR", "USD", "GBP", "JPY"] } } }, media: { description: "Pictures, videos and documents in the order of the page.", type: "array", items: { oneOf: [{ $ref: "#/$defs/ProductImage" }, { $ref: "#/$defs/ProductVideo" }, { $ref: "#/$defs/ProductDocument" }] } } }, $defs: { ProductImage: { type: "object", additionalProperties: false, required: ["kind", "url", "alt"], properties: { kind: { const: "image" }, url: { description: "Address of the picture file.", type: "string", format: "uri" }, alt: { description: "What the picture shows, for people who do not see it.", type: "string" } } }, ProductVideo: { type: "object", additionalProperties: false, required: ["kind", "url", "seconds"], properties: { kind: { const: "video" }, url: { description: "Address of the video or its player.", type: "string", format: "uri" }, seconds: { description: "How long it plays.", type: "integer", minimum: 0 } } }, ProductDocument: { type: "object", additionalProperties: false, required: ["kind", "url", "title"], properties: { kind: { const: "document" }, url: { description: "Address of the file.", type: "string", format: "uri" }, title: { description: "Title as linked, as in Assembly instructions.", type: "string" }, pages: { description: "How many pages it has, when the page says so.", type: "integer", minimum: 1 } } } } };

export const table: StreamTable = [
  { kind: "object", properties: { name: 1, attributes: 2, price: 4, media: 7 }, required: ["name", "attributes", "price", "media"], rest: "reject" },
  { kind: "text" },
  { kind: "object", properties: {}, rest: 3 },
  { kind: "text" },
  { kind: "object", properties: { amount: 5, currency: 6 }, required: ["amount", "currency"], rest: "reject" },
  { kind: "whole", types: ["number"], limits: { minimum: 0 } },
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
  { kind: "whole", types: ["integer"], limits: { minimum: 0 } },
  { kind: "object", properties: { kind: 18, url: 19, title: 20, pages: 21 }, required: ["kind", "url", "title"], rest: "reject" },
  { kind: "whole", types: ["string"], values: ["document"] },
  { kind: "whole", types: ["string"] },
  { kind: "text" },
  { kind: "whole", types: ["integer"], limits: { minimum: 1 } },
];

export const openaiStrict: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string","description":"Name of the product without the brand."},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","description":"Price of one piece, with tax.","properties":{"amount":{"type":"number","description":"In whole units, as in 9.5.","minimum":0},"currency":{"type":"string","description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"Address of the picture file. (format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"Address of the video or its player. (format uri)"},"seconds":{"type":"integer","description":"How long it plays.","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"Address of the file. (format uri)"},"title":{"type":"string","description":"Title as linked, as in Assembly instructions."},"pages":{"type":["integer","null"],"description":"How many pages it has, when the page says so.","minimum":1}},"required":["kind","url","title","pages"],"additionalProperties":false}}}',
  inverse: { nullMeansAbsent: { "17": ["pages"] }, entries: [2] },
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url"],
};
export const anthropic: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string","description":"Name of the product without the brand."},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","description":"Price of one piece, with tax.","properties":{"amount":{"type":"number","description":"In whole units, as in 9.5. (minimum 0)"},"currency":{"type":"string","description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"Address of the picture file.","format":"uri"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"Address of the video or its player.","format":"uri"},"seconds":{"type":"integer","description":"How long it plays. (minimum 0)"}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"Address of the file.","format":"uri"},"title":{"type":"string","description":"Title as linked, as in Assembly instructions."},"pages":{"type":"integer","description":"How many pages it has, when the page says so. (minimum 1)"}},"required":["kind","url","title"],"additionalProperties":false}}}',
  inverse: { entries: [2] },
  unenforced: ["minimum at #/$defs/ProductVideo/properties/seconds", "minimum at #/$defs/ProductDocument/properties/pages", "minimum at #/properties/price/properties/amount"],
};
export const llamaGbnf: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string","description":"Name of the product without the brand."},"attributes":{"type":"object","description":"Properties a buyer filters by, such as colour or material; the name is lower case.","additionalProperties":{"type":"string"}},"price":{"type":"object","description":"Price of one piece, with tax.","properties":{"amount":{"type":"number","description":"In whole units, as in 9.5. (minimum 0)"},"currency":{"type":"string","description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"Address of the picture file. (format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"Address of the video or its player. (format uri)"},"seconds":{"type":"integer","description":"How long it plays.","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"Address of the file. (format uri)"},"title":{"type":"string","description":"Title as linked, as in Assembly instructions."},"pages":{"type":"integer","description":"How many pages it has, when the page says so.","minimum":1}},"required":["kind","url","title"],"additionalProperties":false}]}}},"required":["name","attributes","price","media"],"additionalProperties":false}',
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url", "minimum at #/properties/price/properties/amount"],
};
export const openaiCompatibleLoose: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string","description":"Name of the product without the brand."},"attributes":{"type":"array","description":"Properties a buyer filters by, such as colour or material; the name is lower case. (each key once)","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}},"required":["key","value"],"additionalProperties":false}},"price":{"type":"object","description":"Price of one piece, with tax.","properties":{"amount":{"type":"number","description":"In whole units, as in 9.5.","minimum":0},"currency":{"type":"string","description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"Address of the picture file. (format uri)"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"Address of the video or its player. (format uri)"},"seconds":{"type":"integer","description":"How long it plays.","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"Address of the file. (format uri)"},"title":{"type":"string","description":"Title as linked, as in Assembly instructions."},"pages":{"type":["integer","null"],"description":"How many pages it has, when the page says so.","minimum":1}},"required":["kind","url","title","pages"],"additionalProperties":false}]}}},"required":["name","attributes","price","media"],"additionalProperties":false}',
  inverse: { nullMeansAbsent: { "17": ["pages"] }, entries: [2] },
  unenforced: ["format at #/$defs/ProductImage/properties/url", "format at #/$defs/ProductVideo/properties/url", "format at #/$defs/ProductDocument/properties/url"],
};
export const prompt: CompiledDialect = {
  schema: '{"type":"object","additionalProperties":false,"required":["name","attributes","price","media"],"properties":{"name":{"description":"Name of the product without the brand.","type":"string"},"attributes":{"description":"Properties a buyer filters by, such as colour or material; the name is lower case.","type":"object","additionalProperties":{"type":"string"}},"price":{"description":"Price of one piece, with tax.","type":"object","additionalProperties":false,"required":["amount","currency"],"properties":{"amount":{"description":"In whole units, as in 9.5.","type":"number","minimum":0},"currency":{"description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}}},"media":{"description":"Pictures, videos and documents in the order of the page.","type":"array","items":{"oneOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"$defs":{"ProductImage":{"type":"object","additionalProperties":false,"required":["kind","url","alt"],"properties":{"kind":{"const":"image"},"url":{"description":"Address of the picture file.","type":"string","format":"uri"},"alt":{"description":"What the picture shows, for people who do not see it.","type":"string"}}},"ProductVideo":{"type":"object","additionalProperties":false,"required":["kind","url","seconds"],"properties":{"kind":{"const":"video"},"url":{"description":"Address of the video or its player.","type":"string","format":"uri"},"seconds":{"description":"How long it plays.","type":"integer","minimum":0}}},"ProductDocument":{"type":"object","additionalProperties":false,"required":["kind","url","title"],"properties":{"kind":{"const":"document"},"url":{"description":"Address of the file.","type":"string","format":"uri"},"title":{"description":"Title as linked, as in Assembly instructions.","type":"string"},"pages":{"description":"How many pages it has, when the page says so.","type":"integer","minimum":1}}}}}',
};
export const anthropicTool: CompiledDialect = {
  schema: '{"type":"object","properties":{"name":{"type":"string","description":"Name of the product without the brand."},"attributes":{"type":"object","description":"Properties a buyer filters by, such as colour or material; the name is lower case.","additionalProperties":{"type":"string"}},"price":{"type":"object","description":"Price of one piece, with tax.","properties":{"amount":{"type":"number","description":"In whole units, as in 9.5.","minimum":0},"currency":{"type":"string","description":"ISO 4217 code.","enum":["EUR","USD","GBP","JPY"]}},"required":["amount","currency"],"additionalProperties":false},"media":{"type":"array","description":"Pictures, videos and documents in the order of the page.","items":{"anyOf":[{"$ref":"#/$defs/ProductImage"},{"$ref":"#/$defs/ProductVideo"},{"$ref":"#/$defs/ProductDocument"}]}}},"required":["name","attributes","price","media"],"additionalProperties":false,"$defs":{"ProductImage":{"type":"object","properties":{"kind":{"type":"string","const":"image"},"url":{"type":"string","description":"Address of the picture file.","format":"uri"},"alt":{"type":"string","description":"What the picture shows, for people who do not see it."}},"required":["kind","url","alt"],"additionalProperties":false},"ProductVideo":{"type":"object","properties":{"kind":{"type":"string","const":"video"},"url":{"type":"string","description":"Address of the video or its player.","format":"uri"},"seconds":{"type":"integer","description":"How long it plays.","minimum":0}},"required":["kind","url","seconds"],"additionalProperties":false},"ProductDocument":{"type":"object","properties":{"kind":{"type":"string","const":"document"},"url":{"type":"string","description":"Address of the file.","format":"uri"},"title":{"type":"string","description":"Title as linked, as in Assembly instructions."},"pages":{"type":"integer","description":"How many pages it has, when the page says so.","minimum":1}},"required":["kind","url","title"],"additionalProperties":false}}}',
};

export const validate: Validate = validate0;
export const check8: Validate = validate1;

const schema2 = schema.$defs.ProductImage;

function validate2(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "kind") || (key0 === "url")) || (key0 === "alt"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.kind !== undefined){
if("image" !== data.kind){
errors = (vErrors ??= []).push({instancePath:"/kind",keyword:"const",params:{allowedValue: "image"}});
}
}
if(data.url !== undefined){
let data1 = data.url;
if(typeof data1 === "string"){
if(!(isUri(data1))){
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"format",params:{format: "uri"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"type",params:{type: "string"}});
}
}
if(data.alt !== undefined){
if(typeof data.alt !== "string"){
errors = (vErrors ??= []).push({instancePath:"/alt",keyword:"type",params:{type: "string"}});
}
}
if(((data.kind === undefined) || (data.url === undefined)) || (data.alt === undefined)){
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

const schema3 = schema.$defs.ProductVideo;

function validate3(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "kind") || (key0 === "url")) || (key0 === "seconds"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.kind !== undefined){
if("video" !== data.kind){
errors = (vErrors ??= []).push({instancePath:"/kind",keyword:"const",params:{allowedValue: "video"}});
}
}
if(data.url !== undefined){
let data1 = data.url;
if(typeof data1 === "string"){
if(!(isUri(data1))){
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"format",params:{format: "uri"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"type",params:{type: "string"}});
}
}
if(data.seconds !== undefined){
let data2 = data.seconds;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
errors = (vErrors ??= []).push({instancePath:"/seconds",keyword:"type",params:{type: "integer"}});
}
if(typeof data2 == "number"){
if(data2 < 0 || isNaN(data2)){
errors = (vErrors ??= []).push({instancePath:"/seconds",keyword:"minimum",params:{comparison: ">=", limit: 0}});
}
}
}
if(((data.kind === undefined) || (data.url === undefined)) || (data.seconds === undefined)){
for(const name0 of schema3.required){
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

const schema4 = schema.$defs.ProductDocument;

function validate4(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "kind") || (key0 === "url")) || (key0 === "title")) || (key0 === "pages"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.kind !== undefined){
if("document" !== data.kind){
errors = (vErrors ??= []).push({instancePath:"/kind",keyword:"const",params:{allowedValue: "document"}});
}
}
if(data.url !== undefined){
let data1 = data.url;
if(typeof data1 === "string"){
if(!(isUri(data1))){
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"format",params:{format: "uri"}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/url",keyword:"type",params:{type: "string"}});
}
}
if(data.title !== undefined){
if(typeof data.title !== "string"){
errors = (vErrors ??= []).push({instancePath:"/title",keyword:"type",params:{type: "string"}});
}
}
if(data.pages !== undefined){
let data3 = data.pages;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
errors = (vErrors ??= []).push({instancePath:"/pages",keyword:"type",params:{type: "integer"}});
}
if(typeof data3 == "number"){
if(data3 < 1 || isNaN(data3)){
errors = (vErrors ??= []).push({instancePath:"/pages",keyword:"minimum",params:{comparison: ">=", limit: 1}});
}
}
}
if(((data.kind === undefined) || (data.url === undefined)) || (data.title === undefined)){
for(const name0 of schema4.required){
if(data[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"",keyword:"type",params:{type: "object"}});
}
validate4.errors = vErrors;
return errors === 0;
}

function validate1(data){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.kind;
if(tag0 === "image"){
if(!validate2(data)){
vErrors = issuesAt("", validate2.errors, vErrors);
errors = vErrors.length;
}
}
else if(tag0 === "video"){
if(!validate3(data)){
vErrors = issuesAt("", validate3.errors, vErrors);
errors = vErrors.length;
}
}
else if(tag0 === "document"){
if(!validate4(data)){
vErrors = issuesAt("", validate4.errors, vErrors);
errors = vErrors.length;
}
}
else if(tag0 === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "kind"}});
}
else {
errors = (vErrors ??= []).push({instancePath:"/kind",keyword:"enum",params:{allowedValues: ["image","video","document"]}});
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
if(!((((key0 === "name") || (key0 === "attributes")) || (key0 === "price")) || (key0 === "media"))){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
errors = (vErrors ??= []).push({instancePath:"/name",keyword:"type",params:{type: "string"}});
}
}
if(data.attributes !== undefined){
let data1 = data.attributes;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(typeof data1[key1] !== "string"){
errors = (vErrors ??= []).push({instancePath:"/attributes/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type",params:{type: "string"}});
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/attributes",keyword:"type",params:{type: "object"}});
}
}
if(data.price !== undefined){
let data3 = data.price;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key2 in data3){
if(!((key2 === "amount") || (key2 === "currency"))){
errors = (vErrors ??= []).push({instancePath:"/price",keyword:"additionalProperties",params:{additionalProperty: key2}});
}
}
if(data3.amount !== undefined){
let data4 = data3.amount;
if(typeof data4 == "number"){
if(data4 < 0 || isNaN(data4)){
errors = (vErrors ??= []).push({instancePath:"/price/amount",keyword:"minimum",params:{comparison: ">=", limit: 0}});
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/price/amount",keyword:"type",params:{type: "number"}});
}
}
if(data3.currency !== undefined){
if(!(schema0.properties.price.properties.currency.enum.includes(data3.currency))){
errors = (vErrors ??= []).push({instancePath:"/price/currency",keyword:"enum",params:{allowedValues: schema0.properties.price.properties.currency.enum}});
}
}
if((data3.amount === undefined) || (data3.currency === undefined)){
for(const name0 of schema0.properties.price.required){
if(data3[name0] === undefined){
errors = (vErrors ??= []).push({instancePath:"/price",keyword:"required",params:{missingProperty: name0}});
}
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/price",keyword:"type",params:{type: "object"}});
}
}
if(data.media !== undefined){
let data6 = data.media;
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
if(!validate1(data6[i0])){
vErrors = issuesAt("/media/" + i0, validate1.errors, vErrors);
errors = vErrors.length;
}
}
}
else {
errors = (vErrors ??= []).push({instancePath:"/media",keyword:"type",params:{type: "array"}});
}
}
if((((data.name === undefined) || (data.attributes === undefined)) || (data.price === undefined)) || (data.media === undefined)){
for(const name1 of schema0.required){
if(data[name1] === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: name1}});
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
if(!(key0 === "page")){
errors = (vErrors ??= []).push({instancePath:"",keyword:"additionalProperties",params:{additionalProperty: key0}});
}
}
if(data.page !== undefined){
if(typeof data.page !== "string"){
errors = (vErrors ??= []).push({instancePath:"/page",keyword:"type",params:{type: "string"}});
}
}
if(data.page === undefined){
errors = (vErrors ??= []).push({instancePath:"",keyword:"required",params:{missingProperty: "page"}});
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
  name: "ProductCatalog",
  description: "A product page turned into catalogue data.",
  hash: "c199274ef54ee446",
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
