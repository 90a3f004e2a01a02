import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { readDatabaseSettings } from "@despliega/trainer/pipeline/database-settings.js";
import { inputFromPlace } from "@despliega/trainer/sources/input.js";

import { hasPostgres, OWNER, startPostgres } from "../../../database/server.js";
import { resident } from "../lib/resident.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

const rows = 1_000_000;
const rounds = 3;
/** Seconds. */
const most = 5;
/** Bytes. */
const growth = 100e6;

/** A table of loans in the order of chance. */
const TABLE = `CREATE TABLE loans AS
  SELECT g AS loan_id, 5000000 + g % 36457 AS id, CASE WHEN g % 3 = 0 THEN 'Y' ELSE 'N' END AS flag_own_car,
    DATE '1960-01-01' + g % 14000 AS birthday, DATE '1990-01-01' + g % 10000 AS job_start_date,
    DATE '2019-01-01' + g % 2000 AS loan_date, round((random() * 1000)::numeric, 10) AS loan_amount, g % 50 / 49 AS status
  FROM generate_series(1, ${rows}) AS g ORDER BY random();
  ALTER TABLE loans ADD PRIMARY KEY (loan_id); ANALYZE loans`;

/** Copies a table of a PostgreSQL beside it, in the order of its key: the fastest of several rounds. */
export const databaseRows = async (bench: Workbench): Promise<Row[]> => {
  const name = `input of ${rows.toLocaleString("en")} × 8 from a PostgreSQL on this machine, in the order of its key`;
  if (!hasPostgres()) return [{ name, ours: "skipped: needs tests/database/install", peer: "" }];
  const postgres = await startPostgres();
  try {
    bench.say("database: making the table");
    await postgres.sql(TABLE);
    const setting = { DESPLIEGA_DATABASE_MAIN: postgres.url(OWNER) };
    const { databases, databaseLimits: limits } = readDatabaseSettings(setting);
    const place = {
      connection: databases.get("main")!,
      rows: { table: "loans", key: ["loan_id"] },
    };
    const taken: number[] = [];
    const before = await resident(process.pid);
    for (let round = 1; round <= rounds; round++) {
      bench.say(`database: round ${round} of ${rounds}`);
      const directory = join(bench.folder, `database-${round}`);
      await mkdir(directory);
      const since = performance.now();
      await inputFromPlace("loans.csv", place, { directory, limits });
      taken.push((performance.now() - since) / 1_000);
    }
    const gained = (await resident(process.pid)).peak - before.now;
    const seconds = Math.min(...taken);
    const rate = Math.round(rows / seconds).toLocaleString("en");
    return [
      {
        name,
        ours: `${seconds.toFixed(2)} s, ${rate} rows/s`,
        peer: "",
        target: `≤ ${most} s`,
        met: seconds <= most,
      },
      {
        name: "memory that the trainer gains meanwhile, with the client of PostgreSQL",
        ours: `${Math.round(gained / 1e6)} MB`,
        peer: "",
        target: `< ${growth / 1e6} MB`,
        met: gained < growth,
      },
    ];
  } finally {
    await postgres.stop();
  }
};
