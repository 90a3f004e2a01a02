import { z } from "zod";

import { fields, list, text } from "../estimators/fields.js";
import { DATABASE_NAME } from "./source.js";

const database = text()
  .regex(DATABASE_NAME)
  .describe("Its name: main is the database of DESPLIEGA_DATABASE_MAIN.");

const key = z
  .union([text().transform((column) => [column]), list(text())])
  .describe("The columns that together identify a row, and order the rows.");

/** Where an input comes from, as a model's definition writes it; {@link InputSource} says what each field means. */
export const SourceSchema = z.union(
  [
    fields({ file: text().describe("Path of a file, relative to the folder of the model.") }),
    fields({ database, table: text().describe("A table or view, or schema.table."), key }),
    fields({ database, query: text().describe("One SELECT."), key }),
  ],
  {
    error:
      "must be { file: PATH }, { database: main, table: TABLE, key: COLUMN } or { database: main, query: SELECT …, key: COLUMN }, " +
      "the database in small letters, digits and _",
  },
);
