import { splitLabelled } from "../lib/labelled.js";
import { findPython, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { cars, flights, penguins } from "../lib/tables.js";
import type { Workbench } from "../lib/workbench.js";
import { contestRows } from "./contest-rows.js";

const tables = [penguins, cars, flights];

/**
 * Gradient boosting against scikit-learn's with one thread, both with its defaults of 100 trees per class, on tables of
 * vega-datasets with categories: a quarter of the rows for the test.
 */
export const boostingTableRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  if (isSkipped(python)) return [{ name: "boosting of tables", ours: "", peer: python.skipped }];
  const rows: Row[] = [];
  for (const table of tables) {
    const { name, task, classes, categories, ...all } = table();
    const stratumOf = task === "regression" ? () => 0 : undefined;
    rows.push(
      ...(await contestRows(bench, python.command, name, (seed) => ({
        task,
        classes,
        categories,
        ...splitLabelled(all, 0.25, seed, stratumOf),
      }))),
    );
  }
  return rows;
};
