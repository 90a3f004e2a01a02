import { expect, test } from "@jest/globals";

import { rot } from "../tools/faults/rot/campaign.js";

test("damaged blobs are refused, and the release before goes on answering", async () => {
  const { cases, failures } = await rot({ cases: 399, seed: 2 }, () => {});
  expect(failures).toEqual([]);
  expect(cases).toBe(399);
});
