import { splitObservations } from "@despliega/trainer/dataset/split.js";
import { peliculas } from "../../../support/models.js";
import type { Labelled } from "../lib/labelled.js";
import { findPython, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { r2 } from "../lib/scored.js";
import { spread } from "../lib/spread.js";
import type { Workbench } from "../lib/workbench.js";
import { sklearnOn } from "./forest-contest.js";
import { trainModel } from "./trained.js";

const splits = [1, 2, 3, 4, 5];

/**
 * The model `peliculas` as `despliega train` learns it from its sample, on five splits with a quarter of the films for
 * the test, against scikit-learn's forest of 300 trees on the same rows. Both learn the logarithm of the gross; ours
 * takes missing values as they are, scikit-learn's gets the means of the training rows for them.
 */
export const peliculasRows = async (bench: Workbench): Promise<Row[]> => {
  const python = await findPython(["numpy", "sklearn"]);
  const files = peliculas.inputs.map(({ dataset }) => `data/peliculas/${dataset}`);
  const ours: number[] = [];
  const peers: number[] = [];
  for (const seed of splits) {
    bench.say(`peliculas: split ${seed} of ${splits.length}`);
    const { metrics, training, test } = await trainModel(
      bench,
      peliculas,
      files,
      (engine, labelled) =>
        splitObservations(engine, labelled, {
          task: peliculas.task,
          split: { by: "chance", testShare: 0.25, seed },
        }),
    );
    ours.push(metrics["log_r2"]!);
    if (isSkipped(python)) continue;
    const contest = {
      training: logarithmic(filled(training, training)),
      test: logarithmic(filled(test, training)),
      trees: 300,
      outOfBag: false,
      regression: true,
    };
    const sklearn = await sklearnOn(python.command, contest, bench.folder);
    peers.push(r2((await sklearn(seed)).scores, contest.test.target));
  }
  const shown = (measured: readonly number[]): string => {
    const { mean, deviation } = spread(measured);
    return `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
  };
  const name =
    "peliculas on its sample, R² of the logarithm, mean of five splits, against scikit-learn's forest";
  if (isSkipped(python)) return [{ name, ours: shown(ours), peer: python.skipped }];
  const { mean, deviation } = spread(peers);
  return [
    {
      name,
      ours: shown(ours),
      peer: shown(peers),
      target: "within the splits' noise",
      met: spread(ours).mean >= mean - deviation,
    },
  ];
};

const logarithmic = ({ columns, target }: Labelled): Labelled => ({
  columns,
  target: target.map(Math.log),
});

/** With the means of other rows where a value is missing. */
const filled = ({ columns, target }: Labelled, { columns: others }: Labelled): Labelled => ({
  columns: columns.map((column, i) => {
    const known = others[i]!.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return column.map((value) => (Number.isNaN(value) ? mean : value));
  }),
  target,
});
