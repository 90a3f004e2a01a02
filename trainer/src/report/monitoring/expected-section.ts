import type { Monitoring } from "@despliega/storage";

import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";
import { figureText, watchedMetric } from "./figure-text.js";

/** What the scores themselves promise, and what that takes for granted; nothing where they promise nothing. */
export const expectedSection = ({ expected }: Monitoring, locale: Locale): Section[] => {
  if (expected === undefined || Object.keys(expected.figures).length === 0) return [];
  const words = locale.text.monitoring.expected;
  const answers = locale.format.count(expected.answers);
  const { loss } = expected;
  return [
    {
      heading: words.heading,
      reading:
        "half_width" in expected.figures ? words.readingNumbers(answers) : words.reading(answers),
      table: {
        caption: words.caption,
        columns: [
          { name: locale.text.metrics.name },
          { name: words.value, numeric: true },
          { name: words.reference, numeric: true },
        ],
        rows: Object.entries(expected.figures).map(([metric, figure]) => {
          const { label, format } = watchedMetric(metric, locale);
          const before = loss?.metric === metric ? loss.reference : undefined;
          return [label, figureText(figure, format), figureText(before, format)];
        }),
      },
    },
  ];
};
