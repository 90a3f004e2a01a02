import { createReadStream, readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import pg from "pg";
import { from } from "pg-copy-streams";

import { SAMPLE } from "../trainer/support/runs.js";
import { OWNER, type Postgres } from "./server.js";

const INTEGERS = /^(?:loan_id|id|cnt_children|days_.*|flag_(?:mobil|.*phone|email)|status)$/;
const NUMBERS = /^(?:amt_.*|cnt_fam.*|loan_amount)$/;
const DAYS = /^(?:birthday|.*_date)$/;

const typeOf = (column: string): string => {
  if (INTEGERS.test(column)) return "integer";
  if (NUMBERS.test(column)) return "numeric";
  return DAYS.test(column) ? "date" : "text";
};

/** The columns of the sample of `riesgo`, in its order. */
export const LOANS_COLUMNS = readFileSync(SAMPLE, "utf8").split("\n", 1)[0]!.split(",");

/** The sample of `riesgo` as a table of days, numbers and texts; its rows are in the order of the file. */
export const loadLoans = async ({ sql, url }: Postgres): Promise<void> => {
  const columns = LOANS_COLUMNS.map((column) => `${column} ${typeOf(column)}`);
  await sql(`CREATE TABLE loans (${columns.join(", ")}, PRIMARY KEY (loan_id))`);
  const client = new pg.Client({ connectionString: url(OWNER), ssl: false });
  await client.connect();
  try {
    await client.query("SET datestyle = 'ISO'");
    const rows = client.query(from("COPY loans FROM STDIN WITH (FORMAT csv, HEADER true)"));
    await pipeline(createReadStream(SAMPLE), rows);
  } finally {
    await client.end();
  }
};
