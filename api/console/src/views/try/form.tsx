import type { JSX } from "preact";

import type { Feature } from "../../api/types.js";
import { useWords } from "../../text/words.js";
import { keyField, type Filled, type KeyColumn, type Unfit, type Way } from "./asked.js";
import { FeatureField } from "./feature-field.js";

interface FormViewProps {
  readonly way: Way;
  readonly filled: Filled;
  readonly change: (filled: Filled) => void;
  /** Why it cannot be sent. */
  readonly unfit: Unfit | undefined;
  readonly isAsking: boolean;
  readonly submit: () => Promise<void>;
}

/** Features of a model with many whose fields are open at once: the answer stays in sight. */
const MOST_OPEN = 12;
const FEWEST_FOLDED = 5;

/** The fields of one way to ask. */
export const FormView = (props: FormViewProps): JSX.Element => {
  const { way, filled, change, unfit, isAsking, submit } = props;
  const { text, format } = useWords();
  const first = way.features.length > MOST_OPEN + FEWEST_FOLDED ? MOST_OPEN : way.features.length;
  const setText = (name: string, value: string): void =>
    change({ ...filled, texts: { ...filled.texts, [name]: value } });
  const setMissing = (name: string, isMissing: boolean): void => {
    const missing = new Set(filled.missing);
    if (isMissing) missing.add(name);
    else missing.delete(name);
    change({ ...filled, missing });
  };
  const fieldOf = (feature: Feature): JSX.Element => (
    <FeatureField
      key={feature.name}
      feature={feature}
      value={filled.texts[feature.name] ?? ""}
      isMissing={filled.missing.has(feature.name)}
      setText={(value) => setText(feature.name, value)}
      setMissing={(isMissing) => setMissing(feature.name, isMissing)}
    />
  );
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {way.keys.map((key) => (
        <KeyInput
          key={key.name}
          column={key}
          value={filled.texts[keyField(key.name)] ?? ""}
          setText={(value) => setText(keyField(key.name), value)}
        />
      ))}
      {way.features.slice(0, first).map(fieldOf)}
      {first < way.features.length && (
        <details class="fields">
          <summary>{text.tryIt.moreFeatures(format.count(way.features.length - first))}</summary>
          {way.features.slice(first).map(fieldOf)}
        </details>
      )}
      <div class="submit">
        <button type="submit" disabled={isAsking || unfit !== undefined}>
          {isAsking ? text.tryIt.asking : text.tryIt.submit}
        </button>
        {unfit !== undefined && (
          <span class={unfit.isEmpty ? "soft" : "bad-text"} role="status">
            {unfit.isEmpty ? text.tryIt.empty(unfit.wrong) : text.tryIt.wrong(unfit.wrong)}
          </span>
        )}
      </div>
    </form>
  );
};

interface KeyInputProps {
  readonly column: KeyColumn;
  readonly value: string;
  readonly setText: (value: string) => void;
}

const KeyInput = ({ column, value, setText }: KeyInputProps): JSX.Element => (
  <div class="field">
    <label for={keyField(column.name)}>{column.name}</label>
    <input
      id={keyField(column.name)}
      inputMode={column.type === "integer" ? "numeric" : "text"}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  </div>
);
