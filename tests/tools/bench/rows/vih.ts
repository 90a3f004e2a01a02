import type { Engine } from "@despliega/trainer";
import type {
  ObservationColumn,
  ObservationTable,
} from "@despliega/trainer/estimators/observation-table.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import type { Side, Sides, Split } from "@despliega/trainer/dataset/split.js";
import { vih } from "../../../support/models.js";
import { splitLabelled, type Labelled } from "../lib/labelled.js";
import { findPython, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { f1, maxF1Threshold, rocAuc } from "../lib/scored.js";
import { spread } from "../lib/spread.js";
import { withoutPeople } from "../lib/without-people.js";
import type { Workbench } from "../lib/workbench.js";
import { sklearnOn, type Contest } from "./forest-contest.js";
import { trainModel } from "./trained.js";

const splits = [1, 2, 3, 4, 5];
const sample = "data/vih/patients.csv";

interface Quality {
  readonly f1: number;
  readonly roc_auc: number;
}

/**
 * The model `vih` as `despliega train` learns it, on five stratified splits with a quarter of the rows for the test,
 * against scikit-learn's forest of 300 trees on the same rows. Both thresholds come from training rows only. The table
 * is the one that the variable ACTG175 names, or else the sample, for which there is no target.
 */
export const vihRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  const named = process.env["ACTG175"];
  const table = named ?? (await withoutPeople(bench, sample));
  const ours: Quality[] = [];
  const peers: Quality[] = [];
  for (const seed of splits) {
    bench.say(`vih: split ${seed} of ${splits.length}`);
    const { metrics, ...rows } = await trainModel(bench, vih, [table], (engine, labelled) =>
      split(engine, labelled, seed),
    );
    ours.push({ f1: metrics["f1"]!, roc_auc: metrics["roc_auc"]! });
    if (isSkipped(python)) continue;
    const contest = { ...rows, trees: 300, outOfBag: true };
    const sklearn = await sklearnOn(python.command, contest, bench.folder);
    peers.push(qualityOf(contest, await sklearn(seed)));
  }
  const row = (measure: keyof Quality, label: string, target: number): Row => ({
    name: `vih on ${named === undefined ? "its sample (ACTG175 names no table)" : "ACTG-175"}, ${label}, mean of five splits, against scikit-learn's forest`,
    ours: shown(ours, measure),
    peer: isSkipped(python) ? python.skipped : shown(peers, measure),
    ...(named === undefined
      ? {}
      : { target: `≥ ${target}`, met: spread(ours.map((each) => each[measure])).mean >= target }),
  });
  return [row("f1", "F1", 0.78), row("roc_auc", "ROC-AUC", 0.935)];
};

const shown = (measured: readonly Quality[], measure: keyof Quality): string => {
  const { mean, deviation } = spread(measured.map((each) => each[measure]));
  return `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
};

/** Splits the labelled observations. */
const split = async (
  engine: Engine,
  labelled: ObservationTable,
  seed: number,
): Promise<Sides & { readonly split: Split }> => {
  const { columns, target } = await readRows(engine, labelled, [{ name: "observation" }]);
  const drawn = splitLabelled({ columns, target }, 0.25, seed);
  const table = ({ columns: [observations] }: Labelled) =>
    engine.view<ObservationColumn>(
      `FROM ${labelled.name}
       WHERE observation IN (SELECT unnest([${observations!.join()}]::BIGINT[]))`,
    );
  const side = ({ target: labels }: Labelled): Side => {
    const positives = labels.reduce((sum, label) => sum + label, 0);
    const observations = labels.length;
    return { from: null, to: null, observations, classes: [observations - positives, positives] };
  };
  return {
    training: await table(drawn.training),
    test: await table(drawn.test),
    split: { training: side(drawn.training), test: side(drawn.test) },
  };
};

const qualityOf = (
  { training, test }: Contest,
  {
    scores,
    outOfBag,
  }: { readonly scores: ArrayLike<number>; readonly outOfBag: ArrayLike<number> },
): Quality => {
  const threshold = maxF1Threshold({ scores: outOfBag, labels: training.target });
  const scored = { scores, labels: test.target };
  return { f1: f1(scored, threshold), roc_auc: rocAuc(scored) };
};
