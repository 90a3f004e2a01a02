import { join } from "node:path";

import type { NewPart } from "@despliega/storage";

import type { Observations } from "../dataset/observations.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import { entityColumns, servedKeys } from "../model/entity-columns.js";
import type { ModelDefinition } from "../model/model.js";
import { featureColumns, namedColumns, writeServing } from "./serving-tables.js";

/**
 * Writes the tables of a release as CSV: the labelled observations and, for a model by key, the online features. Each
 * is in the order of its key, so that equal runs write equal bytes. Features that come with the request are not among the
 * online ones. Where unknown keys are answered, the features of an entity without history are one more part.
 *
 * @param large as {@link writeServing} takes it
 */
export const writeTables = async (
  engine: Engine,
  model: ModelDefinition,
  {
    labelled,
    serving,
    unknown,
    rows,
  }: Pick<Observations, "labelled" | "serving" | "unknown" | "rows">,
  directory: string,
  large?: number,
): Promise<NewPart[]> => {
  const { columns, features, classes } = model;
  const names = [
    `observation AS ${identifier(columns.observation)}`,
    ...namedColumns(entityColumns(columns)),
    "observed_at",
    `${labelSql(classes)} AS ${identifier(columns.label)}`,
    ...featureColumns(engine.dialect, features),
  ];
  const file = join(directory, "train_model.csv");
  await engine.writeCsv(
    `SELECT ${names.join(", ")} FROM ${labelled.name} ORDER BY observation`,
    file,
  );
  const served = { features, keys: servedKeys(model), serving, unknown, rows: rows.serving };
  return [
    { name: "train_model.csv", source: { file }, rows: rows.labelled },
    ...(await writeServing(engine, served, directory, large)),
  ];
};

/** SQL of a label as callers know it: the name of its class, where classes have names. */
const labelSql = (classes: readonly string[] | undefined): string =>
  classes === undefined
    ? "label"
    : `CASE label ${classes.map((name, code) => `WHEN ${code} THEN ${literal(name)}`).join(" ")} END`;
