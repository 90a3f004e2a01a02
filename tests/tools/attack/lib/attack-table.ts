import { markdownOf } from "../../pages/table.js";
import type { Attack, Outcome } from "./attack.js";

/** An attack that was played. */
export interface Played extends Outcome {
  readonly name: string;
  readonly attack: Attack;
  readonly seconds: number;
}

const count = (number: number): string => number.toLocaleString("en");

/** What was played, as a Markdown table. */
export const attackTable = (played: readonly Played[]): string =>
  markdownOf([
    [
      ...["attack", "what is tried", "the attacker wins when", "what stops it"],
      ...["tries", "won", "figures"],
    ],
    ...played.map(({ name, attack, tries, successes, figures }) => [
      `\`${name}\``,
      attack.tried,
      attack.aim,
      attack.stopped,
      count(tries),
      count(successes.length),
      figures,
    ]),
  ]);
