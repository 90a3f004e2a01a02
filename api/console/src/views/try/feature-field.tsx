import type { JSX } from "preact";

import type { Feature } from "../../api/types.js";
import { useWords, type Words } from "../../text/words.js";

interface FeatureFieldProps {
  readonly feature: Feature;
  readonly value: string;
  readonly isMissing: boolean;
  readonly setText: (value: string) => void;
  readonly setMissing: (isMissing: boolean) => void;
}

/** The field of a feature: what it means, its value, and a tick where it may be missing. */
export const FeatureField = (props: FeatureFieldProps): JSX.Element => {
  const { feature, value, isMissing, setText, setMissing } = props;
  const words = useWords();
  const id = `feature ${feature.name}`;
  const hint = hintOf(feature, words);
  const told = `${id} told`;
  return (
    <div class="field">
      <label for={id}>
        <bdi>{feature.name}</bdi>
      </label>
      <div class="input-line">
        <ValueInput {...{ id, feature, value, isMissing, setText, told }} />
        {feature.missing !== "refused" && (
          <label class="tick">
            <input
              type="checkbox"
              checked={isMissing}
              aria-label={words.text.tryIt.missingOf(feature.name)}
              onChange={({ currentTarget }) => setMissing(currentTarget.checked)}
            />
            {words.text.tryIt.missing}
          </label>
        )}
      </div>
      <p class="hint" id={told}>
        <bdi>{feature.description}</bdi> {hint !== undefined && <span class="range">{hint}</span>}
      </p>
    </div>
  );
};

interface ValueInputProps extends Omit<FeatureFieldProps, "setMissing"> {
  readonly id: string;
  readonly told: string;
}

const ValueInput = ({ id, feature, value, isMissing, setText, told }: ValueInputProps) => {
  const { text } = useWords();
  const choices = choicesOf(feature, value, text.tryIt);
  const common = { id, disabled: isMissing, "aria-describedby": told };
  if (choices !== undefined)
    return (
      <select
        {...common}
        value={value}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      >
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...common}
      inputMode={feature.type === "integer" ? "numeric" : "decimal"}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  );
};

type Choice = readonly [value: string, name: string];

/** The values to choose from; undefined where one is typed. */
const choicesOf = (
  { type, categories, unseen, values }: Feature,
  value: string,
  text: Words["text"]["tryIt"],
): readonly Choice[] | undefined => {
  if (type === "boolean")
    return [
      ["true", text.yes],
      ["false", text.no],
    ];
  const listed = (categories ?? values)?.map((one): Choice => [`${one}`, `${one}`]);
  if (listed === undefined) return undefined;
  const isListed = listed.some(([one]) => one === value);
  if (unseen === "other") return [...listed, [OTHER, text.other]];
  return isListed ? listed : [[value, value], ...listed];
};

/** A name that no category has. */
const OTHER = "…";

const hintOf = (
  { bounds, range, values, categories }: Feature,
  { format, text: { tryIt } }: Words,
): string | undefined => {
  if (values !== undefined || categories !== undefined) return undefined;
  // What may be a year has no separator.
  const write = (value: number): string =>
    Number.isInteger(value) && Math.abs(value) < 10_000 ? format.year(value) : format.number(value);
  if (bounds?.min !== undefined && bounds.max !== undefined)
    return tryIt.allowed(write(bounds.min), write(bounds.max));
  return range && tryIt.range(write(range[0]), write(range[1]));
};
