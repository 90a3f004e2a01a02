import { startAzurite, type Azurite } from "@despliega/storage/azurite";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";

import type { Clock } from "../tools/year/clock/clock.js";
import { moveDate } from "../tools/year/clock/clock.js";
import type { Plan } from "../tools/year/plan.js";
import { liveYear } from "../tools/year/run/year.js";

// Every verb is a process, and so is the api.
jest.setTimeout(600_000);

const PLAN: Plan = {
  ...{ weeks: 1, customers: 2_000, asked: 700, kept: 20 },
  ...{ drift: 99, relation: 99, missing: 1 },
};

const real = globalThis.Date;
let azurite: Azurite;
let clock: Clock;
beforeAll(async () => {
  azurite = await startAzurite();
  clock = moveDate();
});
afterAll(async () => {
  globalThis.Date = real;
  await azurite.close();
});

test("finds a missing column in a week in which every verb is a process", async () => {
  const [week] = await liveYear({ azurite, clock, here: false }, PLAN, 1, () => {});
  expect(week).toMatchObject({ week: 1, verdict: "fault", action: "alert" });
  expect(week!.summary).toContain("years_on_the_job");
});
