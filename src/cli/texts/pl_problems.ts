/**
 * What is wrong with inputs, and what was noticed in them, in Polish. A text about a row begins with its place.
 *
 * @module
 */
import type { NoticeTexts } from "../../format/cut/notice_texts.ts";
import type { Place, Problems, UnknownColumn, WorkbookFault } from "../../format/cut/problem.ts";
import { columnText, type ProblemTexts } from "../../format/cut/problem_texts.ts";
import { countedIn, formsIn } from "./plural.ts";

const counted = countedIn("pl");
const formOf = formsIn("pl");
const cells = (count: number): string =>
  counted(count, { one: "komórkę", few: "komórki", other: "komórek" });
const cellsLocative = (count: number): string =>
  counted(count, { one: "komórce", other: "komórkach" });

const at = (place: Place): string =>
  "line" in place ? `linia ${place.line}` : `wiersz ${place.row}`;

const locative = (place: Place): string =>
  "line" in place ? `linii ${place.line}` : `wierszu ${place.row}`;

const inCell = ({ column, place }: { readonly column: number; readonly place: Place }): string =>
  `${at(place)}, kolumna ${columnText(column, place)}`;

/** A header may have a thousand columns. */
const maxShown = 20;

const listed = <A>(all: ReadonlyArray<A>, shown: (one: A) => string): string => {
  const more = all.length - maxShown;
  return [
    ...all.slice(0, maxShown).map(shown),
    ...(more > 0 ? [`i ${more} więcej`] : []),
  ].join(", ");
};

const quoted = (name: string): string => `"${name.replaceAll(/[\s\u200b]+/g, " ")}"`;

const withClosest = ({ closest, name }: Omit<UnknownColumn, "number">): string =>
  closest.length === 0 ? quoted(name) : `${quoted(name)} (może ${closest.join(" albo ")})`;

const delimiterNames: { readonly [delimiter: string]: string } = {
  ";": "średnik",
  ",": "przecinek",
  "\t": "tabulator",
};

/** The problems of inputs. */
export const polishProblems: ProblemTexts = {
  "quotation-mark": ({ line }) =>
    `linia ${line} to nie jest poprawny CSV: cudzysłów jest w złym miejscu albo niezamknięty`,
  "rest-of-row": ({ begins, place }) =>
    `${at(place)} może być resztą linii ${begins}, która jest za krótka: ` +
    "koniec linii wewnątrz komórki musi być w cudzysłowie",
  "other-table": ({ header, place }) =>
    `${at(place)} należy do innej tabeli, której nagłówek to ${
      at("line" in place ? { line: header } : { row: header })
    }: przenieś tę tabelę do osobnego pliku`,
  "row-too-long": ({ line }) =>
    `w linii ${line} zaczyna się zbyt długi wiersz; może cudzysłów jest niezamknięty`,
  "within-quotes": ({ line, opened }) =>
    `linia ${line} może należeć do komórki, którą otwiera cudzysłów w linii ${opened}`,
  "no-required-column": ({ cells: count, columns, delimiter, field, place }) =>
    `brak kolumny ${field === "surname" ? "z nazwiskiem (surname)" : field}: ` +
    (columns === undefined
      ? "pierwszy wiersz musi być nagłówkiem"
      : `nagłówek w ${locative(place)} ma ${listed(columns, withClosest)}`) +
    (delimiter === undefined
      ? ""
      : `; kolumn jest ${count}, a ich separator to ${
        delimiterNames[delimiter] ?? `"${delimiter}"`
      }`),
  "header-below": ({ place }) =>
    `nagłówek jest chyba w ${locative(place)}, ale wiersze nad nim mogą być klientami`,
  "header-beyond": ({ row }) => `nie ma wiersza ${row}, w którym ma być nagłówek`,
  "unknown-columns": ({ columns }) =>
    `Thulium nie zna ${
      formOf(columns.length, { one: "kolumny", other: `${columns.length} kolumn` })
    }: ${listed(columns, withClosest)}`,
  "no-such-columns": ({ columns, names }) =>
    `nie ma kolumny ${listed(names, quoted)}; kolumny to ${listed(columns, quoted)}`,
  "unknown-fields": ({ fields }) =>
    `Thulium nie ma pola ${listed(fields, withClosest)}; własne pole to custom_fields.NAZWA`,
  "same-field": ({ column, field, other }) =>
    `kolumna ${column} oznacza to samo pole co kolumna ${other}: ${field}`,
  "field-and-part": ({ column, part }) =>
    `kolumna ${column} oznacza pole, a kolumna ${part} jego część`,
  "too-many-columns": ({ maxColumns }) => `kolumn jest więcej niż ${maxColumns}`,
  "cell-count": ({ cells: count, columns, place }) =>
    `${at(place)} ma ${cells(count)}, a nagłówek ${columns}`,
  "unnamed-column": (problem) =>
    `${inCell(problem)}: jest wartość, a kolumna nie ma nazwy w nagłówku`,
  "unread-letter": (problem) =>
    `${inCell(problem)}: znak � w miejscu litery, której nie odczytano: wpisz tę literę`,
  "nul-character": (problem) => `${inCell(problem)}: znak NUL`,
  "number-changed": (problem) =>
    `${inCell(problem)}: liczba zmieniona przez arkusz, na przykład 6,001E+08: ` +
    "ustaw format kolumny na tekst i wpisz liczbę ponownie",
  "digits-lost": (problem) =>
    `${inCell(problem)}: liczba dłuższa niż 15 cyfr, a arkusz zachowuje 15: ` +
    "ustaw format kolumny na tekst i wpisz liczbę ponownie",
  "error-value": (problem) => `${inCell(problem)}: błąd arkusza, na przykład #N/D`,
  "formula-without-value": (problem) =>
    `${inCell(problem)}: formuła bez wartości: otwórz plik w arkuszu i zapisz go`,
  "phones-unclear": (problem) =>
    `${inCell(problem)}: chyba kilka numerów telefonu: rozdziel je znakiem |`,
  "emails-unclear": (problem) =>
    `${inCell(problem)}: chyba kilka adresów e-mail: rozdziel je znakiem |`,
  "names-differ": (problem) =>
    `${inCell(problem)}: imię i nazwisko, ale nie to imię, które jest w osobnej kolumnie`,
  "no-name": ({ place }) =>
    `${at(place)} zamiast nazwiska ma słowo albo znak taki jak brak, N/A albo -: wpisz nazwisko`,
  "total-row": ({ place }) => `${at(place)} to chyba podsumowanie, a nie klient`,
  "line-encoding": ({ encoding, line }) => `linia ${line} nie jest zapisana w ${encoding}`,
  "line-json": ({ line }) => `linia ${line} to nie jest poprawny JSON`,
  "line-too-long": ({ line, maxBytes }) => `linia ${line} jest dłuższa niż ${maxBytes} bajtów`,
  "value-json": ({ line }) =>
    `w linii ${line} zaczyna się wartość, która nie jest poprawnym JSON-em`,
  "value-too-long": ({ line, maxLength }) =>
    `w linii ${line} zaczyna się wartość dłuższa niż ${maxLength} znaków`,
  "repeated-key": ({ line }) =>
    `w linii ${line} zaczyna się obiekt, w którym pole występuje dwa razy`,
  "json-document": ({ fault, line }) => `to nie jest poprawny JSON: ${documentFaults[fault](line)}`,
  "json-shape": ({ shape }) => shapes[shape],
  "header-encoding": ({ encoding }) =>
    `nagłówek nie jest w ${encoding}: zapisz dane w UTF-8 albo podaj ich kodowanie`,
  "encoding-unclear": ({ candidates }) =>
    candidates.length === 0
      ? "dane nie są w żadnym znanym kodowaniu: zapisz je w UTF-8"
      : `kodowania nie da się rozpoznać: podaj --encoding ${candidates.join(" albo --encoding ")}`,
  "broken-off": () => "danych nie można było odczytać do końca",
  "encoded-twice": () =>
    'litery zamieniono na UTF-8 dwa razy, tak że "ę" stało się "Ä™": wyeksportuj dane ponownie ' +
    "albo podaj --encoding utf-8, aby zaimportować je bez zmian",
  "file-kind": ({ kind }) => kinds[kind] ?? "to nie jest tekst: wyeksportuj klientów do CSV",
  "gzip-damaged": () => "dane są skompresowane i uszkodzone: nie można ich rozpakować do końca",
  "gzip-too-large": () => "dane są skompresowane i o wiele za duże: rozpakuj je i obejrzyj",
  "workbook": ({ fault, place }) => workbookFaults[fault](inWorkbook(place)),
  "no-such-sheet": ({ sheets }) =>
    `w skoroszycie nie ma arkusza o tej nazwie. Jego arkusze to: ${listed(sheets, quoted)}`,
  "workbook-in-memory": ({ maxBytes }) =>
    `skoroszyt jest większy niż ${maxBytes / 1_048_576} MiB: podaj sam plik, ` +
    "bez kompresji i nie przez potok",
};

/** The place of a workbook's problem, which is given in English. */
const inWorkbook = (place: string): string =>
  place.replace(/^the workbook, in /, "skoroszyt, w ").replace(
    /^the workbook|^the file/,
    "skoroszyt",
  )
    .replace(/^sheet /, "arkusz ").replace(/, row (\d+),$/, ", wiersz $1,")
    .replace(/, cell ([A-Z]+\d+),$/, ", komórka $1,");

const workbookFaults: { readonly [fault in WorkbookFault]: (place: string) => string } = {
  "not-xlsx": () =>
    "to nie jest skoroszyt Excela .xlsx z arkuszem: otwórz plik w Excelu i zapisz go jako .xlsx",
  encrypted: () => "skoroszyt ma hasło: otwórz go w Excelu i zapisz bez hasła",
  "old-xls": () =>
    "to skoroszyt Excela w starym formacie (.xls): otwórz go w Excelu i zapisz jako .xlsx, bez hasła",
  "too-large": (place) =>
    `${place} ma więcej danych, niż wolno, albo zbyt dużo ich po rozpakowaniu`,
  damaged: (place) => `${place} jest uszkodzony albo urwany`,
  "not-valid": (place) =>
    `${place} nie ma formy, w której zapisują arkusze: otwórz plik w Excelu i zapisz go ponownie`,
};

const documentFaults: {
  readonly [fault in Problems["json-document"]["fault"]]: (line: number) => string;
} = {
  brackets: (line) => `nawiasy albo przecinki nie zgadzają się w linii ${line}`,
  "open-text": (line) => `w linii ${line} brakuje cudzysłowu zamykającego tekst`,
  "ends-early": (line) => `dane urywają się w linii ${line}; może nie zapisano ich do końca`,
  "two-lists": (line) => `w linii ${line} zaczyna się druga lista klientów`,
  "after-end": (line) => `po końcu danych jest coś jeszcze w linii ${line}`,
};

const list = 'dane muszą być listą klientów albo obiektem z listą "customers"';

const shapes: { readonly [shape in Problems["json-shape"]["shape"]]: string } = {
  object: list,
  keyed: `${list}; to obiekt z kluczem przed każdym klientem, więc zrób z nich listę: jq '[.[]]'`,
  "json-api":
    `${list}; to JSON:API, gdzie pola są w "attributes", więc zrób z nich listę: jq '[.data[].attributes]'`,
  "several-lists": `${list}: jest kilka list, więc zapisz klientów w osobnym pliku`,
  "single-quotes":
    "to nie jest poprawny JSON: teksty są w apostrofach, jak wypisuje je Python; zapisz je przez json.dumps",
  text: "dane to jeden tekst JSON, a w nim JSON: zapisano je jako JSON dwa razy",
  other: list,
};

/** What a file is, and what to do. */
const kinds: { readonly [kind: string]: string } = {
  html: "to strona internetowa, może strona logowania: wyeksportuj klientów do CSV",
  xml: "to XML: wyeksportuj klientów do CSV",
  vcard: "to vCard: wyeksportuj kontakty do CSV",
  pdf: "to PDF: wyeksportuj klientów do CSV",
  ods: "to arkusz OpenDocument: zapisz go jako .xlsx albo CSV",
  docx: "to dokument, a nie tabela: zapisz tabelę jako .xlsx albo CSV",
  zip: "to archiwum ZIP: rozpakuj je i zaimportuj plik, który jest w środku",
  archive: "to skompresowane archiwum: rozpakuj je i zaimportuj plik, który jest w środku",
  image: "to obraz: wyeksportuj klientów do CSV",
};

/** What was noticed in inputs. */
export const polishNotices: NoticeTexts = {
  "title-rows": ({ count, header }) =>
    `nagłówek jest w ${locative(header)}; pominięto ${
      "line" in header
        ? counted(count, {
          one: "linię tytułową",
          few: "linie tytułowe",
          other: "linii tytułowych",
        })
        : counted(count, {
          one: "wiersz tytułowy",
          few: "wiersze tytułowe",
          other: "wierszy tytułowych",
        })
    } nad nim`,
  "blank-rows": ({ count }) =>
    `pominięto ${
      counted(count, { one: "pusty wiersz", few: "puste wiersze", other: "pustych wierszy" })
    }`,
  "repeated-headers": ({ count }) =>
    `nagłówek powtarza się w ${
      counted(count, { one: "wierszu", other: "wierszach" })
    }, które pominięto`,
  "null-cells": ({ count }) =>
    `${cells(count)} ${
      formOf(count, { one: "z wartością taką", other: "z wartościami takimi" })
    } jak NULL uznano za ${formOf(count, { one: "pustą", other: "puste" })}`,
  "split-cells": ({ count }) => `na kilka wartości podzielono ${cells(count)}`,
  "unguarded-cells": ({ count }) =>
    `apostrof przed znakiem formuły usunięto w ${cellsLocative(count)}`,
  "text-formulas": ({ count }) =>
    `tekst zamiast formuły takiej jak ="00123" odczytano w ${cellsLocative(count)}`,
  "other-dates": ({ count }) =>
    `data urodzenia w ${cellsLocative(count)} nie ma postaci RRRR-MM-DD; jest wysyłana bez zmian`,
  "other-genders": ({ count }) =>
    `płeć w ${cellsLocative(count)} nie jest zapisana zwykłym słowem; jest wysyłana bez zmian`,
  "quoted-lines": ({ count }) =>
    `${
      counted(count, { one: "linię", few: "linie", other: "linii" })
    } całe w cudzysłowie odczytano jako wiersze`,
  "backslash-records": ({ count }) =>
    `\\" odczytano jako cudzysłów w ${counted(count, { one: "wierszu", other: "wierszach" })}`,
  "hidden-rows": ({ count }) =>
    `${
      counted(count, { one: "ukryty wiersz", few: "ukryte wiersze", other: "ukrytych wierszy" })
    } odczytano jak inne`,
};
