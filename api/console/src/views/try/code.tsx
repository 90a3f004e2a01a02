import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { ModelDescription } from "../../api/types.js";
import { Choice } from "../../parts/choice.js";
import { useSession } from "../../parts/session.js";
import { useWords } from "../../text/words.js";
import type { FormRequest } from "./asked.js";
import { snippetsOf } from "./snippets.js";

interface CodeViewProps {
  readonly model: ModelDescription;
  readonly asked: FormRequest;
}

/** The request of the form in the languages that programs are written in, ready to copy. */
export const CodeView = ({ model, asked }: CodeViewProps): JSX.Element => {
  const { text } = useWords();
  const { scheme } = useSession();
  const snippets = snippetsOf(asked, model.model, location.origin, scheme);
  const [chosen, setChosen] = useState("curl");
  const [copied, setCopied] = useState<string>();
  const { name, code } = snippets.find((one) => one.name === chosen) ?? snippets[0]!;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    setCopied(code);
  };
  return (
    <section class="panel code">
      <h2>{text.tryIt.code}</h2>
      <p class="soft">{text.tryIt.codeReading}</p>
      <div class="code-bar">
        <Choice
          name={text.tryIt.code}
          options={snippets.map((one) => [one.name, one.name])}
          chosen={name}
          choose={setChosen}
        />
        <button type="button" class="quiet" onClick={() => void copy()}>
          {copied === code ? text.tryIt.copied : text.tryIt.copy}
        </button>
      </div>
      <pre tabIndex={0} aria-label={name}>
        {code}
      </pre>
    </section>
  );
};
