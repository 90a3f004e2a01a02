import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../repository/files.js";

type Cell = string | number | null;

/** A row of a table, by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * A real table of vega-datasets. The package is BSD-3-Clause; cars.json was given out in 1982 for educational and
 * scientific purposes (StatLib), penguins.json is CC0 (Palmer Station Antarctica LTER).
 */
export const vegaRows = (
  name: "cars" | "movies" | "penguins" | "unemployment-across-industries",
): readonly Row[] =>
  JSON.parse(
    readFileSync(join(ROOT, "node_modules/vega-datasets/data", `${name}.json`), "utf8"),
  ) as Row[];

/** A table as a CSV in the standard format. */
export const csvOf = (rows: readonly Row[]): string => {
  const names = Object.keys(rows[0]!);
  const cells = rows.map((row) => names.map((name) => csvField(row[name])).join(","));
  return [names.join(","), ...cells, ""].join("\n");
};

const csvField = (value: Cell | undefined): string => {
  const text = String(value ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** What Excel with Spanish settings exports: semicolons, decimal commas, DD/MM/YYYY, CRLF, Windows-1252. */
export const spanishExport = (rows: readonly Row[]): Buffer => {
  const names = Object.keys(rows[0]!);
  const cells = rows.map((row) => names.map((name) => spanishText(row[name])).join(";"));
  return Buffer.from([names.join(";"), ...cells, ""].join("\r\n"), "latin1");
};

const spanishText = (value: Cell | undefined): string => {
  if (value === null || value === undefined) return "NA";
  if (typeof value === "number") return String(value).replace(".", ",");
  return value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1");
};
