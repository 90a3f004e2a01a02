import type { Field } from "./field.js";

/** How much of an attack to play. */
export interface Extent {
  /** Plays the short form: fewer tries of the same kinds. */
  readonly short: boolean;
}

/** What an attack found. */
export interface Outcome {
  /** How often something was tried. */
  readonly tries: number;
  /** One line for each try in which the attacker got what was not meant for them. */
  readonly successes: readonly string[];
  /** What was measured meanwhile. */
  readonly figures: string;
}

/** A thing that somebody who means harm may try. All texts are Markdown of a page of the docs. */
export interface Attack {
  readonly tried: string;
  /** What would be a success of the attacker. */
  readonly aim: string;
  /** What stops it: the code or the setting, by link. */
  readonly stopped: string;
  /** Throws for what goes wrong beside the attack; a success of the attacker is in the outcome. */
  readonly play: (field: Field, extent: Extent) => Promise<Outcome>;
}

/** Adds up what parts of an attack found. */
export const inAll = (outcomes: readonly Outcome[]): Outcome => ({
  tries: outcomes.reduce((sum, { tries }) => sum + tries, 0),
  successes: outcomes.flatMap(({ successes }) => successes),
  figures: outcomes
    .map(({ figures }) => figures)
    .filter(Boolean)
    .join("; "),
});
