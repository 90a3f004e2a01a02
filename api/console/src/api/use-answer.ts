import { useEffect, useState } from "preact/hooks";

import { ask, Fault } from "./ask.js";

/** What is known of a url's answer. */
export interface Answer<T> {
  /** The newest good answer, which stays while later requests fail. */
  readonly value: T | undefined;
  /** Why the newest request failed; undefined when it did not. */
  readonly fault: Fault | undefined;
}

interface Known<T> extends Answer<T> {
  readonly url: string | undefined;
}

const NOTHING = { value: undefined, fault: undefined };

/**
 * Asks a url now, and again while the page is looked at.
 *
 * @param url undefined asks nothing
 * @param seconds between two requests; 0, the default, asks once
 */
export const useAnswer = <T>(url: string | undefined, seconds = 0): Answer<T> => {
  const [known, setKnown] = useState<Known<T>>({ url, ...NOTHING });

  useEffect(() => {
    if (url === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const asked = document.hidden ? undefined : await tryAsk<T>(url);
      if (isOver) return;
      if (asked !== undefined)
        setKnown((before) => ({
          url,
          fault: asked.fault,
          value: asked.value ?? (before.url === url ? before.value : undefined),
        }));
      const wait = Math.max(seconds, asked?.fault?.retryAfter ?? 0);
      const { fault } = asked ?? {};
      const again =
        fault === undefined ? seconds > 0 : isPassing(fault) || isUnknown(fault, seconds);
      if (again) timer = setTimeout(() => void look(), Math.max(wait, LEAST_SECONDS) * 1_000);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [url, seconds]);

  return known.url === url ? known : NOTHING;
};

/** Seconds between two requests to one url. */
const LEAST_SECONDS = 5;

const tryAsk = async <T>(url: string): Promise<Answer<T>> => {
  try {
    return { value: await ask<T>(url), fault: undefined };
  } catch (error) {
    return { value: undefined, fault: error instanceof Fault ? error : new Fault(0) };
  }
};

/** Whether what is asked for regularly is not there just now. */
const isUnknown = ({ status }: Fault, seconds: number): boolean => status === 404 && seconds > 0;

/** Whether a later request may succeed as it is. */
const isPassing = ({ status }: Fault): boolean => status === 0 || status === 429 || status >= 500;
