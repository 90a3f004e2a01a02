import { meanOf, standardDeviationOf } from "../../evaluate/spread.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Which estimators were compared and which was chosen; nothing where there was no choice. */
export const selectionSection = ({ selection }: ModelReport, locale: Locale): Section[] => {
  if (selection === undefined) return [];
  const { label, format } = metricText(selection.metric, locale);
  const { heading, reading, caption, ...names } = locale.text.choices.selection;
  return [
    {
      heading,
      reading,
      table: {
        caption: caption(label),
        columns: [
          { name: names.estimator },
          { name: names.mean, numeric: true },
          { name: names.deviation, numeric: true },
          { name: names.folds, numeric: true },
          { name: names.choice },
        ],
        rows: selection.candidates.map(({ name, folds, chosen, error }) => [
          name,
          ...(folds.length === 0
            ? ["", ""]
            : [format(meanOf(folds)), format(standardDeviationOf(folds))]),
          String(folds.length),
          chosen ? names.chosen : error === undefined ? "" : names.noModel(error),
        ]),
      },
    },
  ];
};
