import { expect, test } from "@jest/globals";

import { findingsOf, visits, visitsWith } from "./visits.js";

const SEEDS = [2, 3];

const OVER_ALL =
  "PARTITION BY visits.client ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";

test.each([
  ["of a statement that keeps the rules", visits, []],
  [
    "of labels to come",
    visitsWith(`avg(lost) OVER (${OVER_ALL})`),
    ["future extra", "label extra"],
  ],
  ["of the own label", visitsWith("lost * 2"), ["label extra"]],
])(
  "whatever rows and values are altered, the verdict is the same %s",
  async (_, model, failing) => {
    for (const seed of SEEDS) {
      const findings = await findingsOf(model, {}, seed);
      const failed = findings.filter(({ verdict }) => verdict === "fails" || verdict === "warns");
      expect(failed.map(({ check, text }) => `${check} ${text.split(" ", 1)[0]}`)).toEqual(failing);
    }
  },
);
