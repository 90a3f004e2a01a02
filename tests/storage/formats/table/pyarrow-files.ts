import { inflateSync } from "node:zlib";

const inflated = (base64: string): Uint8Array => inflateSync(Buffer.from(base64, "base64"));

// Made with pyarrow 26: `ipc.new_file` with the columns id, a and n as int64, float64 and int32, and two batches,
// (7, 1.5, -2), (-3, null, 4) and then (2^40, 0.001, 2147483647).

/** Written with the default options of pyarrow. */
export const PYARROW_FILE = inflated(
  [
    "eNrVVLtOxDAQHDsmsU4uUpyQCwpKSpAokY7rQaBrqEE0NFSUSPwGnwC/gyj4hCuhowCO8WYtEutOByUjrZ1Zr/cx",
    "SjKdzU7O9oAF8QKgRcIIATU24PlEGEcOMs/V6QpUtBvavvIH5mCwTTnG6pPrtGvavZzDbHN57mKrFBuL2HPW9rRa",
    "PJY9jYU30kWrPXZ1tnp3Le3qMvUZaI30mQIP0c03174SAjZ1wiBZUTnpYxcZI/Ig0yYNblUbix/UWI222I3usfDv",
    "FPcy9z1fVdRFj5uCZzS6fy46mMHp+yQ/ffHM/UGfuEYf80t9/JI5l/nbFbq6Qh9TxK3j2fnx+PZ0fHE64fh3UB1y",
    "nUA1alGg7TRg1SOuB1o/aT7XVK+65/fH26E/Dmb8v99RZOKp/DO+AfaWUf8=",
  ].join(""),
);

/** The same with `IpcWriteOptions(compression="lz4")`. */
export const PYARROW_COMPRESSED_FILE = inflated(
  [
    "eNrVVD1LxEAQnU1iEmTRCCkCCoYDxVawFC7XeyjX2Eax0EYs7A1W9xMsLfXviIU/wdbuCvXu7e4sJkPAs3TC7O7b",
    "ffOxM0tGk8nx6T7RHPJGRBkZWSVNMa1QihVERcAElGKMeCQKobfQA8ZP8AFyYHzkvGfNodfQB3tOqsTw6rih4RaC",
    "e4bYKTS2OwFyyi1ObBYZ5+jibLVsA+jVhclTQxObpyFW5O4347yMaER1N9TWK4WR9TWlH9HYyex9HWfK8XKO5SWy",
    "H3G+/bLD8x7PBc8Vz7s8Xwo7j7dbe6GITy2sBPaS+VwH46Ku7tewHCRgN19zJ8KeeYCN6rFfx3ID5MfZsBsn7fIA",
    "m2949y1aug/1kn1Qf+yDr2Mp9ktxXolzjzdFH5Tg/YZ76tPh9Zx/Pn+8jM9PhnzHzjlgg4reUbu+vl8aFYpt1TJX",
    "W1gfYTxkP+aNvItE/fu/EQ+q7tzh//4HCjge2X/eAv5DZIo=",
  ].join(""),
);
