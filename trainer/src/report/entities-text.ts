import type { Manifest } from "@despliega/storage";

import { fewCases } from "../learn/certainty/certainty.js";
import { knownShare } from "../learn/certainty/entity-groups.js";
import { intervalOf } from "./certainty-text.js";
import type { Locale } from "./language/locale.js";
import { metricText } from "./metrics.js";

type Groups = NonNullable<Manifest["entities"]>;

/** How much of the test set belongs to entities known from training, and the metrics of known and of new ones. */
export const entitiesText = (groups: Groups, locale: Locale): string => {
  const { told } = locale.text.entities;
  return told(
    locale.format.percent(knownShare(groups)),
    figures(groups.known, locale),
    figures(groups.new, locale),
  );
};

const figures = (group: Groups["known"], locale: Locale): string => {
  const { entities } = locale.text;
  const few = new Map(fewCases(group));
  const told = Object.entries(group.metrics).map(([name, value]) => {
    const { label, format } = metricText(name, locale);
    const cases = few.get(name);
    const notes = [
      intervalOf(name, group.intervals, locale),
      cases === undefined ? "" : entities.few(locale.format.count(cases)),
    ].filter((note) => note !== "");
    return `${label} ${format(value)}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
  });
  return told.length === 0 ? entities.unmeasured : told.join(", ");
};
