import { printable } from "./printable.js";

/**
 * An expected error, with a stable code and a message that says what to do, in characters that a terminal only shows. Any other
 * error is a bug.
 */
export class DespliegaError extends Error {
  /** Stable across releases, listed in docs/errors.md. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(printable(message), options);
    this.name = code;
    this.code = code;
  }
}

/** The result of {@link defineError}: `new X(details, { cause })`, with the code as a property of the class too. */
export interface ErrorKind<Details> {
  new (details: Details, options?: ErrorOptions): DespliegaError;
  readonly code: string;
}

/**
 * Defines one error of a catalogue.
 *
 * @param code stable, in capital letters
 * @param message makes one line of the details, which names the subject and says what to do
 */
export const defineError = <Details>(
  code: string,
  message: (details: Details) => string,
): ErrorKind<Details> =>
  class extends DespliegaError {
    static readonly code = code;

    constructor(details: Details, options?: ErrorOptions) {
      super(code, message(details), options);
    }
  };
