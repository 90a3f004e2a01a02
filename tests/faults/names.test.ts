import { expect, test } from "@jest/globals";

import { names } from "../tools/faults/names/campaign.js";

test("hostile names lead nowhere, and wrong clocks change no order", async () => {
  const { failures } = await names({ cases: 1_300, seed: 2 }, () => {});
  expect(failures).toEqual([]);
});
