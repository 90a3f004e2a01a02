import { expect, test } from "@jest/globals";

import { readText } from "../repository/files.js";
import { codeWord } from "../repository/markdown.js";
import { NUMBERS_PAGE, rowsOfPage, withMeasured } from "../tools/numbers/lib/numbers-page.js";
import { SIMULATIONS } from "../tools/numbers/simulations.js";

test.each(SIMULATIONS)("$name: $claim", async ({ rounds, run }) => {
  const figures = await run(rounds.short, 1, () => {});
  expect(figures.length).toBeGreaterThan(0);
  expect(figures.filter(({ met }) => !met)).toEqual([]);
});

test("the table of docs/numbers.md has rows of the long form of every simulation", () => {
  const rows = rowsOfPage(readText(NUMBERS_PAGE.page)).map(
    ([name, samples]) => [codeWord(name!), samples] as const,
  );
  expect([...new Map(rows)]).toEqual(
    SIMULATIONS.map(({ name, rounds }) => [name, rounds.long.toLocaleString("en")]),
  );
});

test("a simulation that is measured again replaces its own rows alone", () => {
  const text =
    "<!-- numbers:start -->\n\n| simulation |\n| --- |\n| `a` old |\n| `b` old |\n| `gone` old |\n\n<!-- numbers:end -->\n";
  const figures = [{ what: "w", target: "t", found: "f", met: false }];
  const simulation = { name: "b", claim: "", rounds: { long: 9, short: 1 }, run: async () => [] };
  const rows = rowsOfPage(withMeasured(text, [{ simulation, rounds: 9, figures }], ["a", "b"]));
  expect(rows).toEqual([["`a` old"], ["`b`", "9", "w", "t", "f", "missed"]]);
});
