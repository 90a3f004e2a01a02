/** What the id of an answer says of where its lines are. */
export interface AnswerPlace {
  /** When the answer was given. */
  readonly at: Date;
  /** Its day in UTC, as the folders of lines are called. */
  readonly day: string;
  /** The process that answered, as the names of its blobs begin. */
  readonly instance: string;
}

const ID =
  /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-([0-9a-z]{16,32})-[0-9a-z]{1,11}(?:\.\d{1,9})?$/;

/**
 * Makes what writes the ids of the answers of one process: the time, the process, and a count of its answers, such as
 * `20261129T155512123Z-3f9c2a1b7d4e5f60-1z`. An id leads to the day and to the blobs of its process.
 *
 * @param instance of the process: 16 to 32 digits and small letters, unlike those of every other process
 * @returns the id of the answer of a count that is given at a time, in ms since 1970
 */
export const answerIdWriter = (instance: string): ((at: number, count: number) => string) => {
  // Many answers are given in one millisecond.
  let [last, start] = [NaN, ""];
  return (at, count) => {
    if (at !== last) {
      last = at;
      start = `${new Date(at).toISOString().replaceAll(/[-:.]/g, "")}-${instance}-`;
    }
    return start + count.toString(36);
  };
};

/** Makes the ids of the answers of one process, as {@link answerIdWriter} writes them. @returns the next one at a time */
export const answerIds = (instance: string): ((at: Date) => string) => {
  const write = answerIdWriter(instance);
  let count = 0;
  return (at) => write(at.getTime(), count++);
};

/** Where the lines of an answer, or of one row of it, are; undefined for what is no id. */
export const placeOfId = (id: string): AnswerPlace | undefined => {
  const [, year, month, date, hour, minute, second, ms, instance] = ID.exec(id) ?? [];
  if (instance === undefined) return undefined;
  const day = `${year}-${month}-${date}`;
  const at = new Date(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at.getTime()) ? undefined : { at, day, instance };
};
