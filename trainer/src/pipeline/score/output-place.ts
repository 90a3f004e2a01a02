import type { Connection } from "../../sources/database/connection.js";

/** Where an output goes: a file, a blob of the model, or a table of a database. */
export type OutputPlace =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "blob"; readonly name: string }
  | { readonly kind: "postgres"; readonly connection: Connection; readonly table: string };

/** What an output is written as. */
export type OutputFormat = "csv" | "parquet";

/** Parquet where the name of a file or a blob ends so, else CSV. */
export const formatOf = (place: OutputPlace): OutputFormat => {
  const name = place.kind === "file" ? place.file : place.kind === "blob" ? place.name : "";
  return name.endsWith(".parquet") ? "parquet" : "csv";
};

/** The place of the rejected rows, beside that of the output: `x.rejects.csv` for `x.csv`, or the table `x_rejects`. */
export const rejectsPlace = (place: OutputPlace): OutputPlace => {
  const beside = (name: string) => `${name.replace(/\.(?:csv|parquet)$/, "")}.rejects.csv`;
  switch (place.kind) {
    case "file":
      return { ...place, file: beside(place.file) };
    case "blob":
      return { ...place, name: beside(place.name) };
    case "postgres":
      return { ...place, table: `${place.table}_rejects` };
  }
};

/** A place as messages name it. */
export const shownOutput = (place: OutputPlace): string => {
  switch (place.kind) {
    case "file":
      return place.file;
    case "blob":
      return `blob:${place.name}`;
    case "postgres":
      return `${place.table} of ${place.connection.name}`;
  }
};
