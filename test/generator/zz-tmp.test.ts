import { it } from "vitest";
import { buildIr } from "/work/main/generator/src/ir/build.ts";
import { buildTable } from "/work/main/generator/src/ir/table.ts";
import { compile } from "/work/main/generator/src/pipeline.ts";
import { decodeValue } from "/work/main/runtime/src/partial/decode-value.ts";
import { config } from "/work/main/test/generator/emit-cases.ts";
const S={type:"string"};
const chain=(n:number)=>({ $ref:"#/$defs/U0", $defs: Object.fromEntries(Array.from({length:n+1},(_,i)=>[`U${i}`, i===n?{type:"object",properties:{z:S}}:{type:"object",properties:{[`p${i}`]:S},anyOf:[{$ref:`#/$defs/U${i+1}`},{$ref:`#/$defs/U${i+1}`,required:[`p${i}`]}]}]))});
const dbl=(n:number)=>({ $ref:"#/$defs/U0", $defs: Object.fromEntries(Array.from({length:n+1},(_,i)=>[`U${i}`, i===n?{type:"object",properties:{z:S}}:{type:"object",properties:{[`p${i}`]:S},allOf:[{$ref:`#/$defs/U${i+1}`},{$ref:`#/$defs/U${i+1}`}]}]))});
it("x", {timeout:300000}, async () => {
  for (const n of [6,8,10,11,12,13,14,16,20]) { const t=Date.now(); const ir=buildIr(chain(n) as any,"2020-12"); const a=Date.now()-t; const t1=Date.now(); buildTable(ir); console.log(n,a,Date.now()-t1,ir.tooComplexAt); }
  for (const n of [12,20,30]) { const t=Date.now(); buildIr(dbl(n) as any,"2020-12"); console.log("dbl",n,Date.now()-t); }
  for (const n of [5,6,7,8]) { const t=Date.now(); const r=await compile(new Map([["schemas/spec.json",JSON.stringify(chain(n))]]),config); console.log("all",n,Date.now()-t, r.diagnostics.map(d=>d.code)); }
  const o={type:"object",required:["id"],properties:{id:S},oneOf:[{properties:{a:S},required:["a"]},{properties:{b:S},required:["b"]}],anyOf:[{properties:{c:S},required:["c"]},{properties:{d:S},required:["d"]}]};
  const o2={allOf:[{anyOf:o.oneOf},{anyOf:o.anyOf}],type:"object",required:["id"],properties:{id:S}};
  for (const s of [o,o2]) { const t=buildTable(buildIr(s as any,"2020-12")).table; console.log(JSON.stringify(decodeValue(t,undefined,{id:"1",a:"x",c:"y",zz:1}))); }
});
