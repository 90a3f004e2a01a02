import type { JSX } from "preact";

interface SparklineProps {
  /** What the line shows, in words. */
  readonly name: string;
  /** Oldest first. */
  readonly values: readonly number[];
}

const WIDTH = 120;
const HEIGHT = 28;

/** A small line without axes. */
export const Sparkline = ({ name, values }: SparklineProps): JSX.Element => {
  const most = Math.max(...values, 1);
  const points = values.map(
    (value, i) =>
      `${((i / Math.max(1, values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`,
  );
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={name}
    >
      <polyline points={points.join(" ")} />
    </svg>
  );
};
