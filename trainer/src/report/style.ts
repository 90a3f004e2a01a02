/** The page's stylesheet: light, dark and print, one column on a telephone, two where there is room. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f5f7f9; --ink: #1c2127; --muted: #5c6670; --grid: #e3e7eb;
  --first: #0072b2; --second: #d55e00; --third: #009e73; --fourth: #b8558f;
  --fifth: #b07c00; --sixth: #3d9fd6; --seventh: #6b7280; --eighth: #7a5195;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --panel: #1d232a; --ink: #e6e9ec; --muted: #a0aab4; --grid: #2f3740;
    --first: #56b4e9; --second: #f0a03c; --third: #2fc79b; --fourth: #dd8fbd;
    --fifth: #e6c04d; --sixth: #9bd0f0; --seventh: #a0a8b0; --eighth: #b99ad6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 2.5rem 1.25rem 4rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
}
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .4rem; }
a { color: var(--first); }
p { margin: 0 0 1rem; max-width: 44rem; }
.lead { color: var(--muted); font-size: 1.2rem; margin: .3rem 0 1.5rem; }
.summary {
  background: var(--panel); border-left: 4px solid var(--first); border-radius: 4px;
  margin: 0 0 1.5rem; padding: 1rem 1.25rem;
}
.summary p { font-size: 1.05rem; margin: 0 0 .4rem; max-width: none; }
.summary p:last-child { margin: 0; }
.warning {
  background: var(--panel); border-left: 4px solid var(--second); border-radius: 4px;
  color: var(--ink); padding: .6rem 1rem;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0 0 1.5rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
nav ul { columns: 14rem; list-style: none; margin: 0; padding: 0; }
nav li { padding: .1rem 0; }
section { border-top: 1px solid var(--grid); margin-top: 2.25rem; padding-top: 1.75rem; }
section > p { color: var(--muted); }
.body { display: grid; gap: 1.5rem 2.5rem; align-items: start; }
.both { display: flex; flex-wrap: wrap; }
.both > figure { flex: 0 1 440px; }
.both > .scroll { max-width: 100%; }
figure { margin: 0; max-width: 440px; }
svg { display: block; height: auto; width: 100%; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { color: var(--muted); padding: 0 0 .4rem; text-align: left; }
th, td { border-bottom: 1px solid var(--grid); padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; }
thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; }
.numeric { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
@media (max-width: 30rem) {
  body { padding-top: 1.5rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
  table { font-size: .85rem; }
  th, td { padding-right: .6rem; }
  td.text:last-child { min-width: 9rem; }
}
@media print {
  :root { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  .both { gap: 1.25rem; }
  .both > figure { flex-basis: 270px; }
  th, td { padding-right: .6rem; }
  figure { max-width: 340px; }
  .scroll { overflow: visible; }
  nav { display: none; }
  section { break-inside: avoid; }
  h2, section > p { break-after: avoid; }
}
`;
