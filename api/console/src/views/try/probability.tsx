import type { JSX } from "preact";

import { useWords } from "../../text/words.js";

interface ProbabilityBarProps {
  readonly value: number;
  /** The probability from which on the class is 1. */
  readonly threshold: number | undefined;
}

/** A probability on the way from none to one, and the threshold on it. */
export const ProbabilityBar = ({ value, threshold }: ProbabilityBarProps): JSX.Element => {
  const { text, format } = useWords();
  const isFlagged = threshold !== undefined && value >= threshold;
  return (
    <div class={`probability ${isFlagged ? "flagged" : ""}`}>
      <p>
        {text.tryIt.probability}: <strong>{format.percent(value)}</strong>
      </p>
      <div class="track tall" aria-hidden="true">
        <span class="fill" style={{ width: `${value * 100}%` }} />
        {threshold !== undefined && <span class="mark" style={{ left: `${threshold * 100}%` }} />}
      </div>
      {threshold !== undefined && (
        <p class="soft">
          {text.tryIt.threshold(format.percent(threshold))},{" "}
          {isFlagged ? text.tryIt.flagged : text.tryIt.notFlagged}
        </p>
      )}
    </div>
  );
};

interface ClassBarsProps {
  readonly probabilities: Readonly<Record<string, number>>;
}

/** The probability of each class, the likeliest first. */
export const ClassBars = ({ probabilities }: ClassBarsProps): JSX.Element => {
  const { text, format } = useWords();
  const sorted = Object.entries(probabilities).sort(([, one], [, other]) => other - one);
  return (
    <ul class="class-bars">
      {sorted.map(([name, share]) => (
        <li key={name} aria-label={`${text.tryIt.probabilityOf(name)}: ${format.percent(share)}`}>
          <bdi class="name">{name}</bdi>
          <span class="track" aria-hidden="true">
            <span class="fill" style={{ width: `${share * 100}%` }} />
          </span>
          <span class="share">{format.percent(share)}</span>
        </li>
      ))}
    </ul>
  );
};
