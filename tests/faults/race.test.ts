import { expect, test } from "@jest/globals";

import { race } from "../tools/faults/race/campaign.js";

test("of trainers that publish at once one wins, and the ledger has every move in its order", async () => {
  const { cases, failures } = await race({ cases: 2, seed: 1 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(2);
});
