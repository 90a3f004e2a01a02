import type { Monitoring } from "@despliega/storage";

import { figureBars } from "../charts/figure-bars.js";
import type { Locale } from "../language/locale.js";
import type { Section } from "../section.js";
import { figureText } from "./figure-text.js";

/** So many features have a bar. */
const MOST = 15;

/** Which features moved the scores, the largest movement first; nothing where nothing was explained. */
export const contributionSection = ({ contribution }: Monitoring, locale: Locale): Section[] => {
  if (contribution === undefined || contribution.shifts.length === 0) return [];
  const { text, format } = locale;
  const words = text.monitoring.contribution;
  const moved = contribution.shifts.slice(0, MOST).map(({ feature, class: of, shift }) => ({
    name: of === undefined ? feature : `${feature} · ${of}`,
    figure: shift,
  }));
  return [
    {
      heading: words.heading,
      reading: words.reading(
        format.count(contribution.answers),
        format.count(contribution.reference),
      ),
      chart: {
        name: words.name(
          moved.map(({ name, figure }) => `${name} ${format.signed(figure.value)}`).join(", "),
        ),
        spec: figureBars(moved, words.axis),
      },
      table: {
        caption: words.caption,
        columns: [{ name: text.monitoring.drift.feature }, { name: words.shift, numeric: true }],
        rows: moved.map(({ name, figure }) => [name, figureText(figure, format.signed)]),
      },
    },
  ];
};
