import { capital, count, number, percent } from "../format.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The confusion matrix in the words of the model. */
export const confusionSection = ({ evaluation, words }: ClassificationReport): Section => {
  const { confusion, threshold } = evaluation;
  const { tp, fp, tn, fn } = confusion;
  const row = (name: string, flagged: number, passed: number): string[] => {
    const total = flagged + passed;
    return [name, part(flagged, total), part(passed, total), count(total)];
  };
  return {
    heading: "Decisions at the threshold",
    reading: `Scores of ${number(threshold.value)} and more are flagged (${threshold.policy}). Percentages are shares of their row.`,
    table: {
      caption: "Confusion matrix",
      columns: [
        { name: "What happened" },
        { name: "Flagged", numeric: true },
        { name: "Not flagged", numeric: true },
        { name: "All", numeric: true },
      ],
      rows: [
        row(`${capital(words.observations)} that ${words.positive}`, tp, fn),
        row(`${capital(words.observations)} that ${words.negative}`, fp, tn),
        row("All", tp + fp, fn + tn),
      ],
    },
  };
};

const part = (some: number, all: number): string =>
  all > 0 ? `${count(some)} (${percent(some / all)})` : count(some);
