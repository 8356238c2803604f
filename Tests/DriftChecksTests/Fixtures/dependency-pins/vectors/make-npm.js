// Writes npm.tsv: node-semver (npm's own copy) is asked; beside it lie the fixtures range-include.js, range-exclude.js and
// range-intersection.js of its repository, whose pairs are asked first. Lines with a tab in them were left out.
const s=require('/usr/lib/node_modules/npm/node_modules/semver');
const out=[];
for (const [r,v,o] of require('./range-include.js')) { if (o && (o===true||o.loose||o.includePrerelease)) continue; out.push(['contains',r,v,s.satisfies(v,r)?1:0]); }
for (const [r,v,o] of require('./range-exclude.js')) { if (o && (o===true||o.loose||o.includePrerelease)) continue; if (typeof v!=='string') continue; out.push(['contains',r,v,s.satisfies(v,r)?1:0]); }
for (const [a,b,e] of require('./range-intersection.js')) out.push(['intersects',a,b,e?1:0]);
const fixtures=out.length;
let seed=7; const rnd=n=>{seed=(seed*1103515245+12345)&0x7fffffff; return seed%n};
const pick=a=>a[rnd(a.length)];
const N=()=>pick([0,0,1,1,2,3,10]);
const pre=()=>pick(['','','','','-alpha','-alpha.1','-0','-rc.1','-1.2']);
const V=()=>`${N()}.${N()}.${N()}${pre()}`;
const P=()=>pick([()=>`${N()}`,()=>`${N()}.${N()}`,()=>`${N()}.x`,()=>`${N()}.${N()}.*`,()=>'*',V,V,V])();
const C=()=>pick(['','','^','^','~','~','>=','<=','>','<','=','>= ','^ ','~>','~ ','>'])+P();
const set=()=>{const k=rnd(10); if(k==0) return `${P()} - ${P()}`; return Array.from({length:1+rnd(2)},C).join(' ')};
const R=()=>Array.from({length:pick([1,1,1,2])},set).join(pick([' || ','||']));
while(out.length<5000){const r=R(); if(s.validRange(r)===null) {continue} const v=V(); out.push(['contains',r,v,s.satisfies(v,r)?1:0]);}
// intersections without prereleases: where the two libraries could differ by gating
const noPre=x=>!x.includes('-alpha')&&!x.includes('-0')&&!x.includes('-rc')&&!x.includes('-1.2');
let n=0; while(n<2000){const a=R(),b=R(); if(!noPre(a)||!noPre(b)||s.validRange(a)===null||s.validRange(b)===null) continue; out.push(['intersects',a,b,s.intersects(a,b)?1:0]); n++;}
for(let i=0;i<300;i++){const r=R(); out.push(['valid',r,'',s.validRange(r)===null?0:1]);}
for(const r of ['1.x.5','x.1','1.2.3.4','latest','a','01.2.3','>=','1.2.3-','1.2.3-01','>1.2.3beta','1.2.3<2']) out.push(['valid',r,'',s.validRange(r)===null?0:1]);
console.log(`# node-semver ${require('/usr/lib/node_modules/npm/node_modules/semver/package.json').version}; the first ${fixtures} are facts of its own fixtures (ISC), the rest is generated: kind, left, right, answer`);
for(const x of out) console.log(x.join('\t'));
