import type { Monitoring } from "@despliega/storage";

import { sharePairs } from "../charts/share-pairs.js";
import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";

/** Missing and strange values by feature, those that changed most first; nothing without answers. */
export const dataSection = ({ data: { features } }: Monitoring, locale: Locale): Section[] => {
  if (features.length === 0) return [];
  const { text, format } = locale;
  const words = text.monitoring.data;
  const changed = features.toSorted(
    (a, b) => Math.abs(b.missing - b.reference.missing) - Math.abs(a.missing - a.reference.missing),
  );
  const share = (value: number | undefined) => (value === undefined ? "" : format.percent(value));
  return [
    {
      heading: words.heading,
      reading: words.reading,
      chart: {
        name: words.name(
          changed
            .map(
              ({ feature, missing, reference }) =>
                `${feature} ${format.percent(missing)} / ${format.percent(reference.missing)}`,
            )
            .join(", "),
        ),
        spec: sharePairs(
          changed.map(({ feature, missing, reference }) => ({
            feature,
            now: missing,
            reference: reference.missing,
          })),
          words.axis,
          text.monitoring.drift,
        ),
      },
      table: {
        caption: words.caption,
        columns: [
          { name: text.monitoring.drift.feature },
          ...[words.missing, words.usual, words.range, words.unseen].map((name) => ({
            name,
            numeric: true,
          })),
        ],
        rows: changed.map(({ feature, missing, reference, outOfRange, unseen }) => [
          feature,
          share(missing),
          share(reference.missing),
          share(outOfRange),
          share(unseen),
        ]),
      },
    },
  ];
};
