import { expect, test } from "@jest/globals";

import { memory } from "../tools/faults/memory/campaign.js";

test("too little memory is one clear error, and enough of it gives the same bytes", async () => {
  const { cases, failures } = await memory({ cases: 8, seed: 1 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(9);
});
