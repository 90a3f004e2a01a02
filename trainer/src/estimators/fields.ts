import { z } from "zod";

/** A block of named fields, and no others. */
export const fields = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? `is no field of this place: write one of ${Object.keys(shape).join(", ")}`
        : undefined,
  });

/** A block of fields whose kind is the value of one of them. */
export const kinds = <
  Key extends string,
  Options extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(
  key: Key,
  options: Options,
) => {
  const known = options.flatMap((option) => [...(option._zod.propValues?.[key] ?? [])]);
  return z.discriminatedUnion(key, options, {
    error: ({ code }) =>
      code === "invalid_union" ? `must be one of ${known.join(", ")}` : undefined,
  });
};

/** Text that is not empty. */
export const text = () => z.string().min(1);

/** A share between 0 and 1, both excluded. */
export const share = () => z.number().gt(0).lt(1);

/** A list of at least one. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1);
