import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";

/** Features and label of the training table, as the two fits are given them. */
export interface Matrix {
  /** The training table, with a header. */
  readonly csv: string;
  /** The same numbers as little-endian float64 in row order: the features, then the label; 0 where empty. */
  readonly file: string;
  readonly rows: number;
  readonly features: readonly string[];
  readonly label: string;
}

/** Writes the chosen columns of a table of plain numbers as raw float64. */
export const writeMatrix = async (
  table: Pick<Matrix, "csv" | "features" | "label">,
  file: string,
): Promise<Matrix> => {
  const columns = [...table.features, table.label];
  const values: number[] = [];
  let positions: number[] | undefined;
  for await (const line of createInterface(createReadStream(table.csv))) {
    const cells = line.split(",");
    if (positions === undefined) positions = columns.map((column) => position(cells, column));
    else for (const at of positions) values.push(Number(cells[at]));
  }
  await writeFile(file, new Float64Array(values));
  return { ...table, file, rows: values.length / columns.length };
};

const position = (header: readonly string[], column: string): number => {
  const at = header.indexOf(column);
  if (at === -1)
    throw new Error(`The training table has no column ${column}: ${header.join(", ")}`);
  return at;
};

/** SQL that reads the same matrix into the table `observations`, its columns called `x1`, `x2`, … and `y`. */
export const observationsSql = ({ csv, features, label }: Matrix): string => {
  const inputs = features.map(
    (feature, index) => `coalesce("${feature}", 0)::DOUBLE AS x${index + 1}`,
  );
  const columns = [...inputs, `"${label}"::DOUBLE AS y`].join(", ");
  return `CREATE TABLE observations AS SELECT ${columns} FROM read_csv('${csv}', header = true)`;
};
