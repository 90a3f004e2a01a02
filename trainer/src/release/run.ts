import type { Manifest, Points } from "@despliega/storage";

import type { IngestedAll } from "../ingest/ingest-all.js";
import type { InputFile } from "../sources/input-file.js";
import type { Certainty } from "../learn/certainty/certainty.js";
import type { EntityGroups } from "../learn/certainty/entity-groups.js";
import type { Evaluated } from "../learn/evaluate.js";
import type { FittedModel } from "../learn/fit.js";
import type { ModelDefinition } from "../model/model.js";
import type { Observations } from "../dataset/observations.js";
import { DRAWN_BY } from "../estimators/entity-draw.js";
import type { Importance } from "../learn/importance.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { Parameters } from "../estimators/scalars.js";
import { scalarsOf } from "../estimators/scalars.js";
import type { Selected } from "../learn/select.js";
import type { Split } from "../dataset/split.js";

/** The content that is kept of an input. */
export interface KeptContent {
  /** The data set. */
  readonly name: string;
  readonly sha256: string;
}

/** The inputs of a run and the observations that its statement made of them. */
export interface Prepared {
  readonly model: ModelDefinition;
  /** The day of the run in UTC, as YYYY-MM-DD; null where it decides nothing and is not recorded. */
  readonly runDay: string | null;
  /** In the model's order, as `ingested.inputs`. */
  readonly inputs: readonly InputFile[];
  readonly ingested: IngestedAll;
  /** Undefined where nothing is kept. */
  readonly keptInputs: readonly KeptContent[] | undefined;
  readonly observations: Observations;
  /** Why a feature that looks into the future or is made of the label was accepted; undefined where none does. */
  readonly acceptedLeak: string | undefined;
}

/** All results of a run that its release needs. */
export interface Run extends Prepared {
  readonly split: Split;
  /** The observations that the model learned from, with names as codes. */
  readonly training: ObservationTable;
  /** The observations that the model is tested on, as `features.sql` returns them. */
  readonly test: ObservationTable;
  readonly selected: Pick<Selected, "selection" | "search">;
  readonly fitted: FittedModel;
  /** The test observations, scored by the fitted model. */
  readonly scored: ScoredTable;
  readonly importance: Importance | undefined;
  readonly evaluated: Evaluated;
  readonly certainty: Certainty;
  readonly entities: EntityGroups | undefined;
}

/** How the answers of a model become points; undefined for a model without them. */
export const pointsOf = ({ points }: ModelDefinition): Points | undefined =>
  points && { toward: "negative", ...points };

/** What a run read, in the model's order. */
export const lineageOf = ({
  inputs,
  ingested,
}: Pick<Run, "inputs" | "ingested">): Manifest["lineage"]["inputs"] =>
  inputs.map(({ dataset, bytes, sha256 }, i) => {
    const { read, rejected } = ingested.inputs[i]!;
    return { name: dataset, bytes, sha256, rows: read, rejected };
  });

/** The parameters of a run: the same input with the same parameters gives the same bytes. */
export const parametersOf = ({
  model,
  runDay,
  ingested,
  observations,
  acceptedLeak,
  split,
  selected,
  fitted,
}: Run): Parameters => {
  const { kind, ...options } = scalarsOf(fitted.options);
  return {
    run_day: runDay,
    as_of: observations.asOf,
    ...(acceptedLeak === undefined ? {} : { accepted_leak: acceptedLeak }),
    test_share: model.split.testShare,
    ...(model.split.by === "time"
      ? { test_from: split.test.from }
      : {
          split_seed: model.split.seed ?? 0,
          drawn_by: DRAWN_BY,
          // A random split of people depends on their pseudonyms, and so on the key.
          ...(ingested.pseudonymKey === null ? {} : { pseudonym_key: ingested.pseudonymKey }),
        }),
    estimator: kind!,
    ...options,
    ...(fitted.sampled === undefined ? {} : { fitted_rows: fitted.sampled }),
    ...(model.threshold === undefined ? {} : { threshold: JSON.stringify(model.threshold) }),
    ...(model.costs === undefined ? {} : { costs: JSON.stringify(model.costs) }),
    ...(model.crossValidation === undefined || "imported" in fitted.options
      ? {}
      : { folds: model.crossValidation.folds, selected_by: model.crossValidation.metric }),
    ...(selected.search === undefined
      ? {}
      : { trials: selected.search.trials.length, search_seed: selected.search.seed }),
  };
};
