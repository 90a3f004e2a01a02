import type { JSX } from "preact";

import type { CurvePoint } from "../../api/about-types.js";
import { Legend } from "../../charts/legend.js";
import { pathOf, Plot } from "../../charts/plot.js";
import { ticksOf } from "../../charts/ticks.js";
import { useWords } from "../../text/words.js";

interface CurvePlotProps {
  readonly points: readonly CurvePoint[];
  /** The one that is looked at, and the one in force. */
  readonly at: number;
  readonly served: number;
}

/** Flagged share, precision and recall by threshold; thresholds are evenly apart, as the slider moves. */
export const CurvePlot = ({ points, at, served }: CurvePlotProps): JSX.Element => {
  const { text, format } = useWords();
  const { quality } = text;
  const line = (of: (point: CurvePoint) => number | null): (readonly [number, number])[] =>
    points.flatMap((point, i) => {
      const value = of(point);
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
      <Legend
        entries={[
          ["second", quality.flagged],
          ["first", quality.precision],
          ["third", quality.recall],
        ]}
      />
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
            {served >= 0 && (
              <line
                class="guide"
                x1={scales.x(served)}
                x2={scales.x(served)}
                y1={scales.top}
                y2={scales.bottom}
              />
            )}
            <line
              class="cursor"
              x1={scales.x(at)}
              x2={scales.x(at)}
              y1={scales.top}
              y2={scales.bottom}
            />
            <path
              class="line second"
              d={pathOf(
                line((point) => point.flagged),
                scales,
              )}
            />
            <path
              class="line first"
              d={pathOf(
                line((point) => point.precision),
                scales,
              )}
            />
            <path
              class="line third"
              d={pathOf(
                line((point) => point.recall),
                scales,
              )}
            />
          </>
        )}
      </Plot>
    </>
  );
};
