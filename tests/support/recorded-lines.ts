import { blobNames, type BlobStore } from "@despliega/storage";

/** A question, as lines of recorded answers hold it. */
export interface Question {
  readonly day: string;
  readonly version: string;
  readonly key?: string;
  readonly features: readonly (number | string | null)[];
  readonly score: number;
}

/** The lines of questions, by day, each with an id of its own. */
export const linesByDay = (asked: readonly Question[]): ReadonlyMap<string, string[]> => {
  const days = new Map<string, string[]>();
  asked.forEach(({ day, version, key, features, score }, i) => {
    const lines = days.get(day) ?? [];
    days.set(day, lines);
    const at = `${day}T12:00:00.${String(i % 1000).padStart(3, "0")}Z`;
    const id = `${at.replaceAll(/[-:.]/g, "")}-0123456789abcdef-${i.toString(36)}`;
    const answer = score >= 0.5 ? 1 : 0;
    lines.push(JSON.stringify({ id, at, version, key, features, scores: [score], answer }));
  });
  return days;
};

/** Puts lines where the api records them, as one process does. */
export const putLines = async (
  store: BlobStore,
  model: string,
  days: ReadonlyMap<string, readonly string[]>,
  instance = "0123456789abcdef",
): Promise<void> => {
  for (const [day, lines] of days)
    await store.append(
      `${blobNames.predictions(model, day)}${instance}-0.jsonl`,
      Buffer.from(`${lines.join("\n")}\n`),
      0,
    );
};
