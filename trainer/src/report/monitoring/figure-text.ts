import type { Figure } from "@despliega/storage";

import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";

/** How a metric of recorded answers is called and written. */
export const watchedMetric = (
  metric: string,
  locale: Locale,
): { readonly label: string; readonly format: (value: number) => string } => {
  const { metrics } = locale.text.monitoring;
  if (!Object.hasOwn(metrics, metric)) return metricText(metric, locale);
  const { measured, percent } = locale.format;
  return {
    label: metrics[metric as keyof typeof metrics],
    format: metric === "coverage" ? percent : measured,
  };
};

/** A figure with its interval: 0.7135 (0.6912 – 0.7355); nothing of none. */
export const figureText = (
  figure: Figure | undefined,
  format: (value: number) => string,
): string => {
  if (figure === undefined) return "";
  const ends = figure.interval === undefined ? "" : ` (${figure.interval.map(format).join(" – ")})`;
  return format(figure.value) + ends;
};
