/**
 * What was found out about inputs, in Polish.
 *
 * @module
 */
import type { Format } from "../input/format.ts";
import type { NoticeTexts } from "../input/notice.ts";

/** What an input is. */
export const formats: { readonly [format in Format]: string } = {
  csv: "CSV",
  ndjson: "NDJSON",
  json: "JSON",
  xlsx: "skoroszyt Excela",
};

/** A workbook may have thousands of sheets. */
const maxShown = 20;

/** Names in quotes. */
const namesOf = (all: ReadonlyArray<string>): string =>
  [...all.slice(0, maxShown).map((name) => `"${name}"`), ...(all.length > maxShown ? ["…"] : [])]
    .join(", ");

/** The texts. */
export const inputNotices: NoticeTexts = {
  "format-by-content": ({ format }) =>
    `dane to ${formats[format]}, mimo innej nazwy pliku, i tak są czytane`,
  unpacked: () => "dane są skompresowane i będą rozpakowywane podczas czytania",
  encoding: ({ encoding }) => `dane są czytane jako ${encoding}`,
  "utf8-after-all": ({ encoding }) => `dane są w UTF-8, a nie w ${encoding}: pominięto --encoding`,
  damaged: () => "dane to UTF-8 z obcymi bajtami: wiersze z takimi bajtami są odrzucane",
  "single-object": () => "dane to jeden obiekt, czytany jako jeden klient",
  "json-values": () => "dane to obiekty jeden po drugim; każdy jest czytany jako klient",
  "list-found": ({ keys }) => `klienci są czytani z listy "${keys.join(".")}"`,
  "index-keys": () => "dane to obiekt z ponumerowanymi klientami; każdy jest czytany",
  bulk: () => "dane są w formacie Elasticsearch bulk: linie z akcjami są pomijane",
  "extended-json": () =>
    "dane to rozszerzony JSON z MongoDB: wyeksportuj zwykłe wartości, bo tych nie można odczytać",
  "other-sheets": ({ sheets }) =>
    `arkusze, które nie są czytane (--sheet NAZWA): ${namesOf(sheets)}`,
};
