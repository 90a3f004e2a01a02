import { expect, test } from "@jest/globals";

import { storage } from "../tools/faults/storage/campaign.js";

test("a storage that misbehaves leaves a whole release, and one clear error or none", async () => {
  const { cases, failures } = await storage({ cases: 30, seed: 1 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(60 + 120 + 30 + 6);
});
