import { expect, test } from "@jest/globals";

import { playAll } from "../tools/attack/play.js";

// Those that are over in a moment; the others are played with the campaigns on faults.
test("an attacker gains nothing by forms of a path, hidden requests and forged tokens", async () => {
  const played = await playAll(["paths", "smuggling", "tokens"], { short: true }, () => {});
  expect(played.flatMap(({ successes }) => successes)).toEqual([]);
  for (const { tries } of played) expect(tries).toBeGreaterThan(15);
});
