import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { DraftFeature } from "./draft.js";

/** Values to ask with, by the names of features, or of the key. */
export type Example = Readonly<Record<string, number | string | boolean | null>>;

/** The first key that can be asked for. */
export const exampleKey = (engine: Engine, { name }: ObservationTable): Promise<Example> =>
  engine.row(`SELECT min(entity) AS entity FROM ${name}`);

/** A usual row, which is nobody's: of each feature the median or the most frequent value. */
export const exampleRow = async (
  engine: Engine,
  { name: table }: ObservationTable,
  features: readonly Pick<DraftFeature, "name" | "type">[],
): Promise<Example> => {
  const isNumber = ({ type }: (typeof features)[number]): boolean =>
    type === "number" || type === "integer";
  const medians = features.filter(isNumber).map(({ name }) => {
    const value = engine.dialect.cast(identifier(name), "double");
    return `${engine.dialect.quantile(value, 0.5)} AS ${identifier(name)}`;
  });
  const example: Record<string, Example[string]> =
    medians.length === 0 ? {} : await engine.row(`SELECT ${medians.join(", ")} FROM ${table}`);
  for (const feature of features)
    if (!isNumber(feature)) {
      const value = identifier(feature.name);
      const [most] = await engine.rows<{ found: string | boolean }>(`
        SELECT ${value} AS found FROM ${table} WHERE ${value} IS NOT NULL
        GROUP BY ${value} ORDER BY count(*) DESC, ${value} LIMIT 1`);
      example[feature.name] = most?.found ?? null;
    }
  return example;
};
