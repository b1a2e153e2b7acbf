/**
 * A number as text: without an exponent, with the digits that a spreadsheet keeps.
 *
 * @module
 */

const number = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,4})?$/;
const wholeNumber = /^-?\d+$/;

/** A spreadsheet keeps so many digits of a number. */
const keptDigits = 15;

/** Whether a cell's value is a number. Some programs write text into cells of numbers. */
export const isNumber = (raw: string): boolean => number.test(raw);

/** Whether a number is so long that its last digits may be others than those that were typed. */
export const mayHaveLostDigits = (raw: string): boolean =>
  wholeNumber.test(raw)
    ? raw.replace(/^-?0*/, "").length > keptDigits
    : Math.abs(Number(raw)) >= 10 ** keptDigits;

/** A number in plain digits: `600100200` for `6.001002E8`, `0.3` for `0.30000000000000004`. */
export const plainNumber = (raw: string): string => {
  if (wholeNumber.test(raw)) return raw === "-0" ? "0" : raw;
  const value = Number(raw);
  return Number.isFinite(value) ? withoutExponent(value.toPrecision(keptDigits)) : raw;
};

/** Moves the decimal point of a finite number, and leaves out zeros that say nothing. */
const withoutExponent = (text: string): string => {
  const [mantissa, exponent = "0"] = text.split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = mantissa.slice(sign.length).split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const before = digits.slice(0, Math.max(0, point)).padEnd(point, "0").replace(/^0+(?=\d)/, "");
  const after = ("0".repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point)))
    .replace(/0+$/, "");
  const plain = `${before === "" ? "0" : before}${after === "" ? "" : `.${after}`}`;
  return plain === "0" ? plain : sign + plain;
};
