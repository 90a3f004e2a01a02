import { html, type Html } from "./html.js";
import type { Column, Table } from "./section.js";

/** A table with headings for screen readers. It scrolls on its own when it is too wide. */
export const tableHtml = ({ caption, columns, rows }: Table): Html =>
  html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(headHtml)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((cells) => rowHtml(cells, columns))}
      </tbody>
    </table>
  </div>`;

const headHtml = (column: Column): Html =>
  html`<th scope="col" class="${kind(column)}">${column.name}</th>`;

const rowHtml = (cells: readonly string[], columns: readonly Column[]): Html => {
  const [first, ...others] = cells.map((cell, i) => ({ cell, kind: kind(columns[i]) }));
  return html`<tr>
    ${first && html`<th scope="row" class="${first.kind}">${first.cell}</th>`}
    ${others.map((other) => html`<td class="${other.kind}">${other.cell}</td>`)}
  </tr>`;
};

const kind = (column: Column | undefined): string => (column?.numeric ? "numeric" : "text");
