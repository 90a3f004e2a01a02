import { typedValueSql } from "../dataset/feature-sql.js";
import { identifier } from "../engine/sql.js";
import { codedFeature } from "../model/coded-feature.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { InputColumn } from "./input-columns.js";
import type { Trial } from "./trial.js";
import type { WorldInput } from "./world.js";

/** A column that is a feature, as it is. */
export interface OwnColumn {
  readonly dataset: string;
  readonly column: string;
  readonly observations: number;
}

/** The inputs that hold the rows of observations: they have a unique column with the name of the observations. */
export const inputsOfRows = ({ model, world }: Trial): readonly WorldInput[] =>
  world.inputs.filter(({ columns }) =>
    columns.some(({ name, unique }) => name === model.columns.observation && unique),
  );

/**
 * The column of such an input that has the value of a feature in the row of every observation.
 *
 * @returns undefined where there is no such column
 */
export const ownColumn = async (
  trial: Trial,
  feature: FeatureDefinition,
): Promise<OwnColumn | undefined> => {
  for (const input of inputsOfRows(trial)) {
    const found = await columnIn(trial, feature, input);
    if (found !== undefined) return found;
  }
  return undefined;
};

const columnIn = async (
  { engine, model, base }: Trial,
  feature: FeatureDefinition,
  { definition: { dataset }, columns, copy }: WorldInput,
): Promise<OwnColumn | undefined> => {
  const { cast } = engine.dialect;
  const value = (column: string) => typedValueSql(engine.dialect, codedFeature(feature), column);
  const alike = columns.filter((column) => KINDS[feature.type](column));
  const counts = alike.map(({ name }, i) => {
    const [made, own] = [`o.${identifier(feature.name)}`, `r.${identifier(name)}`].map(value);
    return `count(*) FILTER (WHERE ${made!} IS DISTINCT FROM ${own!}) AS c${i}`;
  });
  const key = `r.${identifier(model.columns.observation)}`;
  const found = await engine.row<Record<string, number>>(`
    SELECT ${["count(*) AS observations", ...counts].join()}
    FROM ${base.name} AS o JOIN ${copy.name} AS r
      ON ${cast("o.observation", "text")} = ${cast(key, "text")}
    WHERE o.label IS NOT NULL`);
  const observations = found["observations"]!;
  const at = alike.findIndex((_, i) => found[`c${i}`] === 0);
  return at === -1 || observations === 0
    ? undefined
    : { dataset, column: alike[at]!.name, observations };
};

const isNumber = ({ type }: InputColumn): boolean =>
  type === "bigint" || type === "double" || type.startsWith("decimal");

/** Whether a column can be a feature of a type. */
const KINDS: Readonly<Record<FeatureDefinition["type"], (column: InputColumn) => boolean>> = {
  integer: isNumber,
  number: isNumber,
  boolean: ({ type }) => type === "boolean" || type === "bigint",
  category: ({ type }) => type === "text",
};
