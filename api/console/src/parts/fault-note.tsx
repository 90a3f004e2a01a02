import type { ConsoleText } from "@despliega/storage/language";
import type { JSX } from "preact";

import type { Fault } from "../api/ask.js";
import { useWords, type Words } from "../text/words.js";
import { SignIn } from "./sign-in.js";

interface FaultNoteProps {
  readonly fault: Fault;
  /** Whether an older answer is shown beside it. */
  readonly isOld?: boolean;
}

/** Says what went wrong with a request and what helps; asks for a credential where that is it. */
export const FaultNote = ({ fault, isOld = false }: FaultNoteProps): JSX.Element => {
  const words = useWords();
  if (fault.status === 401) return <SignIn fault={fault} />;
  return (
    <div class="note bad" role="alert">
      <p>
        {sentenceOf(fault, words)} {isOld && words.text.faults.old}
      </p>
      {fault.code !== "" && <p class="soft code">{fault.code}</p>}
    </div>
  );
};

/** What a fault means for the reader. */
export const sentenceOf = (
  { status, code, message, retryAfter }: Fault,
  { text: { faults }, format }: Words,
): string => {
  const known = BY_CODE[code] ?? BY_STATUS[status];
  if (status === 429) return faults.many(format.count(retryAfter ?? 1));
  if (known !== undefined) return faults[known];
  if (status >= 500) return faults.internal;
  return message === "" ? faults.refused : message;
};

type Sentence = Exclude<keyof ConsoleText["faults"], "many">;

const BY_CODE: Readonly<Record<string, Sentence>> = {
  STEP_UP_REQUIRED: "stepUp",
  NOT_READY: "notReady",
  OVERLOADED: "overloaded",
  DOCUMENT_UNAVAILABLE: "storage",
};

const BY_STATUS: Readonly<Record<number, Sentence>> = {
  0: "away",
  401: "unauthenticated",
  403: "forbidden",
  404: "unknown",
};
