import { startAzurite, type Azurite } from "@despliega/storage/azurite";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";

import type { Clock } from "../tools/year/clock/clock.js";
import { moveDate } from "../tools/year/clock/clock.js";
import { foundIn } from "../tools/year/page/found.js";
import { pictureOf } from "../tools/year/page/picture.js";
import { yearTable } from "../tools/year/page/year-table.js";
import type { Plan } from "../tools/year/plan.js";
import type { Week } from "../tools/year/run/week.js";
import { liveYear } from "../tools/year/run/year.js";

// The api of every week is a process.
jest.setTimeout(300_000);

const PLAN: Plan = {
  ...{ weeks: 5, customers: 2_000, asked: 700, kept: 20 },
  ...{ drift: 2, relation: 99, missing: 5 },
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

test("finds in a short year that other people ask, and that a column is missing", async () => {
  const told: Week[] = [];
  const weeks = await liveYear({ azurite, clock, here: true }, PLAN, 1, (week) => told.push(week));
  expect(told).toEqual(weeks);
  const found = foundIn(PLAN, weeks);
  expect(found).toMatchObject({ quiet: 1, alarms: 0, missing: 1 });
  expect(found.drift).toBeLessThanOrEqual(2);
  expect(weeks.at(-1)).toMatchObject({ verdict: "fault", action: "alert" });
  expect(weeks.at(-1)!.summary).toContain("years_on_the_job");
  const [, ...rows] = yearTable(PLAN, weeks);
  expect(rows.map(([, from]) => from)).toEqual([
    "2023-01-02",
    "2023-01-09",
    "2023-01-16",
    "2023-01-23",
    "2023-01-30",
  ]);
  const picture = pictureOf(PLAN, weeks);
  expect(picture.match(/<circle cx="[\d.]+" cy="[\d.]+" r="4" fill="#7d3cb5"/g)).toHaveLength(2);
});
