import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { meanOf, standardDeviationOf } from "../../evaluate/spread.js";

/** Which estimators were compared and which was chosen; nothing where there was no choice. */
export const selectionSection = ({ selection }: ModelReport): Section[] => {
  if (selection === undefined) return [];
  const { label, format } = metricText(selection.metric);
  return [
    {
      heading: "Choice of the estimator",
      reading: `Each candidate learned from all folds of the training observations but one and was measured on that one, fold after fold; the test observations had no part in it.`,
      table: {
        caption: `${label} by cross-validation`,
        columns: [
          { name: "Estimator" },
          { name: "Mean", numeric: true },
          { name: "Std. dev.", numeric: true },
          { name: "Folds", numeric: true },
          { name: "Choice" },
        ],
        rows: selection.candidates.map(({ name, folds, chosen, error }) => [
          name,
          ...(folds.length === 0
            ? ["", ""]
            : [format(meanOf(folds)), format(standardDeviationOf(folds))]),
          String(folds.length),
          chosen ? "chosen" : error === undefined ? "" : `no model (${error})`,
        ]),
      },
    },
  ];
};
