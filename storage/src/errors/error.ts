/** An error that the project foresees: it has a stable code and says what to do; anything else that is thrown is a bug. */
export class DespliegaError extends Error {
  /** Stable across releases, listed in docs/errors.md. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}

/** What {@link defineError} makes: `new X(details, { cause })`, with the code also on the class. */
export interface ErrorKind<Details> {
  new (details: Details, options?: ErrorOptions): DespliegaError;
  readonly code: string;
}

/**
 * Makes one member of an error catalogue.
 *
 * @param code stable, in capitals
 * @param message turns the details into one line that names the subject and says what to do
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
