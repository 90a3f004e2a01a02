import type { JSX } from "preact";

interface LegendProps {
  /** Class of the colour, and what it is. */
  readonly entries: readonly (readonly [colour: string, name: string])[];
}

/** What the colours of a picture mean. */
export const Legend = ({ entries }: LegendProps): JSX.Element => (
  <ul class="legend">
    {entries.map(([colour, name]) => (
      <li key={colour}>
        <span class={`swatch ${colour}`} aria-hidden="true" />
        {name}
      </li>
    ))}
  </ul>
);
