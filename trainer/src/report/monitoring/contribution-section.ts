import type { Monitoring } from "@despliega/storage";

import { movementBars } from "../charts/movement-bars.js";
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
    feature: of === undefined ? feature : `${feature} · ${of}`,
    shift,
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
          moved.map(({ feature, shift }) => `${feature} ${format.signed(shift.value)}`).join(", "),
        ),
        spec: movementBars(moved, words.axis),
      },
      table: {
        caption: words.caption,
        columns: [{ name: text.monitoring.drift.feature }, { name: words.shift, numeric: true }],
        rows: moved.map(({ feature, shift }) => [feature, figureText(shift, format.signed)]),
      },
    },
  ];
};
