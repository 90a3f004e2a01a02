import type { JSX } from "preact";

interface ChoiceProps<T extends string> {
  /** What is chosen. */
  readonly name: string;
  /** The values and their names. */
  readonly options: readonly (readonly [T, string])[];
  readonly chosen: T;
  readonly choose: (value: T) => void;
}

/** One of a few, as buttons beside each other. */
export const Choice = <T extends string>(props: ChoiceProps<T>): JSX.Element => (
  <div class="choice" role="group" aria-label={props.name}>
    {props.options.map(([value, name]) => (
      <button
        key={value}
        type="button"
        aria-pressed={value === props.chosen}
        onClick={() => props.choose(value)}
      >
        {name}
      </button>
    ))}
  </div>
);
