import type { ComponentChildren, JSX } from "preact";

import { useWidth } from "./use-width.js";

/** An axis: its ends, its marks and what they are called. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly write: (value: number) => string;
  readonly title: string;
}

/** Where values are in a picture. */
export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface PlotProps {
  /** What the picture shows, in words. */
  readonly name: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly height?: number;
  readonly children: (scales: Scales) => ComponentChildren;
}

const MARGIN = { left: 58, right: 26, top: 14, bottom: 46 };

/** A picture with two axes. */
export const Plot = ({ name, x, y, height = 260, children }: PlotProps): JSX.Element => {
  const [ref, width] = useWidth<HTMLDivElement>();
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const share = (axis: Axis, value: number): number =>
    axis.to === axis.from ? 0.5 : (value - axis.from) / (axis.to - axis.from);
  const scales: Scales = {
    x: (value) => MARGIN.left + share(x, value) * (right - MARGIN.left),
    y: (value) => bottom - share(y, value) * (bottom - MARGIN.top),
    ...{ left: MARGIN.left, right, top: MARGIN.top, bottom },
  };
  const most = Math.max(2, Math.floor((right - MARGIN.left) / 62));
  const every = Math.ceil(x.ticks.length / most);
  return (
    <div class="plot" ref={ref} style={{ height: `${height}px` }}>
      <svg width={width} height={height} role="img" aria-label={name}>
        {y.ticks.map((tick) => (
          <g key={tick}>
            <line
              class="grid"
              x1={MARGIN.left}
              x2={right}
              y1={scales.y(tick)}
              y2={scales.y(tick)}
            />
            <text class="tick" x={MARGIN.left - 8} y={scales.y(tick) + 4} text-anchor="end">
              {y.write(tick)}
            </text>
          </g>
        ))}
        {x.ticks
          .filter((_, i) => i % every === 0)
          .map((tick) => (
            <text key={tick} class="tick" x={scales.x(tick)} y={bottom + 18} text-anchor="middle">
              {x.write(tick)}
            </text>
          ))}
        <line class="axis" x1={MARGIN.left} x2={right} y1={bottom} y2={bottom} />
        <text class="title" x={(MARGIN.left + right) / 2} y={height - 6} text-anchor="middle">
          {x.title}
        </text>
        {y.title !== "" && (
          <text
            class="title"
            transform={`translate(13 ${(MARGIN.top + bottom) / 2}) rotate(-90)`}
            text-anchor="middle"
          >
            {y.title}
          </text>
        )}
        {children(scales)}
      </svg>
    </div>
  );
};

/** The points of a line as SVG writes them. */
export const pathOf = (
  points: readonly (readonly [number, number])[],
  { x, y }: Pick<Scales, "x" | "y">,
): string =>
  points
    .map(([at, value], i) => `${i === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`)
    .join("");
