import { isStored } from "@despliega/storage";

import type { FeatureDefinition } from "../model/feature.js";
import { compareObservations } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import { inputsOfRows, ownColumn } from "./own-column.js";
import { triedOut, type Trial } from "./trial.js";
import type { WorldInput } from "./world.js";

const check = "request";

/** Of so many rows one remains: of half of them, and of few. */
const REMAINING = [2, 16] as const;

/**
 * Finds features of the request whose value in training is another than the one that a caller sends: those that depend on
 * other rows than that of their observation, and those that are no column of that row.
 */
export const checkRequest = async (
  trial: Trial,
  unsteady: ReadonlySet<string>,
): Promise<readonly Finding[]> => {
  const requested = trial.model.features.filter((feature) => !isStored(feature));
  if (requested.length === 0) return [];
  const moved = new Map<string, string>();
  let compared = 0;
  for (const input of trial.world.inputs)
    for (const oneIn of REMAINING) {
      const found = await triedOut(() => withoutMost(trial, requested, input, oneIn));
      compared = Math.max(compared, found?.observations ?? 0);
      for (const { name, observations } of found?.moved ?? [])
        if (!unsteady.has(name))
          moved.set(name, `${count(observations)} of ${count(found!.observations)}`);
    }
  if (compared === 0)
    return [{ check, verdict: "skipped", text: "no observation remains when rows are removed" }];
  const findings: Finding[] = [];
  for (const feature of requested) {
    const { name } = feature;
    const times = moved.get(name);
    if (times === undefined) findings.push(await passedThrough(trial, feature, compared));
    else
      findings.push({
        check,
        verdict: "fails",
        text: `${name} moves in ${times} observations when other rows are removed: a request has its own row only`,
      });
  }
  return findings;
};

const withoutMost = async (
  { engine, model, world, base }: Trial,
  features: readonly FeatureDefinition[],
  { definition, variants }: WorldInput,
  oneIn: number,
) => {
  const after = await world.observe(new Map([[definition.dataset, variants.remaining(oneIn)]]));
  const where = "before.label IS NOT NULL";
  const found = await compareObservations(engine, { ...model, features }, base, after, { where });
  await engine.drop(after);
  return found;
};

/** What a caller sends for a feature that depends on its own row alone. */
const passedThrough = async (
  trial: Trial,
  feature: FeatureDefinition,
  compared: number,
): Promise<Finding> => {
  const { name } = feature;
  if (inputsOfRows(trial).length === 0)
    return {
      check,
      verdict: "warns",
      text: `${name} depends on its own row alone, and cannot be compared with a column: no input has a unique column ${trial.model.columns.observation}`,
    };
  const own = await ownColumn(trial, feature);
  if (own === undefined)
    return {
      check,
      verdict: "warns",
      text: `${name} is no column of its own row: a caller has to send what features.sql makes of one`,
    };
  return {
    check,
    verdict: "ok",
    text: `${name} is ${own.column} of ${own.dataset} in all ${count(own.observations)} observations, and keeps its value in ${count(compared)} when other rows are removed`,
  };
};
