import { escapeHtml } from "@despliega/trainer/report/html.js";
import { localeOf } from "@despliega/trainer/report/language/locale.js";
import type { Chart } from "@despliega/trainer/report/section.js";
import { svg } from "@despliega/trainer/report/svg.js";

/** The language of the notebooks: its texts, and how it writes numbers. */
export const locale = localeOf("es");

/** Content by media type. */
type Content = Readonly<Record<string, unknown>>;

declare const Deno: {
  readonly jupyter: {
    display(content: Content, options: { readonly raw: true }): Promise<void>;
  };
};

/** Shows content below its cell. */
const show = (content: Content): Promise<void> => Deno.jupyter.display(content, { raw: true });

/** Shows a chart as an SVG picture. Outside of a report no page sets its colours, so it has its own and a white ground. */
export const picture = async (name: string, spec: Chart["spec"]): Promise<void> => {
  const { markup } = await svg("lab", { name, spec }, locale);
  const plain = markup.replaceAll(/var\(--[\w-]+, (#\w+)\)/g, "$1");
  return show({
    "image/svg+xml": plain.replace("<svg ", '<svg style="background:#ffffff" '),
    "text/plain": name,
  });
};

/** A value of a cell of a table. */
type Value = string | number | boolean | null;

const textOf = (value: Value): string => {
  if (value === null) return "–";
  return typeof value === "number" ? locale.format.number(value) : String(value);
};

/** Shows rows as a table, whose head are the names of their columns. Numbers are aligned right. */
export const table = (rows: readonly object[]): Promise<void> => {
  const values = rows.map((row) => Object.entries(row) as [string, Value][]);
  const names = (values[0] ?? []).map(([name]) => name);
  const cell = ([, value]: [string, Value]): string =>
    `<td${typeof value === "number" ? ' align="right"' : ""}>${escapeHtml(textOf(value))}</td>`;
  const line = (cells: readonly string[]): string => `<tr>${cells.join("")}</tr>`;
  const head = line(names.map((name) => `<th>${escapeHtml(name)}</th>`));
  const body = values.map((row) => line(row.map(cell))).join("\n");
  return show({
    "text/html": `<table>\n${head}\n${body}\n</table>`,
    "text/plain": [names, ...values.map((row) => row.map(([, value]) => textOf(value)))]
      .map((row) => row.join(" | "))
      .join("\n"),
  });
};

/** Shows the figures of a model with every digit, so that they can be compared with those of a release. */
export const figures = (values: Readonly<Record<string, number>>): Promise<void> =>
  show({ "application/json": values, "text/plain": JSON.stringify(values, null, 2) });
