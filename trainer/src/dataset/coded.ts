import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import { isPlain, valueSql, type SqlFeature } from "./feature-sql.js";

/**
 * Puts the number that a model takes in the place of each value of its features. A name that is refused becomes NULL, as a
 * missing value is. All other columns stay.
 *
 * @param as whether the numbers are computed once, or whenever they are read
 * @returns the observations themselves where every value is its number
 */
export const coded = async (
  engine: Engine,
  observations: ObservationTable,
  features: readonly SqlFeature[],
  as: "table" | "view",
): Promise<ObservationTable> => {
  if (features.every(isPlain)) return observations;
  const codes = new Map(
    features.map((feature, i) => [feature.name, codeOf(engine.dialect, feature, i)]),
  );
  const columns = (await engine.columnsOf(observations)).map((name) => {
    const column = identifier(name);
    const code = codes.get(name);
    return code === undefined ? `o.${column}` : `${code.number} AS ${column}`;
  });
  const joins = [...codes.values()].map(({ join }) => join);
  return engine[as]<ObservationColumn>(
    `SELECT ${columns.join(", ")} FROM ${observations.name} AS o ${joins.join(" ")}`,
  );
};

/** SQL of a feature's number, and of the table that it is looked up in. */
interface Code {
  readonly number: string;
  readonly join: string;
}

const codeOf = (dialect: Dialect, feature: SqlFeature, i: number): Code => {
  const { name, type, categories = [], unseen } = feature;
  const value = valueSql(dialect, feature, `o.${identifier(name)}`);
  if (type === "boolean") return { number: dialect.cast(value, "integer"), join: "" };
  if (type !== "category") return { number: value, join: "" };
  // A join finds the code of each row at once, where CASE compares it with one name after the other.
  const names = categories.map((category, code) => `(${literal(category)}, ${code})`);
  const others = `CASE WHEN ${value} IS NOT NULL THEN ${categories.length} END`;
  return {
    number: unseen === "other" ? `coalesce(k${i}.code, ${others})` : `k${i}.code`,
    join: `LEFT JOIN (VALUES ${names.join()}) AS k${i}(name, code) ON k${i}.name = ${value}`,
  };
};
