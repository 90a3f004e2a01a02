import type { Comparison, Monitoring } from "@despliega/storage";

import { binShares } from "../charts/bin-shares.js";
import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";
import { isDrifted, scoreName } from "./monitoring-summary.js";

/** So many features and scores have a picture. */
const MOST = 8;

/** How features and scores moved, those that drifted first, then by the size of the effect. */
export const driftSection = ({ drift }: Monitoring, locale: Locale): Section => {
  const { monitoring } = locale.text;
  const words = monitoring.drift;
  const moved = [
    ...drift.features.map(({ feature: name, ...of }) => ({ name, ...of })),
    ...drift.scores.map(({ class: of, ...rest }) => ({ name: scoreName(of, monitoring), ...rest })),
  ].toSorted((a, b) => orderOf(b) - orderOf(a));
  const shown = moved.filter(({ bins: { now } }) => now.some((share) => share > 0)).slice(0, MOST);
  return {
    heading: words.heading,
    reading: words.reading(locale.format.share(drift.level)),
    ...(drift.enough ? {} : { warning: words.few }),
    ...(shown.length === 0
      ? {}
      : {
          chart: {
            name: words.name(shown.map(({ name }) => name).join(", ")),
            spec: binShares(
              shown.map((each) => withNames(each, words)),
              words,
            ),
          },
        }),
    table: {
      caption: words.caption,
      columns: [
        { name: words.feature },
        { name: words.against },
        ...[words.psi, words.distance, words.p].map((name) => ({ name, numeric: true })),
        { name: words.verdict },
      ],
      rows: moved.flatMap(({ name, against: { reference, comparison, before } }) => [
        ...rowsOf(name, words.referenced[reference], comparison, locale),
        ...rowsOf(name, words.referenced.before, before, locale),
      ]),
    },
  };
};

type Moved = Monitoring["drift"]["scores"][number];

/** With the names of the last bins in the language of the page. */
const withNames = <Each extends Pick<Moved, "bins">>(
  { bins, ...each }: Each,
  { missing, other }: { readonly missing: string; readonly other: string },
) => {
  const last = bins.names.length - 1;
  const named = bins.names.map((name, i) => {
    if (i === last) return missing;
    return i === last - 1 && name === "other" ? other : name;
  });
  return { ...each, bins: { ...bins, names: named } };
};

const orderOf = ({ against }: Pick<Moved, "against">): number => {
  const { comparison, before } = against;
  const effect = Math.max(comparison?.psi ?? 0, before?.psi ?? 0);
  return isDrifted(against) ? 1e6 + effect : effect;
};

const rowsOf = (
  name: string,
  against: string,
  comparison: Comparison | undefined,
  { text, format: { measured } }: Locale,
): string[][] => {
  if (comparison === undefined) return [];
  const { drifted, usual } = text.monitoring.drift;
  const { psi, jensenShannon, adjusted } = comparison;
  const verdict = comparison.drifted ? drifted : usual;
  return [[name, against, ...[psi, jensenShannon, adjusted].map(measured), verdict]];
};
