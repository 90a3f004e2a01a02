import type { ClassCurves } from "../evaluate/evaluation.js";
import type { Run } from "./run.js";

type Row = Readonly<Record<string, number | string>>;

/** The curves of a run as CSV texts, by the names of their files. Tools of many kinds draw them. */
export const plotsOf = ({ evaluated }: Run): ReadonlyMap<string, string> => {
  const tables = new Map<string, readonly Row[]>();
  if (evaluated.kind === "binary") addCurves(tables, [[undefined, evaluated.evaluation]]);
  else if (evaluated.kind === "multiclass")
    addCurves(
      tables,
      evaluated.evaluation.classes.flatMap(({ name, curves }) =>
        curves === undefined ? [] : [[name, curves] as const],
      ),
    );
  else {
    tables.set("deciles.csv", evaluated.evaluation.deciles.map(rowOf));
    tables.set("residuals.csv", evaluated.evaluation.residuals.map(rowOf));
  }
  return new Map(Array.from(tables, ([name, rows]) => [name, csvOf(rows)]));
};

/** @param curves by the names of classes; undefined where a curve is of both classes */
const addCurves = (
  tables: Map<string, readonly Row[]>,
  curves: readonly (readonly [name: string | undefined, curves: ClassCurves])[],
): void => {
  const rows = (of: (curves: ClassCurves) => readonly object[]): Row[] =>
    curves.flatMap(([name, each]) =>
      of(each).map((row) => ({ ...(name === undefined ? {} : { class: name }), ...rowOf(row) })),
    );
  tables.set(
    "roc.csv",
    rows(({ roc }) => roc),
  );
  tables.set(
    "precision_recall.csv",
    rows(({ precisionRecall }) => precisionRecall),
  );
  tables.set(
    "calibration.csv",
    rows(({ calibration }) => calibration),
  );
};

const rowOf = (row: object): Row => ({ ...row });

const csvOf = (rows: readonly Row[]): string => {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => field(row[name]!)).join());
  return `${[names.join(), ...lines].join("\n")}\n`;
};

const field = (value: number | string): string =>
  typeof value === "string" && /[",\r\n]/.test(value)
    ? `"${value.replaceAll('"', '""')}"`
    : `${value}`;
