/** What the recording `az` does for one call. */
export interface AzAnswer {
  /** Printed as it is, with a line feed after it. */
  readonly stdout?: string;
  readonly stderr?: string;
  /** What bash runs before the answer, with the words of the call: what it would change in the world. */
  readonly run?: string;
  /** 0 by default. */
  readonly exit?: number;
}

/**
 * Canned answers by the words that a call begins with; the longest beginning that fits answers. A string is what
 * it prints. Of a list, the first call takes the first answer, the next one the next, and the last one stays.
 */
export type AzAnswers = Readonly<
  Record<string, string | AzAnswer | readonly (string | AzAnswer)[]>
>;

const fits = (line: string, beginning: string): boolean =>
  line === beginning || line.startsWith(`${beginning} `);

/** The answer to a call, given the lines of the calls before it; undefined when none was prepared. */
export const answerTo = (
  answers: AzAnswers,
  line: string,
  earlier: readonly string[],
): AzAnswer | undefined => {
  const chosen = (call: string): string | undefined =>
    Object.keys(answers)
      .filter((beginning) => fits(call, beginning))
      .sort((a, b) => b.length - a.length)[0];
  const beginning = chosen(line);
  if (beginning === undefined) return undefined;
  const answer = answers[beginning]!;
  const times = earlier.filter((call) => chosen(call) === beginning).length;
  const one = isList(answer) ? answer[Math.min(times, answer.length - 1)]! : answer;
  return typeof one === "string" ? { stdout: one } : one;
};

const isList = (answer: AzAnswers[string]): answer is readonly (string | AzAnswer)[] =>
  Array.isArray(answer);
