import type { JSX } from "preact";

import type { Evaluation } from "../../api/about-types.js";
import { metricText } from "../../parts/metric.js";
import { useWords } from "../../text/words.js";

interface ImportanceBarsProps {
  readonly importance: NonNullable<Evaluation["importance"]>;
}

const MOST = 12;

/** What the model leans on, the strongest first. */
export const ImportanceBars = ({ importance }: ImportanceBarsProps): JSX.Element | null => {
  const words = useWords();
  const { text, format } = words;
  const strongest = importance.features
    .flatMap(({ feature, permutation }) =>
      permutation === undefined ? [] : [{ feature, mean: permutation.mean }],
    )
    .sort((one, other) => other.mean - one.mean)
    .slice(0, MOST);
  const most = Math.max(...strongest.map(({ mean }) => mean), Number.MIN_VALUE);
  if (strongest.length === 0) return null;
  return (
    <section class="panel">
      <h2>{text.quality.importance}</h2>
      <p class="soft">
        {text.quality.importanceReading(metricText(importance.metric, words).label)}
      </p>
      <ul class="class-bars wide-names">
        {strongest.map(({ feature, mean }) => (
          <li key={feature}>
            <span class="name">{feature}</span>
            <span class="track" aria-hidden="true">
              <span class="fill" style={{ width: `${(Math.max(0, mean) / most) * 100}%` }} />
            </span>
            <span class="share">{format.rounded(mean)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
