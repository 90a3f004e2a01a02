import type { Monitoring } from "@despliega/storage";

import { figureBars } from "../charts/figure-bars.js";
import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";
import { figureText, watchedMetric } from "./figure-text.js";

/** Champion and each challenger on the same answers. */
export const challengerSections = ({ challengers }: Monitoring, locale: Locale): Section[] =>
  challengers.map(({ challenger, known, metric, verdict, metrics, differences }) => {
    const words = locale.text.monitoring.challenger;
    const { count, signed } = locale.format;
    const decides = watchedMetric(metric, locale).label;
    const difference = differences[metric];
    return {
      heading: words.heading(challenger),
      reading: `${words.reading(count(known))} ${words.verdicts[verdict](decides)}`,
      ...(difference === undefined
        ? {}
        : {
            chart: {
              name: words.name(decides, figureText(difference, signed)),
              spec: figureBars([{ name: decides, figure: difference }], words.axis),
            },
          }),
      table: {
        caption: words.caption,
        columns: [
          { name: locale.text.metrics.name },
          ...[words.champion, words.challenger, words.difference].map((name) => ({
            name,
            numeric: true,
          })),
        ],
        rows: Object.entries(metrics).map(([name, { champion, challenger: own }]) => {
          const { label, format } = watchedMetric(name, locale);
          return [label, format(champion), format(own), figureText(differences[name], signed)];
        }),
      },
    };
  });
