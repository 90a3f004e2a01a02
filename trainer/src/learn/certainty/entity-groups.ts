import type { Manifest } from "@despliega/storage";

import type { Sides } from "../../dataset/split.js";
import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { agreed } from "../../evaluate/agreed.js";
import { measureClassification } from "../../evaluate/classification.js";
import { evaluateMulticlass } from "../../evaluate/multiclass.js";
import { measureRegression } from "../../evaluate/regression.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Evaluated } from "../evaluate.js";
import { formOfEvaluated, measuredOf } from "./assess.js";
import { certaintyOf, type Certainty } from "./certainty.js";
import { readAnswers } from "./read-answers.js";
import { rowsOf, type MarkedRows, type ScoredRows } from "./scored-rows.js";

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

/** SQL that is true where the entity of an observation is one of these. */
export const isKnownOf = ({ name }: ObservationTable): string =>
  `coalesce(entity IN (SELECT entity FROM ${name} WHERE entity IS NOT NULL), false)`;

/**
 * Measures the test observations of entities that are known from training, and those of new ones. A model may recognise an
 * entity, and so do better on it than on a new one.
 *
 * @param rows the scored observations, or some of them, by {@link isKnownOf} the training observations
 * @returns undefined where no entity of the test set is known, and where so few people of a sensitive model make a group that
 * its metrics would be those of single people
 */
export const entityGroups = (
  engine: Engine,
  evaluated: Evaluated,
  { training, test }: Sides,
  scored: ScoredTable,
  rows: MarkedRows,
  { scale, privacy, wanted }: GroupOptions,
): Promise<EntityGroups | undefined> =>
  scoped(engine, async (own) => {
    const known = isKnownOf(training);
    const marked = await own.table(`
      SELECT * FROM ${scored.name}
      JOIN (SELECT observation, ${known} AS known FROM ${test.name}) USING (observation)`);
    const sizes = await own.row<Record<keyof EntityGroups, number>>(`
      SELECT count(*) FILTER (WHERE known) AS known, count(*) FILTER (WHERE NOT known) AS "new"
      FROM ${marked.name}`);
    const isFew = (observations: number) => observations > 0 && observations < LEAST;
    if (sizes.known === 0) return undefined;
    if (privacy === "sensitive" && Object.values(sizes).some(isFew)) return undefined;
    const isWhole = rows.labels.length === evaluated.evaluation.observations;
    const measured = async (group: keyof EntityGroups): Promise<EntityGroup> => {
      const observations = sizes[group];
      if (observations === 0)
        return { observations, metrics: {}, intervals: { level: 0.95, metrics: {} }, cases: {} };
      const some = await own.view<"observation" | "label" | "score">(
        `SELECT * FROM ${marked.name} WHERE ${group === "known" ? "known" : "NOT known"}`,
      );
      const found = await evaluatedAgain(own, evaluated, some, observations, scale, wanted);
      const form = formOfEvaluated(evaluated);
      const answers = isWhole
        ? rowsOf(rows, group === "known")
        : await readAnswers(own, some, test, { form, observations });
      return { observations, ...(await certain(found, answers, scale, wanted)) };
    };
    return { known: await measured("known"), new: await measured("new") };
  });

/** The wanted metrics that a group of observations can be measured by, and how certain they are. */
const certain = async (
  found: Evaluated,
  rows: ScoredRows,
  scale: Manifest["scale"],
  wanted: readonly string[],
): Promise<Omit<EntityGroup, "observations">> => {
  const { observations } = found.evaluation;
  const metrics = agreed(
    Object.fromEntries(
      Object.entries(found.evaluation.metrics).filter(
        ([name, value]) => wanted.includes(name) && Number.isFinite(value),
      ),
    ),
  );
  const measured = await measuredOf(rows, found, scale);
  return { metrics, ...certaintyOf(metrics, observations, rows, measured) };
};

/** An evaluation with the counts and the metrics of some of its observations. */
const evaluatedAgain = async (
  engine: Engine,
  evaluated: Evaluated,
  scored: ScoredTable,
  observations: number,
  scale: Manifest["scale"],
  wanted: readonly string[],
): Promise<Evaluated> => {
  if (evaluated.kind === "regression") {
    const measured = await measureRegression(engine, scored, observations, scale);
    return { ...evaluated, evaluation: { ...evaluated.evaluation, ...measured, observations } };
  }
  if (evaluated.kind === "multiclass") {
    const { evaluation, costs } = evaluated;
    const classes = evaluation.classes.map(({ name }) => name);
    const form = { classes, costs };
    const again = await evaluateMulticlass(engine, scored, observations, form, { curves: false });
    return { ...evaluated, evaluation: { ...evaluation, ...again } };
  }
  const { evaluation, threshold } = evaluated;
  const counted = await measureClassification(engine, scored, observations, threshold, wanted);
  return { ...evaluated, evaluation: { ...evaluation, ...counted } };
};
