/** Goes on with a value: at once where it is there, since a promise costs a request more than most of its work. */
export const andThen = <Value, Result>(
  value: Value | Promise<Value>,
  goOn: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> => (value instanceof Promise ? value.then(goOn) : goOn(value));
