import { describe, expect, test } from "@jest/globals";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { findingsOf, linesOf, visits } from "./visits.js";

/** Expressions that come with the request, by name. */
type Expressions = Readonly<Record<string, string>>;

/** The visits by key, asked with these features. */
const asking = (asked: Expressions, unknown?: "new", tail = ""): ModelDefinition => ({
  ...(visits as ModelDefinition & { task: "classification" }),
  sql: `SELECT * FROM (${visits.sql.replace(
    "region\n",
    `region, ${Object.entries(asked)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join()}\n`,
  )}) ${tail}`,
  features: [
    ...visits.features,
    ...Object.keys(asked).map((name) => ({
      name,
      type: "number" as const,
      description: name,
      missing: "allowed" as const,
      from: "request" as const,
    })),
  ],
  serving: {
    by: "key",
    keys: [{ name: "client", type: "integer" }],
    paths: { features: "/clients/:client", prediction: "/clients/:client/lost" },
    answer: "lost",
    unknown,
  },
});

const requestLines = async (
  asked: Expressions,
  more: Partial<ModelDefinition> = {},
): Promise<readonly string[]> => {
  const model = { ...asking(asked), ...more } as ModelDefinition;
  return linesOf((await findingsOf(model)).filter(({ check }) => check === "request"));
};

describe("a check of features that come with the request", () => {
  test("proves that they are columns of their own row, whatever other rows there are", async () => {
    const found = await requestLines({
      plain: "amount",
      cast: "amount::DOUBLE",
      given: "amount + 0",
    });
    expect(found).toEqual(
      ["plain", "cast", "given"].map((name) =>
        expect.stringMatching(
          `^ok request: ${name} is amount of visits\\.csv in all 600 observations, and keeps its value in \\d+ when other rows are removed$`,
        ),
      ),
    );
  });

  test("names those that depend on other rows, and those that are made of their own", async () => {
    const others = {
      before: "lag(amount) OVER (PARTITION BY visits.client ORDER BY day, visit)",
      centred: "amount - (SELECT avg(amount) FROM visits)",
      joined: "region + amount",
    };
    expect(await requestLines({ ...others, log: "ln(1 + amount)" })).toEqual([
      ...Object.keys(others).map((name) =>
        expect.stringMatching(
          `^fails request: ${name} moves in [1-9]\\d* of \\d+ observations when other rows are removed`,
        ),
      ),
      "warns request: log is no column of its own row: a caller has to send what features.sql makes of one",
    ]);
  });
});

test("a check cannot compare where no input has the key of the observations", async () => {
  const columns = { ...visits.columns, observation: "row" };
  expect(await requestLines({ plain: "amount" }, { columns })).toEqual([
    "warns request: plain depends on its own row alone, and cannot be compared with a column: no input has a unique column row",
  ]);
});

test.each([
  ["misses the observation of an entity without history", "", /^fails rows: .* no observation /],
  [
    "is content with one",
    "UNION ALL SELECT NULL, NULL, getvariable('as_of'), NULL, NULL, NULL, NULL",
    undefined,
  ],
])("a check of a model that answers for unknown keys %s", async (_, tail, problem) => {
  const found = await findingsOf(asking({ asked: "amount" }, "new", tail));
  const failing = linesOf(found.filter(({ verdict }) => verdict === "fails"));
  expect(failing).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)]);
});
