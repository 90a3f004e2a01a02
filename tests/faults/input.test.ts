import { expect, test } from "@jest/globals";

import { input } from "../tools/faults/input/campaign.js";

test("of a mutated file every row is kept or counted, or there is one clear error", async () => {
  const { cases, failures } = await input({ cases: 300, seed: 1 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(300);
});
