import type { ClassificationEvaluation } from "@despliega/trainer/evaluate/evaluation.js";

import { vih } from "../../support/models.js";
import { trainOn, type Generated } from "./lib/train-on.js";
import type { Simulation } from "./simulation.js";

/** What vih calls a probability, held against what happened to patients that it did not learn from. */
export const patientProbabilities: Simulation = {
  name: "patient-probabilities",
  claim: "Probabilities of vih come true as often as they say.",
  rounds: { long: 20, short: 1 },
  run: async (rounds, seed, tell) => {
    const studies: ClassificationEvaluation[] = [];
    for (let round = 0; round < rounds; round++) {
      studies.push((await trainOn(vih, studyOf(seed + round))) as ClassificationEvaluation);
      tell(`study ${round + 1} of ${rounds}`);
    }
    const tenths = studies.flatMap(({ calibration }) => calibration);
    const held = tenths.filter(
      ({ predicted, lower, upper }) => lower <= predicted && predicted <= upper,
    ).length;
    // Of few tenths more may be outside by chance.
    const chance = rounds < 20 ? 2 * Math.sqrt(tenths.length * 0.05 * 0.95) : 0;
    return [
      {
        what: "tenths of the test patients whose 95 % interval of the share infected holds the mean probability",
        target: "at least 90 %",
        found: `${held} of ${tenths.length}`,
        met: held + chance >= 0.9 * tenths.length,
      },
    ];
  },
};

const studyOf = (seed: number): Generated => ({
  options: ["--patients", "2000", "--seed", `${seed}`],
  fileOf: (out) => out,
});
