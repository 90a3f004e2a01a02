import { afterAll, beforeAll } from "@jest/globals";

import { needing } from "../support/needing.js";
import { describeBatches } from "./batch.suite.js";
import { describeEnds } from "./ends.suite.js";
import { loadLoans } from "./loans.js";
import { describeRefusals } from "./refusals.suite.js";
import { describeRelease } from "./release.suite.js";
import { hasPostgres, startPostgres, type Postgres } from "./server.js";
import { describeValues } from "./values.suite.js";

// One file, because a server takes seconds to make.
needing("PostgreSQL of tests/database/install", hasPostgres()).describe("a PostgreSQL", () => {
  let postgres: Postgres | undefined;
  beforeAll(async () => {
    postgres = await startPostgres();
    await loadLoans(postgres);
  });
  afterAll(async () => {
    await postgres?.stop();
  });
  const now = () => postgres!;

  describeValues(now);
  describeRelease(now);
  describeRefusals(now);
  describeEnds(now);
  describeBatches(now);
});
