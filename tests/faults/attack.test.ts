import { expect, test } from "@jest/globals";

import { ATTACKS } from "../tools/attack/attacks.js";
import { playAll } from "../tools/attack/play.js";

test.each(Object.keys(ATTACKS))("an attacker gains nothing by %s", async (name) => {
  const [played] = await playAll([name], { short: true }, () => {});
  expect(played!.successes).toEqual([]);
});
