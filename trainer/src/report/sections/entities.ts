import { knownShare, type EntityGroup } from "../../learn/certainty/entity-groups.js";
import { fewCasesText, intervalOf } from "../certainty-text.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** How the model does on entities known from training and on new ones; nothing where all are new. */
export const entitySection = (
  { entities }: Pick<ModelReport, "entities">,
  locale: Locale,
): Section[] => {
  if (entities === undefined) return [];
  const { text, format } = locale;
  const {
    heading,
    reading,
    caption,
    group,
    known,
    new: fresh,
    observations,
    cases,
  } = text.entities;
  const { name, value, interval } = text.metrics;
  const warning = fewCasesText(entities.new.cases, locale);
  const numeric = [observations, cases, value, interval].map((title) => ({
    name: title,
    numeric: true,
  }));
  const [count, metric, ...figures] = [numeric[0]!, { name }, ...numeric.slice(1)];
  return [
    {
      heading,
      reading: reading(format.percent(knownShare(entities))),
      ...(warning === undefined ? {} : { warning: `${fresh}: ${warning}` }),
      table: {
        caption,
        columns: [{ name: group }, count, metric, ...figures],
        rows: [...rowsOf(known, entities.known, locale), ...rowsOf(fresh, entities.new, locale)],
      },
    },
  ];
};

const rowsOf = (
  name: string,
  { observations, metrics, intervals, cases }: EntityGroup,
  locale: Locale,
): string[][] => {
  const { count } = locale.format;
  const measured = Object.entries(metrics).map(([metric, value]) => {
    const { label, format } = metricText(metric, locale);
    const rests = cases[metric];
    return [
      name,
      count(observations),
      label,
      rests === undefined ? "" : count(rests),
      format(value),
      intervalOf(metric, intervals, locale),
    ];
  });
  return measured.length > 0 ? measured : [[name, count(observations), "", "", "", ""]];
};
