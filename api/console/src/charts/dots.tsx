import type { JSX } from "preact";

import type { Scales } from "./plot.js";

/** A point with what chance does to it. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly ends?: readonly [number, number] | undefined;
}

interface DotsProps {
  readonly dots: readonly Dot[];
  readonly scales: Scales;
}

/** Points, with a line from end to end of their intervals. */
export const Dots = ({ dots, scales: { x, y } }: DotsProps): JSX.Element => (
  <g class="dots">
    {dots.map((dot, i) => (
      <g key={i}>
        {dot.ends !== undefined && (
          <line x1={x(dot.x)} x2={x(dot.x)} y1={y(dot.ends[0])} y2={y(dot.ends[1])} />
        )}
        <circle cx={x(dot.x)} cy={y(dot.y)} r={4.5} />
      </g>
    ))}
  </g>
);
