import { join } from "node:path";

import { trainPartName, type NewPart } from "@despliega/storage";

import type { Observations } from "../dataset/observations.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import { entityColumns, servedKeys } from "../model/entity-columns.js";
import type { ModelDefinition } from "../model/model.js";
import { CSV_ROWS } from "./csv-rows.js";
import { featureColumns, namedColumns, writeServing } from "./serving-tables.js";

/** From more rows than this on a table needs other forms. */
export interface TableLimits {
  /** Labelled observations that are a CSV; more of them are Parquet parts. Default 5 million. */
  readonly csvRows?: number | undefined;
  /** As {@link writeServing} takes it. */
  readonly large?: number | undefined;
}

/**
 * Writes the tables of a release: the labelled observations, as CSV or beyond a size as Parquet, and, for a model by key, the
 * online features. Each is in the order of its key, so that equal runs write equal bytes. Features that come with the
 * request are not among the online ones. Where unknown keys are answered, the features of an entity without history are
 * one more part.
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
  { csvRows = CSV_ROWS, large }: TableLimits = {},
): Promise<NewPart[]> => {
  const { columns, features, classes } = model;
  const names = [
    `observation AS ${identifier(columns.observation)}`,
    ...namedColumns(entityColumns(columns)),
    "observed_at",
    `${labelSql(classes)} AS ${identifier(columns.label)}`,
    ...featureColumns(engine.dialect, features),
  ];
  const learned = `SELECT ${names.join(", ")} FROM ${labelled.name} ORDER BY observation`;
  const write = rows.labelled > csvRows ? writeTrainParts : writeTrainCsv;
  const served = { features, keys: servedKeys(model), serving, unknown, rows: rows.serving };
  return [
    ...(await write(engine, learned, directory, rows.labelled)),
    ...(await writeServing(engine, served, directory, large)),
  ];
};

const writeTrainCsv = async (
  engine: Engine,
  select: string,
  directory: string,
  rows: number,
): Promise<NewPart[]> => {
  const name = "train_model.csv";
  const file = join(directory, name);
  await engine.writeCsv(select, file);
  return [{ name, source: { file }, rows }];
};

const writeTrainParts = async (
  engine: Engine,
  select: string,
  directory: string,
): Promise<NewPart[]> => {
  const parts = await engine.writeParts(select, (at) => join(directory, trainPartName(at)));
  return parts.map(({ file, rows }, at) => ({ name: trainPartName(at), source: { file }, rows }));
};

/** SQL of a label as callers know it: the name of its class, where classes have names. */
const labelSql = (classes: readonly string[] | undefined): string =>
  classes === undefined
    ? "label"
    : `CASE label ${classes.map((name, code) => `WHEN ${code} THEN ${literal(name)}`).join(" ")} END`;
