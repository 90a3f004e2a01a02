import { resolve } from "node:path";

import { SettingInvalid } from "@despliega/storage";

import type { ModelDefinition } from "../model/model.js";
import { databaseSetting, type DatabaseRows, type InputSource } from "../model/source.js";
import { shownUrl, type Connection } from "./database/connection.js";

/** Where an input is taken from: the path of a file, or rows of a database. */
export type InputPlace = string | DatabasePlace;

/** Rows of a database that can be reached. */
export interface DatabasePlace {
  readonly connection: Connection;
  readonly rows: DatabaseRows;
}

/**
 * The places of a model's inputs, by data set; those in the container have none.
 *
 * @param given places that were named for this run, instead of those of the model
 * @param databases by name
 * @throws `SETTING_INVALID` when no setting says where a database is
 */
export const placesOf = (
  { folder, inputs }: Pick<ModelDefinition, "folder" | "inputs">,
  given: ReadonlyMap<string, InputPlace>,
  databases: ReadonlyMap<string, Connection>,
): ReadonlyMap<string, InputPlace> =>
  new Map(
    inputs.flatMap(({ dataset, source }) => {
      const place = given.get(dataset) ?? (source && placeOf(source, folder, databases));
      return place === undefined ? [] : [[dataset, place]];
    }),
  );

const placeOf = (
  source: InputSource,
  folder: string,
  databases: ReadonlyMap<string, Connection>,
): InputPlace => {
  if ("file" in source) return resolve(folder, source.file);
  const { database, ...rows } = source;
  const connection = databases.get(database);
  if (connection !== undefined) return { connection, rows };
  throw new SettingInvalid({
    name: databaseSetting(database),
    problem: "is missing: model.yaml reads from that database, and this is its url",
  });
};

/** A place as messages name it, without a password. */
export const shownPlace = (place: InputPlace): string =>
  typeof place === "string"
    ? place
    : `${"table" in place.rows ? place.rows.table : "a query"} of ${shownUrl(place.connection)}`;
