import { DATASET_RULE, isDatasetName } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { BatchInput } from "../pipeline/score/score.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import type { OutputPlace } from "../pipeline/score/output-place.js";
import { isUrl, parseDatabaseUrl, shownUrl } from "../sources/database/connection.js";
import { placeTyped } from "./places.js";

type PlaceSettings = Pick<TrainerSettings, "databasePassword">;

const BLOB = "blob:";

/** The input of a batch as it was typed. @throws `OPTION_INVALID` */
export const batchInput = (text: string, settings: PlaceSettings): BatchInput =>
  text.startsWith(BLOB)
    ? { blob: blobName("--input", text) }
    : placeTyped("--input", text, settings);

/** The output of a batch as it was typed. @throws `OPTION_INVALID` */
export const batchOutput = (text: string, { databasePassword }: PlaceSettings): OutputPlace => {
  if (text.startsWith(BLOB)) return { kind: "blob", name: blobName("--out", text) };
  if (!isUrl(text)) return { kind: "file", file: text };
  const refuse = (problem: string): never => {
    throw new OptionInvalid({ option: "--out", problem });
  };
  const { connection, problem = "" } = {
    connection: undefined,
    ...parseDatabaseUrl(text, ["table"]),
  };
  if (connection === undefined) return refuse(problem);
  if (connection.password !== undefined)
    return refuse("holds a password, which others on this machine can see: set PGPASSWORD instead");
  const table = new URL(text).searchParams.get("table") ?? "";
  if (table === "") return refuse("must name a table: postgres://…?table=scores");
  const named = { ...connection, password: databasePassword, name: shownUrl(connection) };
  return { kind: "postgres", connection: named, table };
};

/** What a record says of an input: its kind, since a path or a query may hold a name. */
export const placeKind = (input: BatchInput): OutputPlace["kind"] => {
  if (typeof input === "string") return "file";
  return "blob" in input ? "blob" : "postgres";
};

const blobName = (option: string, text: string): string => {
  const name = text.slice(BLOB.length);
  if (isDatasetName(name)) return name;
  throw new OptionInvalid({ option, problem: `must be blob: and ${DATASET_RULE}` });
};
