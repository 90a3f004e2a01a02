import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import { labelText } from "./label-text.js";

/**
 * Makes a view of observations with the code of each label's class in its place: 0 for the first name, 1 for the next.
 * What is none of them has no label.
 */
export const codeLabels = async (
  engine: Engine,
  observations: ObservationTable,
  classes: readonly string[],
): Promise<ObservationTable> => {
  const text = labelText(engine.dialect, await engine.kindOf(observations, "label"));
  const codes = classes.map((name, code) => `WHEN ${literal(name)} THEN ${code}`);
  const columns = (await engine.columnsOf(observations)).map((column) =>
    column === "label" ? `CASE ${text} ${codes.join(" ")} END AS label` : identifier(column),
  );
  return engine.view<ObservationColumn>(`SELECT ${columns.join(", ")} FROM ${observations.name}`);
};
