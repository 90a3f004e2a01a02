import { importancePlot } from "../charts/importance.js";
import { percent, signed } from "../format.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The importance of the features, greatest first; nothing where it was not measured. */
export const importanceSection = ({ importance }: ModelReport): Section[] => {
  if (importance === undefined) return [];
  const { label } = metricText(importance.metric);
  const most = importance.features.toSorted((a, b) => b.permutation.mean - a.permutation.mean);
  return [
    {
      heading: "Importance",
      reading: `What the model leans on: how much worse the ${label} of the test observations gets when one feature's values are mixed up among them. Bars have one standard deviation of the repetitions to either side; one that touches the dashed line may be chance. Features that tell the same share their importance. The gain is the share of what all splits gained in training, and flatters features with many different values.`,
      chart: {
        name: `Loss of ${label} without each feature, most first: ${most.map(({ feature, permutation }) => `${feature} ${signed(permutation.mean)}`).join(", ")}.`,
        spec: importancePlot(most, `Loss of ${label} when mixed up`),
      },
      table: {
        caption: "Importance by permutation and by gain",
        columns: [
          { name: "Feature" },
          { name: "Loss", numeric: true },
          { name: "Std. dev.", numeric: true },
          { name: "Gain", numeric: true },
        ],
        rows: most.map(({ feature, gain, permutation }) => [
          feature,
          signed(permutation.mean),
          signed(permutation.standardDeviation).replace("+", ""),
          percent(gain),
        ]),
      },
    },
  ];
};
