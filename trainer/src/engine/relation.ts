/** A table or a view of a run: the value that the step which made it hands to later steps. */
export interface Relation<Column extends string = never> {
  readonly kind: "table" | "view";
  /** As SQL names it after FROM, quotes included. */
  readonly name: string;
  /** Lets the compiler tell relations apart by columns that they have. It is never there when the program runs. */
  readonly columns?: Readonly<Record<Column, true>>;
}
