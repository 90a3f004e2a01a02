import { calibrationByClass, precisionByClass, rocByClass } from "../charts/class-curves.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { MulticlassReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The curves of each class against all others. */
export const classCurveSections = (
  { evaluation: { classes }, isCalibrated }: MulticlassReport,
  locale: Locale,
): Section[] => {
  const { roc, precisionRecall, calibration } = locale.text.multiclass;
  const areas = (metric: string): string => {
    const { format } = metricText(metric, locale);
    return classes
      .map(({ name, metrics }) => `${name} ${format(metrics[metric] ?? NaN)}`)
      .join(", ");
  };
  return [
    {
      ...pick(roc),
      chart: { name: roc.name(areas("roc_auc")), spec: rocByClass(classes, locale) },
    },
    {
      ...pick(precisionRecall),
      chart: {
        name: precisionRecall.name(areas("pr_auc")),
        spec: precisionByClass(classes, locale),
      },
    },
    {
      heading: calibration.heading,
      reading: `${calibration.reading} ${isCalibrated ? calibration.temperature : calibration.none}`,
      chart: {
        name: calibration.name(classes.map(({ name }) => name).join(", ")),
        spec: calibrationByClass(classes, locale),
      },
    },
  ];
};

const pick = ({ heading, reading }: Pick<Section, "heading" | "reading">) => ({ heading, reading });
