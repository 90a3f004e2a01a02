import type { Table } from "./section.js";

/** A table in Markdown. */
export const tableMarkdown = ({ columns, rows }: Table): string =>
  [
    columns.map(({ name }) => name),
    columns.map((column) => (column.numeric ? "---:" : "---")),
    ...rows.map((row) => row.map(cell)),
  ]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const cell = (text: string): string => text.replaceAll(/[\\|<]/g, String.raw`\$&`);
