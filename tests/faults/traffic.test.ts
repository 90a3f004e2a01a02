import { expect, test } from "@jest/globals";

import { traffic } from "../tools/load/traffic/run.js";

test("no answer is lost or wrong while releases and storage change", async () => {
  const report = await traffic({ seconds: 0, clients: 4, seed: 2 });
  expect(report.faults).toEqual([]);
  expect(Object.values(report.changes)).not.toContain(0);
  expect(Object.values(report.answers)).not.toContain(0);
  expect(Object.values(report.releases)).not.toContain(0);
}, 240_000);
