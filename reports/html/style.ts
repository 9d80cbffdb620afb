/** The page's style: light and dark, and readable without colour and when printed. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--dim:#5b6573;--rule:#e4e7ec;--ran:#2f5f8f;--on-ran:#fff;--log:#57606a;--bad:#b42318;--on-bad:#fff;--tint:#fdf0ee;--hatch:#f6d3ce;--code:#f6f7f9;--focus:#b26b00;--link:#1f5b99}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--ink:#e6e8eb;--dim:#9aa4b2;--rule:#2b3036;--ran:#7aa7d9;--on-ran:#0d1115;--log:#a0a8b2;--bad:#f97066;--on-bad:#190504;--tint:#281613;--hatch:#4a211c;--code:#1d2126;--focus:#f0b429;--link:#8ab8ea}}
*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 80px}
h1{font-size:22px;line-height:1.3;margin:0 0 4px}
h2{font-size:18px;line-height:1.35;margin:0 0 6px}
h3{font-size:14px;margin:26px 0 8px}
p{margin:4px 0}
section{margin-top:44px;padding-top:28px;border-top:1px solid var(--rule)}
a{color:var(--link)}
.dim,.legend{color:var(--dim)}
.legend{font-size:13px;margin-top:8px}
code,pre,.events td,.events .number a{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
pre{background:var(--code);padding:10px 12px;margin:10px 0;overflow:auto;border-radius:4px}
dl{display:grid;grid-template-columns:88px 1fr;gap:3px 14px;margin:14px 0 8px}
dt{color:var(--dim)}
dd{margin:0;overflow-wrap:anywhere}
nav ol{padding-left:26px;margin:14px 0 0}
p,h1,h2,li{overflow-wrap:anywhere}
details{margin-top:14px}
summary{cursor:pointer;color:var(--dim)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:400;color:var(--dim);vertical-align:top}
tbody th[scope=row]{color:var(--ink)}
td,th{padding:4px 14px 4px 0;border-bottom:1px solid var(--rule);vertical-align:top;overflow-wrap:anywhere}
thead th{overflow-wrap:normal}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.events td,.events th{padding-top:3px;padding-bottom:3px}
.events td:nth-child(3),td:first-child{white-space:nowrap}
.events td:nth-child(n+4),tbody th[scope=row]{min-width:19ch}
.events .number{color:var(--dim)}
.events .number a{color:inherit;text-decoration:none}
.events .number a:hover{text-decoration:underline}
.wide+p{margin-top:16px}
.next{margin:6px 0;padding-left:20px}
.band th{padding-top:14px;color:var(--dim)}
.cut-row th{color:var(--bad);font-weight:600;letter-spacing:.04em}
.first td{background:var(--tint)}
.first strong,.bad{color:var(--bad)}
.mark{display:inline-block;border:1px solid var(--bad);color:var(--bad);border-radius:3px;padding:0 5px;font:12px/1.5 system-ui,sans-serif}
tr.current td,tr.current th{box-shadow:inset 0 0 0 100px color-mix(in srgb,var(--focus) 13%,transparent)}
tr.current td:first-child,tr.current th:first-child{box-shadow:inset 3px 0 0 var(--focus),inset 0 0 0 100px color-mix(in srgb,var(--focus) 13%,transparent)}
.timeline{display:flex;border:1px solid var(--rule);border-radius:6px;padding:8px 0 4px 12px}
.names{flex:none}
.scroll{overflow-x:auto;flex:1;min-width:0}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--focus);outline-offset:1px}
svg{display:block}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}
svg text.side{font-weight:600;font-size:13px}
svg text.lane,svg text.invocation,svg text.op{fill:var(--dim)}
svg text.op{font-size:10.5px;font-variant-numeric:tabular-nums}
svg text.label{font:12px ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
svg .rule{stroke:var(--rule)}
svg .border{stroke:var(--dim);stroke-dasharray:1 4;stroke-linecap:round}
svg rect.ran{fill:var(--ran)}
svg rect.ran.log{fill:var(--log)}
svg text.ran{fill:var(--on-ran)}
svg rect.replayed{fill:var(--ground);stroke:var(--ran);stroke-width:1.3;stroke-dasharray:4 2.5}
svg rect.instead{fill:var(--ground);stroke:var(--ink);stroke-width:2}
svg text.instead{font-weight:600}
svg rect.wrong{fill:var(--bad);stroke:var(--bad);stroke-width:2}
svg text.wrong{fill:var(--on-bad);font-weight:600}
svg line.unavoidable{stroke:var(--bad);stroke-width:2;stroke-dasharray:1 4;stroke-linecap:round}
svg rect.diverges{fill:url(#hatch)}
svg .hatch-ground{fill:var(--tint)}
svg .hatch-line{stroke:var(--hatch);stroke-width:2}
svg text.diverges-label,svg text.cut-label{fill:var(--bad);font-weight:600}
svg line.cut{stroke:var(--bad);stroke-width:2}
svg a:hover rect{filter:brightness(1.12)}
svg .current rect{stroke:var(--focus);stroke-width:3;stroke-dasharray:none}
svg g.current line.cut{stroke:var(--focus);stroke-width:4}
.patterns{position:absolute}
p.current{min-height:3.1em;font-size:13px;margin-top:4px;overflow-wrap:anywhere}
@media print{.scroll{overflow:visible}main{max-width:none}}
@media(max-width:600px){main{padding:20px 14px 60px}dl{grid-template-columns:1fr}dt{margin-top:6px}}
`;
