import type { Manifest } from "@despliega/storage";

import type { Sides } from "../../dataset/split.js";
import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";
import { measureClassification } from "../../evaluate/classification.js";
import { evaluateMulticlass } from "../../evaluate/multiclass.js";
import { measureRegression } from "../../evaluate/regression.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Evaluated } from "../evaluate.js";
import { formOfEvaluated, measuredOf } from "./assess.js";
import { certaintyOf, type Certainty } from "./certainty.js";
import { readAnswers } from "./read-answers.js";

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
  const some = await engine.view<"observation" | "label" | "score">(
    `SELECT * FROM ${scored.name} WHERE observation IN (SELECT observation FROM ${table.name})`,
  );
  const found = await evaluatedAgain(engine, evaluated, some, observations, scale, wanted);
  const metrics = Object.fromEntries(
    Object.entries(found.evaluation.metrics).filter(
      ([name, value]) => wanted.includes(name) && Number.isFinite(value),
    ),
  );
  const rows = await readAnswers(engine, formOfEvaluated(evaluated), scored, table, observations);
  const measured = await measuredOf(rows, found, scale);
  return { observations, metrics, ...certaintyOf(metrics, observations, rows, measured) };
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
