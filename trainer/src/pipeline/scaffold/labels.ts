import type { Engine } from "../../engine/engine.js";
import type { ObservationTable } from "../../estimators/observation-table.js";

/** The labels of the observations. */
export interface Labels {
  readonly rows: number;
  readonly least: number;
  readonly most: number;
  /** Different labels. */
  readonly distinct: number;
  /** The greatest label as text. */
  readonly last: string;
}

/** Reads what the labels are. */
export const labelsOf = (engine: Engine, { name }: ObservationTable): Promise<Labels> => {
  const label = engine.dialect.cast("label", "double");
  return engine.row<Labels & object>(`
    SELECT count(*) AS "rows", min(${label}) AS least, max(${label}) AS most,
           count(DISTINCT label) AS "distinct", ${engine.dialect.cast("max(label)", "text")} AS "last"
    FROM ${name}`);
};
