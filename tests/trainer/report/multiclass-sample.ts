import { evaluateMulticlass } from "@despliega/trainer/evaluate/multiclass.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { MulticlassReport } from "@despliega/trainer/report/report-data.js";

import { makeScoredClasses } from "../support/scored-classes.js";
import { dependenceOf } from "./shapes.js";
import { sample } from "./sample.js";

/** An invented report of a classifier of three classes. */
export const multiclassSample = async (engine: Engine): Promise<MulticlassReport> => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const label = i % 3;
    const weights = [0, 1, 2].map((code) => 1 + ((i * (code + 3)) % 7) + (code === label ? 4 : 0));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { label, probabilities: weights.map((weight) => weight / sum) };
  });
  const scored = await makeScoredClasses(engine, rows);
  const classes = ["Adelie", "Chinstrap", "Gentoo"];
  const side = (observations: number) => ({
    from: "2026-01-01",
    to: "2026-01-31",
    observations,
    classes: classes.map(() => observations / 3),
  });
  const shapes = sample.shapes.map(({ groups, ...shape }) => ({
    ...shape,
    groups: groups.map((group) => ({ ...group, classes: [...group.classes!, 50] })),
  }));
  return {
    ...sample,
    shapes,
    dependence: dependenceOf(shapes, classes.length),
    words: { observations: "penguins" },
    isCalibrated: true,
    training: side(240),
    test: side(60),
    evaluation: await evaluateMulticlass(engine, scored, rows.length, { classes }),
  };
};
