import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { loadModel } from "@despliega/trainer/model/load.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { modelsDirectoryOf } from "./model-folder.js";

/** Trips, of which models of every task learn: whether one was late, why, and how many minutes it took. */
const TRIPS = {
  trip: { type: "integer", unique: true },
  line: { type: "text", maxLength: 20 },
  stop: { type: "integer", min: 0 },
  day: { type: "date" },
  km: { type: "number", min: 0 },
  fare: { type: "decimal", min: 0, optional: true },
  riders: { type: "integer", min: 0, optional: true },
  weather: { type: "text", optional: true },
  shared: { type: "boolean", optional: true },
  booked: { type: "timestamp" },
  late: { type: "integer", min: 0, max: 1 },
  cause: { type: "text" },
  minutes: { type: "number", min: 0 },
} as const;

/** Stops, which happen on no day. */
const STOPS = {
  stop: { type: "integer", unique: true },
  zone: { type: "text" },
  height: { type: "number", optional: true },
} as const;

const COUNT = 900;
const STOP_COUNT = 12;

/** Draws from 0 to 1, the same ones every time. */
const draws = (): (() => number) => {
  let state = 7;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), state | 1);
    hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
};

const oneOf = <T>(values: readonly T[], draw: number): T =>
  values[Math.floor(draw * values.length)]!;

const CAUSES = ["none", "traffic", "avería"] as const;

const WEATHERS = ["sun", "rain", `so-called "fog", thick`, "nieve"] as const;

const trips = (): string => {
  const draw = draws();
  const rows = Array.from({ length: COUNT }, (_, trip) => {
    const at = new Date(Date.UTC(2025, 0, 1 + Math.floor(trip / 3)));
    const day = at.toISOString().slice(0, 10);
    const km = 1 + 20 * draw() ** 2;
    const weather = oneOf(WEATHERS, draw());
    const shared = draw() < 0.3;
    const minutes = (3 + 2.5 * km + (shared ? 9 : 0)) * (0.8 + 0.4 * draw());
    const trouble = km / 20 + (weather === "nieve" ? 0.6 : 0) + 0.5 * draw();
    const late = trouble > 0.9;
    const cause = late ? CAUSES[weather === "nieve" || draw() < 0.3 ? 2 : 1] : CAUSES[0];
    return [
      trip,
      oneOf(["A 1", "B", "ñ"], draw()),
      Math.floor(draw() * STOP_COUNT),
      day,
      km.toFixed(3),
      draw() < 0.1 ? "" : (1.2 + 0.35 * km).toFixed(2),
      draw() < 0.15 ? "" : Math.floor(draw() * 60),
      draw() < 0.05 ? "" : `"${weather.replaceAll('"', '""')}"`,
      draw() < 0.05 ? "" : String(shared),
      `${day} 0${Math.floor(draw() * 10)}:30:15`,
      late ? 1 : 0,
      cause,
      minutes.toFixed(4),
    ];
  });
  // Some are refused.
  rows[5]![4] = "far";
  rows[40]![0] = 39;
  rows[77]![11] = "";
  return csvOf(Object.keys(TRIPS), rows);
};

const stops = (): string =>
  csvOf(
    Object.keys(STOPS),
    Array.from({ length: STOP_COUNT }, (_, stop) => [
      stop,
      stop % 3 === 0 ? "harbour" : "hills",
      stop % 5 === 0 ? "" : 7.5 * stop,
    ]),
  );

const csvOf = (names: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [names, ...rows].map((row) => `${row.join(",")}\n`).join("");

/** Writes the inputs of the models. @returns their files by data set */
export const writeTrips = async (directory: string): Promise<ReadonlyMap<string, string>> => {
  const folder = join(directory, "trips");
  await mkdir(folder, { recursive: true });
  const texts = { "trips.csv": trips(), "stops.csv": stops() };
  const files = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(join(folder, name), text);
    files.set(name, join(folder, name));
  }
  return files;
};

const FEATURES = [
  { name: "km", type: "number", bounds: { max: 18, clip: true } },
  { name: "fare", type: "number", missing: "allowed" },
  { name: "riders", type: "integer", missing: "allowed" },
  { name: "weather", type: "category", missing: "allowed", unseen: "other" },
  { name: "shared", type: "boolean", missing: "allowed" },
  { name: "zone", type: "category", values: ["harbour", "hills"] },
  { name: "height", type: "number", missing: "allowed" },
  { name: "hour", type: "integer", values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
  { name: "trips_before", type: "integer" },
  { name: "mean_fare_before", type: "number", missing: "allowed" },
] as const;

/** Trips with what came before on their line and stop; those of every line and stop at the cut-off, to be served. */
const sqlOf = (label: string): string => `WITH
known AS (
  SELECT trip, line, trips.stop, day, km, fare, riders, weather, shared, hour(booked) AS hour, ${label}
  FROM trips WHERE day < getvariable('as_of')
),
observations AS (
  SELECT trip AS observation, line, stop, day AS observed_at, ${label} AS label, km, fare, riders, weather, shared, hour
  FROM known
  UNION ALL
  SELECT NULL, line, stop, getvariable('as_of'), NULL, km, fare, riders, weather, shared, hour
  FROM known QUALIFY row_number() OVER (PARTITION BY line, stop ORDER BY day DESC, trip DESC) = 1
)
SELECT observation, line, observations.stop, observed_at, label, km, fare, riders, weather, shared, hour, zone, height,
       count(*) OVER before AS trips_before,
       round((sum(fare) OVER before)::DOUBLE / nullif(count(fare) OVER before, 0) * 1e6) / 1e6 AS mean_fare_before
FROM observations JOIN stops ON stops.stop = observations.stop
WINDOW before AS (
  PARTITION BY line, observations.stop ORDER BY observed_at
  RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL '1' DAY PRECEDING
)
`;

const LATE = {
  task: "classification",
  label: "late",
  words: { observations: "trips", positive: "are late", negative: "are in time" },
};
const CAUSE = { task: "classification", label: "cause", words: { observations: "trips" } };
const MINUTES = {
  task: "regression",
  label: "minutes",
  words: { observations: "trips", target: "time", unit: "minutes" },
};

const LOGISTIC = { kind: "logistic", ridge: 1 };
const LINEAR = { kind: "linear", ridge: 1 };
const FOREST = {
  kind: "forest",
  ...{ trees: 20, minLeaf: 5, maxFeatures: "third", sample: 0.7, bins: 64, seed: 1 },
};
const BOOSTING = {
  kind: "boosting",
  ...{ rounds: 40, learningRate: 0.2, maxLeaves: 8, minLeaf: 10, l2: 1, bins: 64 },
  earlyStopping: { heldOut: 0.2, patience: 5 },
  categorical: ["hour"],
};

const TIME = { by: "time", testShare: 0.25 };
const CHANCE = { by: "chance", testShare: 0.3, seed: 3 };

const BY_KEY = {
  by: "key",
  keys: [
    { name: "line", type: "text" },
    { name: "stop", type: "integer" },
  ],
  answer: "expected",
};
const BY_ROW = { by: "row", answer: "expected" };

/** Every task with every estimator that learns it, and with each way to split, to decide and to serve. */
const MODELS = {
  late_logistic: {
    ...LATE,
    estimators: [LOGISTIC],
    threshold: { policy: "flagged", share: 0.2 },
    points: { score: 600, odds: 50, doubling: 20 },
    split: TIME,
    serving: BY_KEY,
  },
  late_forest: {
    ...LATE,
    estimators: [{ ...FOREST, classWeights: "balanced" }],
    threshold: { policy: "precision", least: 0.7 },
    split: CHANCE,
    serving: BY_ROW,
  },
  late_boosting: {
    ...LATE,
    estimators: [{ ...BOOSTING, monotone: { km: "increasing" } }],
    threshold: { policy: "cost", falseAlarm: 1, miss: 4 },
    split: TIME,
    serving: BY_ROW,
  },
  late_chosen: {
    ...LATE,
    estimators: [{ ...LOGISTIC, classWeights: "balanced" }, FOREST, BOOSTING],
    crossValidation: { folds: 3, metric: "roc_auc" },
    split: CHANCE,
    serving: BY_ROW,
  },
  cause_logistic: { ...CAUSE, estimators: [LOGISTIC], split: CHANCE, serving: BY_KEY },
  cause_forest: {
    ...CAUSE,
    classes: CAUSES,
    estimators: [FOREST],
    costs: { avería: { none: 9, traffic: 2 } },
    split: TIME,
    serving: BY_ROW,
  },
  cause_boosting: { ...CAUSE, estimators: [BOOSTING], split: CHANCE, serving: BY_ROW },
  minutes_linear: {
    ...MINUTES,
    estimators: [LINEAR],
    interval: { level: 0.8 },
    split: TIME,
    serving: BY_KEY,
  },
  minutes_forest: { ...MINUTES, estimators: [FOREST], split: CHANCE, serving: BY_ROW },
  minutes_boosting: {
    ...MINUTES,
    estimators: [{ ...BOOSTING, target: "log" }],
    interval: { level: 0.9 },
    split: TIME,
    serving: BY_ROW,
  },
} as const;

export type TripsModel = keyof typeof MODELS;

export const TRIPS_MODELS = Object.keys(MODELS) as readonly TripsModel[];

/** Loads a model of {@link TRIPS_MODELS}, from a folder as a user writes it. */
export const tripsModel = async (name: TripsModel): Promise<ModelDefinition> => {
  const { label, ...own } = MODELS[name];
  const yaml = {
    question: "How does this trip go?",
    inputs: [
      { dataset: "trips.csv", table: "trips", time: "day", columns: TRIPS },
      { dataset: "stops.csv", table: "stops", columns: STOPS },
    ],
    columns: { observation: "trip", entity: ["line", "stop"], label },
    features: FEATURES.map((feature) => ({ ...feature, description: `The ${feature.name}.` })),
    privacy: "open",
    gates: [],
    ...own,
  };
  const files = { "model.yaml": JSON.stringify(yaml, undefined, 2), "features.sql": sqlOf(label) };
  return loadModel(join(await modelsDirectoryOf({ [name]: files }), name));
};
