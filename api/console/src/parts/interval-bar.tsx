import type { JSX } from "preact";

import { useWords } from "../text/words.js";
import { metricText } from "./metric.js";

interface IntervalBarProps {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [number, number] | undefined;
}

/** Metrics between what knows nothing and what knows all. */
const SCALES: Readonly<Record<string, readonly [number, number]>> = {
  roc_auc: [0.5, 1],
  gini: [0, 1],
  ks: [0, 1],
  r2: [0, 1],
  log_r2: [0, 1],
};

/** A metric and its interval on the way from no skill to perfect, where it has such a scale. */
export const IntervalBar = ({ name, value, interval }: IntervalBarProps): JSX.Element | null => {
  const words = useWords();
  const scale = SCALES[name];
  const { write } = metricText(name, words);
  const ends = interval && words.text.home.interval(write(interval[0]), write(interval[1]));
  if (scale === undefined)
    return ends === undefined ? null : (
      <p class="soft">
        {ends} ({words.text.home.intervalNote})
      </p>
    );
  const at = (point: number): string => {
    const share = (point - scale[0]) / (scale[1] - scale[0]);
    return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  };
  const [from, to] = interval ?? [value, value];
  return (
    <>
      <div class="track" aria-hidden="true">
        <span class="band" style={{ left: at(from), right: `calc(100% - ${at(to)})` }} />
        <span class="point" style={{ left: at(value) }} />
      </div>
      <p class="ends">
        <span>{words.text.home.guess(write(scale[0]))}</span>
        {ends !== undefined && (
          <span>
            {ends} <span class="soft">({words.text.home.intervalNote})</span>
          </span>
        )}
        <span>{write(scale[1])}</span>
      </p>
    </>
  );
};
