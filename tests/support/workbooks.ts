/** Workbooks of customers with faults that no writer of texts can make. */
import { workbookOf } from "../format/xlsx/workbook.ts";

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;

/** A header in row 3, a good row in row 4, and in row 5 an identifier of which digits are lost. */
export const digitsLost = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(workbookOf({
    rows: `<row r="3">${text("Nazwisko")}${text("Identyfikator")}</row>` +
      `<row r="4">${text("Kowalska")}<c><v>123456789012345</v></c></row>` +
      `<row r="5">${text("Nowak")}<c><v>1234567890123456789</v></c></row>`,
  }));

/**
 * Title lines and a hidden row; cells with each fault, in columns that stand for a field and in one that does not; a key
 * that is repeated.
 */
export const faulty = (): Uint8Array<ArrayBuffer> => {
  const cells = (...values: ReadonlyArray<string>) =>
    values.map((value) => value.startsWith("<c") ? value : text(value)).join("");
  const rows: ReadonlyArray<readonly [place: string, cells: string]> = [
    ['r="1"', cells("Klienci 2025")],
    ['r="3"', cells("Nazwisko", "Telefon", "Identyfikator", "Razem")],
    ['r="4"', cells("Kowalska", "600100200", "K-1", '<c t="e"><v>#N/A</v></c>')],
    ['r="5" hidden="1"', cells("Nowak", "600100300", "K-2")],
    ['r="7"', cells("Lis", "600100400", "<c><v>1234567890123456789</v></c>")],
    ['r="8"', cells("Wilk", '<c t="e"><v>#BUSY!</v></c>', "K-4")],
    ['r="9"', cells("Kot", "600100500", "<c><f>A1</f></c>")],
    ['r="12"', cells("Żuk", "600100600", "K-1")],
  ];
  return new Uint8Array(workbookOf({
    rows: rows.map(([place, inner]) => `<row ${place}>${inner}</row>`).join(""),
  }));
};

/** Some kilobytes that unpack to 24 million. */
export const bomb = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(workbookOf({ rows: " ".repeat(24_000_000) }));
