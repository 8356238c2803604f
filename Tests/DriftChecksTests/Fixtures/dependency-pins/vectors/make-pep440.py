# Writes pep440.tsv: what PyPI's "packaging" answers to generated questions. python3 make-pep440.py > pep440.tsv
import random, itertools
from packaging.specifiers import SpecifierSet
from packaging.version import Version
import packaging
r=random.Random(440)
nums=[0,1,2,3,10]
def version(local=False, full=True):
    v=""
    if r.random()<.08: v+=f"{r.choice([0,1])}!"
    v+=".".join(str(r.choice(nums)) for _ in range(r.choice([1,2,2,3,3,4])))
    if full:
        if r.random()<.25: v+=r.choice(["a","b","rc",".a","-beta.","_c","alpha","pre"])+str(r.choice([0,1,2]))
        if r.random()<.2: v+=r.choice([".post","-","post",".rev"])+str(r.choice([0,1,2]))
        if r.random()<.2: v+=r.choice([".dev","dev","-dev"])+str(r.choice([0,1]))
    if local and r.random()<.15: v+="+"+r.choice(["1","abc","abc.1","ubuntu-2"])
    return v
def clause():
    op=r.choice(["==","!=","<=",">=","<",">","~=","==","==.*","!=.*","==="])
    if op.endswith(".*"): return op[:2]+version(full=False)+".*"
    if op=="~=":
        while True:
            v=version()
            if len(Version(v).release)>1: return op+v
    return op+version(local=op in("==","!="))
def spec():
    return ",".join(clause() for _ in range(r.choice([1,1,1,2,2,3])))
def near(s):
    # versions near a specifier's own
    base=[c.version.replace(".*","") for c in SpecifierSet(s)]
    if not base or r.random()<.3: return version(local=True)
    b=r.choice(base); v=Version(b)
    e=f"{v.epoch}!" if v.epoch else ""
    rel=list(v.release)
    k=r.random()
    if k<.25: return b
    if k<.5: rel[-1]+=r.choice([0,1])
    if k<.6: rel+= [0]
    if k<.65: rel+= [1]
    out=e+".".join(map(str,rel))
    out+=r.choice(["","","a1","rc1",".post0",".post1",".dev0","a1.dev1",".post1.dev0","a1.post1"])
    if r.random()<.15: out+=r.choice(["+1","+abc"])
    return out
out=[]
while len(out)<3500:
    s=spec(); v=near(s)
    out.append(("contains",s,v,int(SpecifierSet(s).contains(v,prereleases=True))))
dis=[]
while len(dis)<1500:
    a,b=spec(),spec()
    if "===" in a or "===" in b: continue
    dis.append(("disjoint",a,b,int((SpecifierSet(a,prereleases=True) & SpecifierSet(b,prereleases=True)).is_unsatisfiable())))
eq=[]
order=[]
while len(order)<700:
    a,b=version(True),version(True)
    order.append(("order",a,b,(Version(a)>Version(b))-(Version(a)<Version(b))))
print(f"# packaging {packaging.__version__}, seed 440: kind, left, right, answer")
for x in out+dis+order: print("\t".join(map(str,x)))
