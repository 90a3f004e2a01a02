import type { JSX } from "preact";

import type { CurvePoint } from "../../api/about-types.js";
import { Legend } from "../../charts/legend.js";
import { pathOf, Plot, type Scales } from "../../charts/plot.js";
import { ticksOf } from "../../charts/ticks.js";
import { useWords } from "../../text/words.js";

interface CurvePlotProps {
  readonly points: readonly CurvePoint[];
  /** The one that is looked at, and the one in force. */
  readonly at: number;
  readonly served: number;
}

type Share = "flagged" | "precision" | "recall";

/** The lines and their tones. */
const LINES = [
  ["second", "flagged"],
  ["first", "precision"],
  ["third", "recall"],
] as const;

/** Flagged share, precision and recall by threshold; thresholds are evenly apart, as the slider moves. */
export const CurvePlot = ({ points, at, served }: CurvePlotProps): JSX.Element => {
  const { text, format } = useWords();
  const { quality } = text;
  const line = (of: Share): (readonly [number, number])[] =>
    points.flatMap((point, i) => {
      const value = point[of];
      return value === null ? [] : [[i, value] as const];
    });
  const { threshold, flagged, precision, recall } = points[at]!;
  const told = quality.curveName(
    format.rounded(threshold),
    format.percent(flagged),
    precision === null ? "–" : format.percent(precision),
    recall === null ? "–" : format.percent(recall),
  );
  return (
    <>
      <Legend entries={LINES.map(([tone, of]) => [tone, quality[of]])} />
      <Plot
        name={told}
        x={{
          ...{ from: 0, to: points.length - 1, ticks: points.map((_, i) => i) },
          write: (i) => format.rounded(points[i]!.threshold),
          title: quality.axisThreshold,
        }}
        y={{ from: 0, to: 1, ticks: ticksOf(0, 1), write: format.share, title: "" }}
      >
        {(scales) => (
          <>
            {served >= 0 && <Upright class="guide" at={served} scales={scales} />}
            <Upright class="cursor" at={at} scales={scales} />
            {LINES.map(([tone, of]) => (
              <path key={of} class={`line ${tone}`} d={pathOf(line(of), scales)} />
            ))}
          </>
        )}
      </Plot>
    </>
  );
};

interface UprightProps {
  readonly class: string;
  readonly at: number;
  readonly scales: Scales;
}

const Upright = ({ class: of, at, scales: { x, top, bottom } }: UprightProps): JSX.Element => (
  <line class={of} x1={x(at)} x2={x(at)} y1={top} y2={bottom} />
);
