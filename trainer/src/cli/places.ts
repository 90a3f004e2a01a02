import { OptionInvalid } from "../errors/errors.js";
import type { ModelInputs } from "../model/inputs.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { isUrl, parseDatabaseUrl, shownUrl } from "../sources/database/connection.js";
import type { DatabasePlace, InputPlace } from "../sources/place.js";

type PlaceSettings = Pick<TrainerSettings, "databasePassword">;

/**
 * The places that an option names, by data set: `dataset=PLACE`, or `PLACE` alone where the model has one input.
 *
 * @param option as errors name it. Default: `--input`
 * @throws `OPTION_INVALID`
 */
export const inputPlacesOf = (
  { name, inputs }: ModelInputs,
  given: readonly string[],
  settings: PlaceSettings,
  option = "--input",
): ReadonlyMap<string, InputPlace> => {
  const datasets = inputs.map(({ dataset }) => dataset);
  const places = new Map<string, InputPlace>();
  for (const text of given) {
    const named = datasets.find((dataset) => text.startsWith(`${dataset}=`));
    const dataset = named ?? (datasets.length === 1 ? datasets[0] : undefined);
    if (dataset === undefined)
      throw new OptionInvalid({
        option,
        problem: `must be dataset=FILE; the data sets of ${name} are ${datasets.join(", ")}`,
      });
    if (places.has(dataset)) throw new OptionInvalid({ option, problem: `names ${dataset} twice` });
    const place = named === undefined ? text : text.slice(named.length + 1);
    if (place === "") throw new OptionInvalid({ option, problem: `names no file for ${dataset}` });
    places.set(dataset, placeTyped(option, place, settings));
  }
  return places;
};

/** Urls of files that a cluster reads. */
const FILES = /^(?:abfss?|dbfs|file|gs|hdfs|s3a?|wasbs?):/i;

/** A file, or the url of a database with a table and its key, as it was typed. @throws `OPTION_INVALID` */
export const placeTyped = (option: string, text: string, settings: PlaceSettings): InputPlace =>
  isUrl(text) && !FILES.test(text) ? databasePlace(option, text, settings) : text;

const databasePlace = (
  option: string,
  text: string,
  { databasePassword }: PlaceSettings,
): DatabasePlace => {
  const refuse = (problem: string): never => {
    throw new OptionInvalid({ option, problem });
  };
  const { connection, problem = "" } = {
    connection: undefined,
    ...parseDatabaseUrl(text, ["table", "query", "key"]),
  };
  if (connection === undefined) return refuse(problem);
  if (connection.password !== undefined)
    return refuse("holds a password, which others on this machine can see: set PGPASSWORD instead");
  const { searchParams } = new URL(text);
  const [table, query] = [searchParams.get("table") ?? "", searchParams.get("query") ?? ""];
  const key = searchParams.getAll("key").filter((column) => column !== "");
  if (key.length === 0 || (table === "") === (query === ""))
    return refuse(
      "must name a table or a query, and the columns that identify a row: postgres://…?table=loans&key=loan_id",
    );
  return {
    connection: { ...connection, password: databasePassword, name: shownUrl(connection) },
    rows: { key, ...(table === "" ? { query } : { table }) },
  };
};
