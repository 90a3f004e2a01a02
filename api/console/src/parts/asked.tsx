import type { JSX } from "preact";

import { useAnswer } from "../api/use-answer.js";
import { useWords } from "../text/words.js";
import { FaultNote } from "./fault-note.js";

interface AskedProps<T> {
  readonly url: string;
  /** Seconds between two requests. Default: it is asked once. */
  readonly seconds?: number;
  readonly children: (value: T) => JSX.Element;
}

/** What a url answers; until it does, that it is on its way, or why there is nothing. */
export const Asked = <T,>({ url, seconds = 0, children }: AskedProps<T>): JSX.Element => {
  const { text } = useWords();
  const { value, fault } = useAnswer<T>(url, seconds);
  if (value === undefined)
    return fault === undefined ? (
      <p class="soft waiting">{text.page.loading}</p>
    ) : (
      <FaultNote fault={fault} />
    );
  return (
    <>
      {fault !== undefined && <FaultNote fault={fault} isOld />}
      {children(value)}
    </>
  );
};
