import type { Manifest } from "@despliega/storage";

import type { Sides } from "../../dataset/split.js";
import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Evaluated } from "../evaluate.js";
import { formOfEvaluated, measuredOf } from "./assess.js";
import { certaintyOf, type Certainty } from "./certainty.js";
import { readAnswers } from "./read-answers.js";
import type { ScoredRows } from "./scored-rows.js";

/** Test observations of some entities, and how the model does on them. */
export interface EntityGroup extends Certainty {
  readonly observations: number;
  /** Those metrics that these observations can be measured by. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Test observations by whether their entity has training observations. One without an entity is new. */
export interface EntityGroups {
  readonly known: EntityGroup;
  readonly new: EntityGroup;
}

/** How groups are measured. */
export interface GroupOptions {
  readonly scale: Manifest["scale"];
  readonly privacy: Manifest["privacy"];
  /** The metrics to measure. */
  readonly wanted: readonly string[];
}

/** Of a sensitive model, fewer observations than this are not told. */
const LEAST = 10;

/** The share of the test observations whose entity is known. */
export const knownShare = ({ known, new: other }: GroupSizes): number =>
  known.observations / (known.observations + other.observations);

type GroupSizes = Readonly<Record<keyof EntityGroups, Pick<EntityGroup, "observations">>>;

/**
 * Measures the test observations of entities that are known from training, and those of new ones. A model may recognise an
 * entity, and so do better on it than on a new one.
 *
 * @returns undefined where no entity of the test set is known, and where so few people of a sensitive model make a group that
 * its metrics would be those of single people
 */
export const entityGroups = (
  engine: Engine,
  evaluated: Evaluated,
  { training, test }: Sides,
  scored: ScoredTable,
  { scale, privacy, wanted }: GroupOptions,
): Promise<EntityGroups | undefined> =>
  scoped(engine, async (own) => {
    const known = `coalesce(entity IN (SELECT entity FROM ${training.name} WHERE entity IS NOT NULL), false)`;
    const partOf = async (condition: string): Promise<Part> => {
      const table = await own.table<ObservationColumn>(
        `SELECT observation, entity, observed_at, label FROM ${test.name} WHERE ${condition}`,
      );
      const { observations } = await own.row<{ observations: number }>(
        `SELECT count(*) AS observations FROM ${table.name}`,
      );
      return { table, observations };
    };
    const [those, others] = [await partOf(known), await partOf(`NOT ${known}`)];
    const isFew = ({ observations }: Part) => observations > 0 && observations < LEAST;
    if (those.observations === 0) return undefined;
    if (privacy === "sensitive" && [those, others].some(isFew)) return undefined;
    const measured = (part: Part) => measuredGroup(own, evaluated, part, scored, scale, wanted);
    return { known: await measured(those), new: await measured(others) };
  });

/** Some of the test observations. */
interface Part {
  readonly table: ObservationTable;
  readonly observations: number;
}

const measuredGroup = async (
  engine: Engine,
  evaluated: Evaluated,
  { table, observations }: Part,
  scored: ScoredTable,
  scale: Manifest["scale"],
  wanted: readonly string[],
): Promise<EntityGroup> => {
  if (observations === 0)
    return { observations, metrics: {}, intervals: { level: 0.95, metrics: {} }, cases: {} };
  const rows = await readAnswers(engine, formOfEvaluated(evaluated), scored, table, observations);
  const measured = await measuredOf(rows, ofRows(evaluated, rows), scale);
  const all = measured.measure(new Uint32Array(rows.count).fill(1));
  const metrics = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => wanted.includes(name) && Number.isFinite(value)),
  );
  // Of very many rows, those that were read are a test set of their own.
  return { observations, metrics, ...certaintyOf(metrics, rows.labels.length, rows, measured) };
};

/** An evaluation with the counts of some rows. */
const ofRows = (evaluated: Evaluated, { labels, scores }: ScoredRows): Evaluated => {
  const observations = labels.length;
  if (evaluated.kind === "regression")
    return { ...evaluated, evaluation: { ...evaluated.evaluation, observations } };
  if (evaluated.kind === "multiclass") {
    const classes = evaluated.evaluation.classes.map((each, code) => ({
      ...each,
      observations: labels.filter((label) => label === code).length,
    }));
    return { ...evaluated, evaluation: { ...evaluated.evaluation, observations, classes } };
  }
  const counted = { tp: 0, fp: 0, tn: 0, fn: 0 };
  labels.forEach((label, row) => {
    const flagged = scores[0]![row]! >= evaluated.threshold.value;
    counted[label === 1 ? (flagged ? "tp" : "fn") : flagged ? "fp" : "tn"]++;
  });
  const positives = counted.tp + counted.fn;
  const evaluation = { ...evaluated.evaluation, observations, positives, confusion: counted };
  return { ...evaluated, evaluation };
};
