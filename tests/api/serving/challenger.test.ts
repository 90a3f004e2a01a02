import {
  createTrial,
  drawOf,
  observersOf,
  predictionIds,
  type Answered,
  type OpenChallenger,
} from "@despliega/api";
import {
  boostingJson,
  challenge,
  endChallenge,
  promote,
  type ManifestFeature,
} from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { move, publishTiny, versionOf, type TinyRelease } from "../../support/release.js";
import { FEATURES, VALUES } from "../../support/values-release.js";
import { treesOf } from "../../support/trees.js";
import { apiServing, recordOf, RISKY } from "../protocols/support.js";
import { parsePrometheus, valueOf } from "../ops/prometheus-text.js";
import { capturedLog } from "../support.js";

interface Tried {
  readonly answered: Answered;
  readonly challengeOf: string;
}

const leaf = (value: number) => ({ value, cover: 1 });
const CERTAIN = [9, 0, 0, 0, 0, 0];

let fails = false;

/** The api with a champion and, where one is given, its challenger, beside everything that was recorded of it. */
const challenged = async (
  champion: TinyRelease = {},
  {
    challenger,
    share = 1,
    // Nothing is late, however busy the machine.
    now = () => 0,
  }: {
    readonly challenger?: TinyRelease;
    readonly share?: number;
    readonly now?: () => number;
  } = {},
) => {
  const tried: Tried[] = [];
  const ids = predictionIds();
  const { logger } = capturedLog();
  let challengerOf: (model: string) => OpenChallenger | undefined = () => undefined;
  const trial = createTrial({
    challengerOf: (model) => challengerOf(model),
    nextId: ids.next,
    record(answered, challengeOf) {
      if (fails) throw new Error("no place for it");
      tried.push({ answered, challengeOf });
    },
    now,
  });
  const seen: Answered[] = [];
  const all = { wants: () => true, after: (answered: Answered) => void seen.push(answered) };
  const { observe, settled } = observersOf([trial.observer, all], ids, logger);
  const served = await apiServing([champion], { observe, trial });
  ({ challengerOf } = served.releases);
  const { store, releases } = served;
  const model = champion.model ?? "riesgo";
  const look = () => releases.refresh(model);
  const begin = async (tiny: TinyRelease, version = versionOf(2)) => {
    await publishTiny(store, { ...champion, version, weights: CERTAIN, ...tiny });
    await challenge(store, { model, version, share, ...move });
    await look();
  };
  if (challenger !== undefined) await begin(challenger);
  const found = async () => {
    await settled();
    await trial.settled();
    return tried.splice(0);
  };
  return { ...served, look, begin, found, seen };
};

test("a challenger scores an entity by features of its own, and the answer is the champion's", async () => {
  const users = [["5008806", [1, 2, 33, 4, 0]]] as const;
  const { request, found } = await challenged({}, { challenger: { users } });
  const { text, headers } = await request.get("/api/user/5008806/prediccion").expect(200);
  expect([text, headers["despliega-release"]]).toEqual([
    '{"resultado":[0]}',
    `riesgo/${versionOf(1)}`,
  ]);
  const [{ answered, challengeOf }, ...others] = (await found()) as [Tried];
  expect(others).toEqual([]);
  expect(challengeOf).toBe(headers["x-prediction-id"]);
  expect(answered.id.text).not.toBe(challengeOf);
  expect(answered.release.manifest.version).toBe(versionOf(2));
  expect([...answered.values]).toEqual([1, 2, 33, 4, 0]);
  expect([...answered.scores]).toEqual([1 / (1 + Math.exp(-9))]);
  expect(answered).toMatchObject({ rows: 1, keys: [[5008806]] });
  // The champion knows this one, and the challenger does not.
  await request.get("/api/user/5008807/prediccion").expect(200);
  expect(await found()).toEqual([]);
  const samples = parsePrometheus((await request.get("/metrics")).text);
  const count = (name: string, labels = {}) =>
    valueOf(samples, `despliega_challenger_${name}`, labels);
  expect(count("info", { version: versionOf(2) })).toBe(1);
  expect(count("scored_total")).toBe(1);
  expect(count("skipped_total", { reason: "row" })).toBe(1);
});

const BY_ROW = { by: "row", answer: "price" } as const;
const of = (name: string): ManifestFeature => FEATURES.find((feature) => feature.name === name)!;

/** Fewer features than {@link VALUES}, in another order, with other codes, and stricter. */
const OTHER: TinyRelease = {
  ...VALUES,
  other: {
    estimator: "boosting",
    json: boostingJson({
      task: "regression",
      baseline: Float64Array.of(0),
      ...treesOf(
        3,
        [
          { feature: 0, threshold: 40, missing: "left", left: leaf(1), right: leaf(2) },
          { feature: 2, threshold: NaN, missing: "left", left: leaf(10), right: leaf(20) },
        ],
        [[0]],
      ),
    }),
  },
  users: [["1", [40, "red", "León"]]],
  description: {
    ...VALUES.description!,
    serving: BY_ROW,
    features: [
      { ...of("age"), bounds: { min: 0, max: 60 } },
      { ...of("colour"), categories: ["red", "blue"], unseen: "refused", missing: "refused" },
      { ...of("region"), categories: ["Ávila", "León", 'a, "b"'] },
    ],
  },
};

test("rows are matched by name, with the categories and the checks of the challenger", async () => {
  const champion = { ...VALUES, description: { ...VALUES.description!, serving: BY_ROW } };
  const { request, found, begin } = await challenged(champion);
  await begin(OTHER);
  const row = { region: "León", colour: "blue", member: true, age: 50, amount: 1, visits: 3 };
  const rows = [row, { ...row, age: 61 }, { ...row, colour: "grey" }, { ...row, colour: null }];
  const { body, headers } = await request
    .post("/v1/models/things/prediction")
    .send([...rows, { ...row, region: "Ávila", age: 0 }])
    .expect(200);
  expect(body).toHaveLength(5);
  const tried = await found();
  expect(tried.map(({ answered }) => [...answered.values])).toEqual([
    [50, 1, 1],
    [0, 1, 0],
  ]);
  expect(tried.map(({ answered }) => [...answered.scores])).toEqual([[22], [11]]);
  expect(tried.map(({ challengeOf }) => challengeOf)).toEqual(
    [1, 5].map((at) => `${headers["x-prediction-id"]}.${at}`),
  );
});

test("a share of the answers is scored", async () => {
  const { request, found, seen } = await challenged({}, { challenger: {}, share: 0.3 });
  await Promise.all(
    Array.from({ length: 100 }, () => request.get("/api/user/5008806/prediccion").expect(200)),
  );
  const tried = await found();
  const drawn = seen.filter(({ id }) => drawOf(id, 0) < 0.3);
  expect(drawn.length).toBeGreaterThan(10);
  expect(tried.map(({ challengeOf }) => challengeOf)).toEqual(drawn.map(({ id }) => id.text));
});

test("rows wait for a busy process no longer than a moment, and no more than some thousands", async () => {
  let clock = 0;
  const now = () => (clock += 101);
  const { request, found } = await challenged({}, { challenger: {}, now });
  const skipped = async () =>
    valueOf(
      parsePrometheus((await request.get("/metrics")).text),
      "despliega_challenger_skipped_total",
      { reason: "busy" },
    );
  await request.get("/api/user/5008806/prediccion").expect(200);
  expect(await found()).toEqual([]);
  expect(await skipped()).toBe(1);

  const rows = Array.from({ length: 10_001 }, () => recordOf(RISKY));
  const many = await challenged(
    { description: { serving: { by: "row", answer: "late" } } },
    { challenger: {}, share: 0.5 },
  );
  await many.request.post("/v1/prediction").send(rows).expect(200);
  expect(await many.found()).toEqual([]);
  const { text } = await many.request.get("/metrics");
  expect(text).toContain('despliega_challenger_skipped_total{model="riesgo",reason="busy"} 5001');
});

test("a challenger that cannot be opened or scored is told, and harms no answer", async () => {
  const { request, begin, found, releases } = await challenged();
  await begin({ wrongGolden: true });
  await releases.refresh("riesgo");
  await request.get("/api/user/5008806/prediccion").expect(200, '{"resultado":[0]}');
  expect(await found()).toEqual([]);
  expect((await request.get("/readyz")).status).toBe(200);
  expect(releases.status()).toMatchObject([{ failures: 0 }]);

  await begin({}, versionOf(3));
  fails = true;
  await request.get("/api/user/5008806/prediccion").expect(200, '{"resultado":[0]}');
  expect(await found()).toHaveLength(0);
  fails = false;
  const { text } = await request.get("/metrics");
  expect(text).toContain('despliega_challenger_skipped_total{model="riesgo",reason="score"} 1');
});

test("a challenge ends at the next look when it is stopped or won", async () => {
  const { request, store, releases, found, look } = await challenged({}, { challenger: {} });
  const answer = async () => {
    await request.get("/api/user/5008806/prediccion").expect(200);
    return (await found()).length;
  };
  expect(await answer()).toBe(1);
  await promote(store, "riesgo", versionOf(2), move);
  await look();
  expect(await answer()).toBe(0);
  expect(releases.challengerOf("riesgo")).toBeUndefined();
  await endChallenge(store, "riesgo");
  await challenge(store, { model: "riesgo", version: versionOf(1), share: 1, ...move });
  await look();
  expect(await answer()).toBe(1);
  await endChallenge(store, "riesgo");
  await look();
  expect(await answer()).toBe(0);
});
