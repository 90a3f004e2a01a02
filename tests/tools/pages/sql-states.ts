import { SQL_STATES } from "@despliega/trainer/sources/database/sql-states.js";

import { code, type Table } from "./table.js";

/** The codes of PostgreSQL that Despliega knows. */
export const sqlStatesTable = (): Table => [
  ["code of PostgreSQL", "error", "what to do"],
  ...SQL_STATES.map(({ code: name, passes, cure }) => [
    code(name),
    code(passes ? "DATABASE_UNREACHABLE" : "DATABASE_REFUSED"),
    cure,
  ]),
];
