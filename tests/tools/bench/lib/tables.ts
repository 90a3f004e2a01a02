import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../../repository/files.js";
import type { Labelled } from "./labelled.js";

/** A real table as estimators take it. */
export interface BenchTable extends Labelled {
  readonly name: string;
  readonly task: "classification" | "regression";
  readonly classes: number;
  /** How many names each column has that is a category. */
  readonly categories: readonly (number | undefined)[];
}

type Cell = string | number | null;
type Record = Readonly<{ [column: string]: Cell }>;

const read = (file: string): readonly Record[] =>
  JSON.parse(readFileSync(join(ROOT, "node_modules/vega-datasets/data", file), "utf8")) as Record[];

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : 1);

/** Numbers as they are, names as their place in the sorted list of all names. */
const tableOf = (
  records: readonly Record[],
  given: Pick<BenchTable, "name" | "task"> & {
    readonly target: string;
    readonly numbers: readonly string[];
    readonly names: readonly string[];
  },
): BenchTable => {
  const rows = records.filter((record) => (record[given.target] ?? null) !== null);
  const numbers = (column: string) =>
    Float64Array.from(rows, (row) => (row[column] ?? NaN) as number);
  const known = (column: string) =>
    [...new Set(rows.flatMap((row) => (row[column] ?? []) as string))].toSorted(byCodePoint);
  const places = (column: string) => {
    const names = new Map(known(column).map((name, place) => [name, place]));
    return Float64Array.from(rows, (row) => names.get((row[column] ?? "") as string) ?? NaN);
  };
  const regression = given.task === "regression";
  return {
    name: given.name,
    task: given.task,
    classes: regression ? 2 : known(given.target).length,
    categories: [
      ...given.numbers.map(() => undefined),
      ...given.names.map((column) => known(column).length),
    ],
    columns: [...given.numbers.map(numbers), ...given.names.map(places)],
    target: regression ? numbers(given.target) : places(given.target),
  };
};

/** Species of penguins: three classes, two categories, some values missing. */
export const penguins = (): BenchTable =>
  tableOf(read("penguins.json"), {
    name: "species of penguins",
    task: "classification",
    target: "Species",
    numbers: ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"],
    names: ["Island", "Sex"],
  });

/** Miles per gallon of cars. */
export const cars = (): BenchTable =>
  tableOf(
    read("cars.json").map((car) => ({ ...car, Year: Number(String(car["Year"]).slice(0, 4)) })),
    {
      name: "miles per gallon of cars",
      task: "regression",
      target: "Miles_per_Gallon",
      numbers: ["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration", "Year"],
      names: ["Origin"],
    },
  );

/** Delays of flights, which little in the table tells; two categories of about 200 airports. */
export const flights = (): BenchTable =>
  tableOf(
    read("flights-10k.json").map((flight) => {
      const [, month, day, hour] = String(flight["date"]).split(/\D/).map(Number);
      return { ...flight, month: month!, day: day!, hour: hour! };
    }),
    {
      name: "delays of flights",
      task: "regression",
      target: "delay",
      numbers: ["distance", "month", "day", "hour"],
      names: ["origin", "destination"],
    },
  );
