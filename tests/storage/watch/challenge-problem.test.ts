import { beforeAll, expect, test } from "@jest/globals";
import { challengeProblem, memoryBlobStore, type Manifest } from "@despliega/storage";

import {
  OF_NEW,
  promoteTiny,
  publishTiny,
  SENSITIVE,
  versionOf,
  WITH_QUESTION,
  type TinyRelease,
} from "../../support/release.js";

const BY_ROW = { serving: { by: "row", answer: "late" } } as const;

let keyed: Manifest;
let byRow: Manifest;
beforeAll(async () => {
  keyed = await promoteTiny(memoryBlobStore());
  byRow = await promoteTiny(memoryBlobStore(), { description: BY_ROW });
});

const challengerOf = (tiny: TinyRelease): Promise<Manifest> =>
  publishTiny(memoryBlobStore(), { version: versionOf(2), ...tiny });

const problemWith = async (champion: Manifest, tiny: TinyRelease): Promise<string | undefined> =>
  challengeProblem(champion, await challengerOf(tiny));

test("releases that are asked alike can challenge, with features of their own behind a key", async () => {
  expect(await problemWith(keyed, {})).toBeUndefined();
  const fewer = { ...(await challengerOf({})), features: keyed.features.slice(1) };
  expect(challengeProblem(keyed, fewer)).toBeUndefined();
  const turned = {
    ...(await challengerOf({ description: BY_ROW })),
    features: byRow.features.toReversed(),
  };
  expect(challengeProblem(byRow, turned)).toBeUndefined();
});

test.each<[string, () => Promise<string | undefined>]>([
  ["is the champion", () => problemWith(keyed, { version: versionOf(1) })],
  ["is of a model about people", () => problemWith(byRow, { description: SENSITIVE })],
  ["is asked by other keys than the champion", () => problemWith(byRow, {})],
  [
    "is asked by other keys than the champion",
    () => problemWith(keyed, { ...OF_NEW, model: "riesgo" }),
  ],
  [
    "needs avg_amount_loans_previous, which is not in the champion's requests",
    () => problemWith(keyed, { description: { features: WITH_QUESTION.description!.features! } }),
  ],
  [
    "has other classes than the champion",
    async () => challengeProblem(keyed, { ...(await challengerOf({})), classes: ["good", "bad"] }),
  ],
  [
    "is a regression, and the champion is not",
    async () => challengeProblem(keyed, { ...(await challengerOf({})), task: "regression" }),
  ],
  [
    "takes age as a boolean, and the champion as a number",
    async () => {
      const other = await challengerOf({ description: BY_ROW });
      const features = other.features.map((of) =>
        of.name === "age" ? { ...of, type: "boolean" as const } : of,
      );
      return challengeProblem(byRow, { ...other, features });
    },
  ],
])("a release that %s cannot", async (problem, found) => {
  expect(await found()).toContain(problem);
});
