import { readFile, writeFile } from "node:fs/promises";
import { drawStream } from "@despliega/trainer/estimators/draw.js";

/** Features column by column, and a label for each row: a number, or the number of a class. */
export interface Labelled {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
}

/**
 * Draws rows with a label that depends on four features, two of them only together, and on chance; further ones are noise.
 * Every third feature has four values, the others follow the normal distribution.
 */
export const drawLabelled = (rows: number, features: number, seed: number): Labelled => {
  const draw = drawStream(seed, 0);
  const uniform = (): number => (draw(2 ** 32) + 0.5) / 2 ** 32;
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const columns = Array.from({ length: features }, (_, feature) =>
    Float64Array.from({ length: rows }, () => (feature % 3 === 2 ? draw(4) : normal())),
  );
  const target = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, c, d] = columns.map((column) => column[row]!);
    const logit = 1.5 * (1.5 * a! + Math.sign(b!) * d! + c! - 1.5);
    return uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { columns, target };
};

/** Draws normal features, and a class by sums of them that differ from class to class. */
export const drawClasses = (
  rows: number,
  features: number,
  classes: number,
  seed: number,
): Labelled => {
  const draw = drawStream(seed, 0);
  const uniform = (): number => (draw(2 ** 32) + 0.5) / 2 ** 32;
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const slopes = Array.from({ length: classes }, () => Array.from({ length: features }, normal));
  const columns = Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, normal),
  );
  const target = Float64Array.from({ length: rows }, (_, row) => {
    const exponentials = slopes.map((own) =>
      Math.exp(own.reduce((sum, slope, i) => sum + (slope * columns[i]![row]!) / 2, 0)),
    );
    let left = uniform() * exponentials.reduce((a, b) => a + b);
    return Math.max(
      exponentials.findIndex((e) => (left -= e) < 0),
      0,
    );
  });
  return { columns, target };
};

/** Reads a table of plain numbers; an empty field is a missing value. */
export const readLabelled = async (file: string, label: string): Promise<Labelled> => {
  const [header, ...lines] = (await readFile(file, "utf8")).trimEnd().split("\n");
  const names = header!.trim().split(",");
  const cells = lines.map((line) => line.trim().split(","));
  const column = (at: number): Float64Array =>
    Float64Array.from(cells, (row) => (row[at] === "" ? NaN : Number(row[at])));
  const at = names.indexOf(label);
  if (at === -1) throw new Error(`${file} has no column ${label}: ${names.join(", ")}`);
  return {
    columns: names.flatMap((_, i) => (i === at ? [] : [column(i)])),
    target: column(at),
  };
};

/**
 * Splits rows by chance, with the same share of each stratum on both sides.
 *
 * @param stratumOf a label. Default: the label itself
 */
export const splitLabelled = (
  all: Labelled,
  testShare: number,
  seed: number,
  stratumOf: (label: number) => number = (label) => label,
): { readonly training: Labelled; readonly test: Labelled } => {
  const draw = drawStream(seed, 0);
  const sides = { training: [] as number[], test: [] as number[] };
  const strata = all.target.map(stratumOf);
  for (const stratum of [...new Set(strata)].toSorted((a, b) => a - b)) {
    const rows = [...strata.keys()].filter((row) => strata[row] === stratum);
    const tests = Math.round(rows.length * testShare);
    for (let i = 0; i < rows.length; i++) {
      const at = i + draw(rows.length - i);
      sides[i < tests ? "test" : "training"].push(rows[at]!);
      rows[at] = rows[i]!;
    }
  }
  const pick = (rows: readonly number[]): Labelled => ({
    columns: all.columns.map((column) => Float64Array.from(rows, (row) => column[row]!)),
    target: Float64Array.from(rows, (row) => all.target[row]!),
  });
  return { training: pick(sides.training), test: pick(sides.test) };
};

/** Writes rows as little-endian float64 in row order, the label last. */
export const writeLabelled = async (file: string, { columns, target }: Labelled): Promise<void> => {
  const all = [...columns, target];
  const matrix = new Float64Array(all.length * target.length);
  all.forEach((column, at) =>
    column.forEach((value, row) => (matrix[row * all.length + at] = value)),
  );
  await writeFile(file, matrix);
};
