import { kindOfType } from "./kind-of-type.js";
import type { Page, PageColumn } from "./session.js";

/** Rows of results as lines of CSV, as DuckDB writes them: equal rows give equal bytes on either engine. */
export async function* csvText(
  pages: AsyncIterable<Page>,
  header: boolean,
): AsyncGenerator<string, void, undefined> {
  let first = header;
  for await (const { rows, columns } of pages) {
    if (first) yield `${columns.map(({ name }) => quoted(name)).join(",")}\n`;
    first = false;
    const written = columns.map(writerOf);
    const lines: string[] = [];
    for (let row = 0; row < rows; row++)
      lines.push(
        columns.map((column, i) => (column.isMissing(row) ? "" : written[i]!(row))).join(","),
      );
    if (rows > 0) yield `${lines.join("\n")}\n`;
  }
}

const writerOf = ({ type, values }: PageColumn): ((row: number) => string) => {
  if (type === "DOUBLE") return (row) => doubleText(values[row] as number);
  if (type === "BOOLEAN") return (row) => (values[row] === 1 ? "true" : "false");
  if (kindOfType(type) === "integer") return (row) => String(values[row]);
  return (row) => quoted(Buffer.from(values[row] as Uint8Array).toString());
};

const quoted = (text: string): string =>
  text === "" || /[",#\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A double with the fewest digits that read back as it, with an exponent below 1e-4 and from 1e16 on. */
export const doubleText = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 16) {
    const sign = power < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const sign = value < 0 ? "-" : "";
  const all = digits.replace("-", "").replace(".", "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${all}`;
  if (all.length <= power + 1) return `${sign}${all.padEnd(power + 1, "0")}.0`;
  return `${sign}${all.slice(0, power + 1)}.${all.slice(power + 1)}`;
};
