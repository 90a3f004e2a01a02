import { describe, expect, test } from "@jest/globals";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { findingsOf, linesOf, visits, visitsWith, type Tables } from "./visits.js";

const OVER_ALL =
  "PARTITION BY visits.client ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";

/** What a check says of a model that keeps every rule. */
const FINE = [
  "ok rows: 600 observations, each once, from 600 rows of visits.csv",
  "ok future: 450 observations keep their features when later events are removed, changed and added",
  "ok label: 5 observations keep their features when their own label changes, by lost",
  "ok order: 600 observations have the same features in another order of rows",
];

const problemsOf = async (model: ModelDefinition, tables?: Tables): Promise<readonly string[]> =>
  linesOf((await findingsOf(model, tables)).filter(({ verdict }) => verdict !== "ok"));

describe("a check", () => {
  test("finds nothing wrong with a statement that keeps the rules", async () => {
    expect(linesOf(await findingsOf(visits))).toEqual(FINE);
  });

  test.each([
    ["labels to come", `avg(lost) OVER (${OVER_ALL})`],
    ["the number of visits to come", `count(*) OVER (${OVER_ALL})`],
    ["the next amount", "lead(amount) OVER (PARTITION BY visits.client ORDER BY day, visit)"],
    ["a mean over all clients and days", "(SELECT avg(amount) FROM visits)"],
    [
      "a subquery without a day",
      "(SELECT max(lost) FROM visits AS others WHERE others.client = visits.client)",
    ],
    ["the day of the run", "datediff('day', day, getvariable('as_of'))"],
  ])("names a feature that looks into the future: %s", async (_, expression) => {
    const problems = await problemsOf(visitsWith(expression));
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^fails future: extra moves in [1-9]\d* of 450 observations when later events are (?:removed|changed|added)/,
      ),
    );
    expect(problems.filter((line) => line.includes("spent"))).toEqual([]);
  });

  test("names a feature that is made of its own label", async () => {
    expect(await problemsOf(visitsWith("10 - lost"))).toEqual([
      "fails label: extra moves in 5 of 5 observations when their own label does",
    ]);
  });

  test("asks about a column that makes a label together with others, and a feature too", async () => {
    const model = visitsWith("amount");
    const late = {
      ...model,
      sql: model.sql.replace("lost AS label", "(amount > 70 AND lost = 0)::INTEGER AS label"),
    };
    expect(await problemsOf(late)).toEqual([
      "warns label: extra and the label both move with amount: is it known before the label is?",
    ]);
  });

  test("tells how far a join fans out", async () => {
    const clients = ["0,1", "0,2", "0,3", ...Array.from({ length: 59 }, (_, i) => `${i + 1},0`)];
    expect(await problemsOf(visits, { clients })).toEqual([
      "fails rows: 10 of 600 observations are there more than once, up to 3 times, in 20 rows too many: a join finds several rows",
    ]);
  });

  test("tells how many rows an inner join loses", async () => {
    const clients = Array.from({ length: 50 }, (_, i) => `${i},0`);
    const model = visitsWith("1", "JOIN clients ON clients.client = visits.client");
    expect(await problemsOf(model, { clients })).toEqual([
      "warns rows: 100 of 600 rows of visits.csv give no observation: is a condition or a join too narrow?",
    ]);
  });

  test("names a feature that depends on the order of the rows", async () => {
    const clients = ["0,1", "0,2", ...Array.from({ length: 59 }, (_, i) => `${i + 1},0`)];
    const first = "(SELECT first(region) FROM clients AS c WHERE c.client = visits.client)";
    const model = visitsWith(
      first,
      "LEFT JOIN (SELECT client, min(region) AS region FROM clients GROUP BY client) AS clients ON clients.client = visits.client",
    );
    expect(await problemsOf(model, { clients })).toEqual([
      "fails order: extra differs in 10 of 600 observations in another order of rows: order what it is taken from",
    ]);
  });

  test("names a feature that differs from run to run as one of order, not of the future", async () => {
    const problems = await problemsOf(visitsWith("random()"));
    expect(problems).toEqual([expect.stringMatching(/^fails order: extra differs in 600 of 600/)]);
  });
});
