import { isNativeError } from "node:util/types";

import type { Manifest } from "@despliega/storage";

import { unseenBy } from "../dataset/common-ground.js";
import type { Engine } from "../engine/engine.js";
import { EngineDiskFull, EngineOutOfMemory } from "../errors/errors.js";
import { codeLabels } from "../dataset/code-labels.js";
import { metricsOf, type AnswerForm } from "../evaluate/measure.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { differencesOf } from "../learn/certainty/differences.js";
import { readAnswers } from "../learn/certainty/read-answers.js";
import { score } from "../learn/score.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { commonGround, type CommonTest } from "./common-view.js";
import type { Beside } from "./beside.js";
import type { Candidate } from "./candidate.js";
import { classNames } from "../model/classes.js";
import {
  isIncomparable,
  type Incomparable,
  type Rival,
  type RivalFeatures,
  type Scorable,
} from "./rival.js";

type Metrics = Readonly<Record<string, number>>;

/** The result of a comparison with the champion. */
export interface Compared {
  readonly comparison: NonNullable<Manifest["comparison"]>;
  /** The champion with its metrics; undefined where there is no champion, or no comparison was possible. */
  readonly champion?: NonNullable<Manifest["champion"]>;
  /** What promotion checks compare. */
  readonly beside?: Beside;
}

/**
 * Compares the candidate with the champion on the same test observations, which neither learned from, each with its own
 * features, fills, estimator and threshold.
 *
 * @param rival the champion; undefined where there is none
 */
export const compare = async (
  engine: Engine,
  compared: Candidate,
  rival: Rival | undefined,
): Promise<Compared> => {
  if (rival === undefined) return { comparison: { outcome: "first" } };
  const { version, found } = rival;
  const measured = isIncomparable(found) ? found : await measure(engine, compared, found);
  if (isIncomparable(measured))
    return { comparison: { outcome: "impossible", version, reason: measured.reason } };
  const { rows, champion, candidate, differences } = measured;
  const of = compared.testRows;
  const part = rows === of ? {} : { candidate: { ...candidate } };
  return {
    comparison: {
      ...{ outcome: "compared", version, rows, of, ...part },
      differences: { level: 0.95, metrics: { ...differences } },
    },
    champion: { version, metrics: { ...champion } },
    beside: { champion, candidate, differences },
  };
};

interface Measured extends Beside {
  readonly rows: number;
}

const measure = async (
  engine: Engine,
  compared: Candidate,
  { manifest, model, features }: Scorable,
): Promise<Measured | Incomparable> => {
  const { test, facts } = compared;
  const { task, columns, features: declared, classes, gates } = compared.model;
  if (manifest.task !== task) return { reason: `it is a ${manifest.task}` };
  if (manifest.target !== columns.label) return { reason: `its target is ${manifest.target}` };
  if (namesOf(manifest.classes) !== namesOf(classes))
    return { reason: `its classes are ${classNames(manifest).join(", ")}` };
  const unseen = unseenBy(engine.dialect, facts.lineage.parameters, manifest.lineage.parameters);
  if (unseen === undefined)
    return {
      reason: "its test set was drawn in another way, so it may have learned from this one",
    };
  const coded = await withCodes(engine, features, classes);
  const found = await commonGround(engine, manifest, {
    ...{ task, declared, test, unseen },
    features: coded,
  });
  if (isIncomparable(found)) return found;
  const champion = await championOn(engine, found.observations, manifest, model).catch(
    unmeasurable,
  );
  if (isIncomparable(champion)) return champion;
  const candidate = await candidateOn(engine, compared, found);
  const absent = gates.find(
    (check) =>
      "floor" in check &&
      (champion.metrics[check.metric] === undefined ||
        candidate.metrics[check.metric] === undefined),
  );
  if (absent !== undefined)
    return { reason: `${absent.metric} cannot be measured of both on the same observations` };
  const read = async (model: OnCommon) => ({
    ...model,
    rows: await readAnswers(engine, model.scored, test, {
      form: model.form,
      observations: found.rows,
    }),
  });
  const differences = differencesOf(await read(candidate), await read(champion), found.rows);
  return {
    ...{ rows: found.rows, differences },
    champion: champion.metrics,
    candidate: candidate.metrics,
  };
};

/** A model on the observations that both can be measured on. */
interface OnCommon {
  readonly form: AnswerForm;
  readonly scored: ScoredTable;
  readonly metrics: Metrics;
}

const namesOf = (classes: readonly string[] | undefined): string => JSON.stringify(classes ?? []);

/** The champion's own features with the codes of the classes, whose names its statement gives. */
const withCodes = async (
  engine: Engine,
  features: RivalFeatures,
  classes: readonly string[] | undefined,
): Promise<RivalFeatures> =>
  features.from === "own" && classes !== undefined
    ? { from: "own", observations: await codeLabels(engine, features.observations, classes) }
    : features;

const championOn = async (
  engine: Engine,
  observations: ObservationTable,
  manifest: Manifest,
  model: Scorable["model"],
): Promise<OnCommon> => {
  const scored = await score(engine, observations, model);
  return { form: manifest, scored, metrics: await metricsOf(engine, scored, manifest) };
};

// Its own statement may give other types by now, which the engine finds out when it scores.
const unmeasurable = (error: unknown): Incomparable => {
  if (error instanceof EngineDiskFull || error instanceof EngineOutOfMemory) throw error;
  if (!isNativeError(error)) throw error;
  return { reason: `its answers cannot be measured: ${error.message.split("\n")[0]}` };
};

/** The candidate on the common rows. Its metrics are known already where these are all test rows. */
const candidateOn = async (
  engine: Engine,
  { facts, testRows, scored: all }: Candidate,
  { observations, rows }: CommonTest,
): Promise<OnCommon> => {
  if (rows === testRows) return { form: facts, scored: all, metrics: facts.metrics };
  const scored = await engine.view<"observation" | "label" | "score">(`
    SELECT * FROM ${all.name} WHERE observation IN (SELECT observation FROM ${observations.name})`);
  return { form: facts, scored, metrics: await metricsOf(engine, scored, facts) };
};
