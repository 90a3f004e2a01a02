/** The field of a row that names the person whom the row is about. */
export interface SubjectField {
  readonly name: string;
  /** Makes the pseudonym of an identifier, as the training table has it; undefined when the value identifies nobody. */
  readonly pseudonymOf: (identifier: unknown) => string | undefined;
}
