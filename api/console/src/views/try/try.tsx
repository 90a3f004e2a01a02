import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { ask, Fault } from "../../api/ask.js";
import type { ApiDocument, DetailedAnswer, ModelDescription } from "../../api/types.js";
import { urls } from "../../api/urls.js";
import { useAnswer } from "../../api/use-answer.js";
import { Choice } from "../../parts/choice.js";
import { FaultNote } from "../../parts/fault-note.js";
import { useWords } from "../../text/words.js";
import { AnswerView } from "./answer.js";
import { askedBy, filledBy, waysOf, type FormRequest, type Filled, type Way } from "./asked.js";
import { CodeView } from "./code.js";
import { FormView } from "./form.js";

/** An answer, and what was asked for it. */
interface Got {
  readonly asked: FormRequest;
  readonly answer: DetailedAnswer | undefined;
  readonly fault: Fault | undefined;
  readonly ms: number;
}

/** A form that asks the model, filled with an example, and the answer. */
export const TryView = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const { text } = useWords();
  const { value, fault } = useAnswer<ApiDocument>(urls.document);
  if (value === undefined)
    return fault === undefined ? (
      <p class="soft">{text.page.loading}</p>
    ) : (
      <FaultNote fault={fault} />
    );
  const ways = waysOf(value, model);
  return ways.length === 0 ? (
    <p class="note">{text.tryIt.noForm}</p>
  ) : (
    <Ways model={model} ways={ways} />
  );
};

interface WaysProps {
  readonly model: ModelDescription;
  readonly ways: readonly Way[];
}

const Ways = ({ model, ways }: WaysProps): JSX.Element => {
  const { text } = useWords();
  const [kind, setKind] = useState(ways[0]!.kind);
  const way = ways.find((one) => one.kind === kind) ?? ways[0]!;
  const names = { key: text.tryIt.byKey, row: text.tryIt.byRow };
  return (
    <>
      {ways.length > 1 && (
        <Choice
          name={text.tryIt.how}
          options={ways.map((one) => [one.kind, names[one.kind]])}
          chosen={way.kind}
          choose={setKind}
        />
      )}
      <OneWay key={way.kind} model={model} way={way} />
    </>
  );
};

interface OneWayProps {
  readonly model: ModelDescription;
  readonly way: Way;
}

const OneWay = ({ model, way }: OneWayProps): JSX.Element => {
  const { text } = useWords();
  const [filled, setFilled] = useState<Filled>(() => filledBy(way));
  const [got, setGot] = useState<Got>();
  const [isAsking, setIsAsking] = useState(false);
  const asked = askedBy(way, filled);

  const heading = useRef<HTMLHeadingElement>(null);
  const submit = async (): Promise<void> => {
    if ("wrong" in asked) return;
    setIsAsking(true);
    setGot(await answerTo(asked));
    setIsAsking(false);
  };
  const submitAndLook = async (): Promise<void> => {
    await submit();
    const top = heading.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight / 2) heading.current?.scrollIntoView();
  };
  // What is asked about people is on record, so only a reader asks.
  useEffect(() => {
    if (model.privacy === "open") void submit();
  }, []);

  return (
    <>
      <div class="try">
        <section class="panel">
          <h2>{text.tryIt.heading}</h2>
          <p class="soft">
            {way.features.length === 0 ? text.tryIt.keyReading : text.tryIt.reading}
          </p>
          <FormView
            way={way}
            filled={filled}
            change={setFilled}
            unfit={"wrong" in asked ? asked : undefined}
            isAsking={isAsking}
            submit={submitAndLook}
          />
        </section>
        <section class="panel answer" aria-live="polite" aria-busy={isAsking}>
          <h2 ref={heading}>{text.tryIt.answer}</h2>
          {got === undefined && <p class="soft">{text.tryIt.before}</p>}
          {got?.fault !== undefined && <FaultNote fault={got.fault} />}
          {got?.answer !== undefined && (
            <AnswerView model={model} answer={got.answer} row={got.asked.body ?? {}} ms={got.ms} />
          )}
        </section>
        {!("wrong" in asked) && <CodeView model={model} asked={asked} />}
      </div>
    </>
  );
};

/** Seconds after which a busy api is asked once more. */
const REST_SECONDS = 2;

const answerTo = async (asked: FormRequest): Promise<Got> => {
  const got = await tryOnce(asked);
  if (got.fault?.code !== "OVERLOADED") return got;
  await new Promise((rested) => setTimeout(rested, REST_SECONDS * 1_000));
  return tryOnce(asked);
};

const tryOnce = async (asked: FormRequest): Promise<Got> => {
  const { method, path, body } = asked;
  const since = performance.now();
  try {
    const answer = await ask<DetailedAnswer>(`${path}?detalle=true`, {
      method,
      ...(body && { body }),
    });
    return { asked, answer, fault: undefined, ms: performance.now() - since };
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault(0);
    return { asked, answer: undefined, fault, ms: 0 };
  }
};
