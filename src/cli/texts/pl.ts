/**
 * The texts of the command line in Polish.
 *
 * @module
 */
import { problemAdvice } from "./pl_advice.ts";
import { calls, connection, journal, outcomes } from "./pl_calls.ts";
import { flags, groups, metavars, rules } from "./pl_flags.ts";
import { help, usage } from "./pl_help.ts";
import { customer } from "./pl_customer.ts";
import { log } from "./pl_log.ts";
import { inputNotices } from "./pl_notices.ts";
import { polishNotices, polishProblems } from "./pl_problems.ts";
import { countedIn, type Forms, formsIn } from "./plural.ts";
import type { Texts, Unit } from "./table.ts";
import { template } from "./pl_template.ts";

const counted = countedIn("pl");
const formOf = formsIn("pl");

const rowForms: Forms = { one: "wiersz", few: "wiersze", other: "wierszy" };
const rows = (count: number): string => counted(count, rowForms);

const units: { readonly [unit in Unit]: Forms & { readonly in: string; readonly from: string } } = {
  line: { one: "linia", other: "linie", in: "linii", from: "linii" },
  row: { one: "wiersz", other: "wiersze", in: "wierszu", from: "wiersza" },
  element: { one: "element", other: "elementy", in: "elemencie", from: "elementu" },
};

/** `linie 3, 7, 12 i 40 więcej`. */
const at = (unit: Unit, places: ReadonlyArray<number | string>, more: number): string =>
  `${formOf(places.length + more, units[unit])} ${places.join(", ")}${
    more > 0 ? ` i ${more} więcej` : ""
  }`;

/** `w linii 3`. */
const inPlace = (unit: Unit, place: number): string => `w ${units[unit].in} ${place}`;

const keyless = (count: number, isAll: boolean, key: string): string =>
  isAll
    ? `żaden wiersz nie ma klucza (${key})`
    : `${rows(count)} nie ${
      formOf(count, { one: "ma", few: "mają", other: "ma" })
    } klucza (${key})`;

const delimiters: { readonly [delimiter: string]: string } = {
  ";": "średniki",
  ",": "przecinki",
  "\t": "tabulatory",
};

/** The texts. */
export const polish: Texts = {
  language: "pl",
  log,
  flags,
  metavars,
  groups,
  rules,
  help,
  usage,
  counts: {
    rows,
    requests: (count) => counted(count, { one: "żądaniu", few: "żądaniach", other: "żądaniach" }),
    columns: (count) => counted(count, { one: "kolumna", few: "kolumny", other: "kolumn" }),
  },
  progress: {
    counts: (done, perSecond, { created, notSent, rejected, unchanged, unknown, updated }) =>
      `${rows(done)} (${perSecond}/s): utworzone ${created}, ${
        updated > 0 ? `zmienione ${updated}, ` : ""
      }bez zmian ${unchanged}, ` +
      `odrzucone ${rejected}, niepewne ${unknown}, niewysłane ${notSent}`,
    left: (time) => `zostało ${time}`,
    checking: (percent) => `Sprawdzanie pliku: ${percent}%`,
    stopping:
      "Zatrzymywanie: program czeka na wysłane żądania. Naciśnij Ctrl-C jeszcze raz, aby wyjść natychmiast.",
    failing: (reason) => `Żądanie się nie udało: ${reason}`,
    givenUp: (count) =>
      `Zatrzymywanie: z tego powodu ${
        formOf(count, { one: "nie udało się", few: "nie udały się", other: "nie udało się" })
      } ${
        counted(count, {
          one: "kolejne żądanie",
          few: "kolejne żądania",
          other: "kolejnych żądań",
        })
      } (--stop-after-failures).`,
  },
  seen: {
    sheet: (name) => `arkusz "${name}"`,
    delimiter: (delimiter) => delimiters[delimiter] ?? `znak ${delimiter}`,
    column: (name, field) => `${name} → ${field}`,
    columns: (columns) => `kolumny: ${columns}`,
    leftOut: (columns) => `pominięte: ${columns}`,
    unnamed: (number) => `kolumna ${number}`,
    bothNames: (name, how) =>
      `${name} ${
        {
          "whole": "to w całości nazwisko (--full-name split podzieli przy pierwszej spacji)",
          "cut": "jest dzielone przy pierwszej spacji (--full-name surname zostawi całość)",
          "beside": "bez imienia to nazwisko (--full-name surname zostawi całość)",
        }[how]
      }`,
    checked: (count, bad) => bad === 0 ? rows(count) : `${rows(count)}, do odrzucenia ${bad}`,
    stdin: "standardowe wejście",
    noKey: {
      created: (count, isAll, key) =>
        `Uwaga: ${
          keyless(count, isAll, key)
        }. Gdy taki wiersz się zmieni, klient zostanie utworzony ponownie. ` +
        "Wskaż przez --key pole, które wiersze mają.",
      unknown: (count, isAll, key) =>
        `Uwaga: ${
          keyless(count, isAll, key)
        }. Takich wierszy program nie porównuje ani nie wyszukuje.`,
    },
    nothingSent: "Niczego nie wysłano.",
    tooMany: (bad, count, limit) =>
      `Do odrzucenia ${
        formOf(bad, { one: "jest", few: "są", other: "jest" })
      } ${bad} z ${count} wierszy, a --max-rejected dopuszcza ${limit}.`,
    unreadable: (problem) => `Danych nie można odczytać do końca: ${problem}`,
  },
  summary: {
    labels: {
      created: "utworzone",
      updated: "zmienione",
      unchanged: "bez zmian",
      rejected: "odrzucone",
      unknown: "niepewne",
      notSent: "niewysłane",
    },
    differing: (count) =>
      `${rows(count)} ${
        formOf(count, { one: "różni się", few: "różnią się", other: "różni się" })
      } od tego, co utworzono: import tego nie zmienia: zmieni to sync`,
    differs: "różni się od tego, co utworzono",
    at,
    otherReasons: (count) => `i ${rows(count)} z innych powodów`,
    seeReport: "zobacz raport",
    seeRejects: "zobacz plik z --rejects",
    askForReport: "powód zapisze --report albo --rejects",
    byThulium: (status) => `odrzucone przez Thulium (status ${status})`,
    mayExist: (reason) => `klient mógł zostać utworzony: ${reason}`,
    repeats: (field, unit, first) =>
      `ta sama wartość pola ${field} co ${
        inPlace(unit, first)
      } (--allow-duplicates wyśle ten wiersz)`,
    repeated: (field) =>
      `ta sama wartość pola ${field} co we wcześniejszym wierszu (--allow-duplicates wyśle i ten)`,
    like: (place, first) => `${place} (jak ${first})`,
  },
  advice: {
    nothingImported: (problem) => `Niczego nie zaimportowano: ${problem}`,
    notReadToEnd: (problem) => `Danych nie udało się odczytać do końca: ${problem}`,
    noRows: "Dane nie mają żadnych wierszy.",
    noRowsFrom: (unit, from, last) =>
      `Plik kończy się na ${
        units[unit].in
      } ${last}, a --from-line podaje ${from}: niczego nie wysłano.`,
    emptyList:
      "Lista nie ma żadnych wierszy, więc niczego nie wysłano i nikogo nie uznano za brakującego. " +
      "Może eksport się nie udał?",
    stopped: "Zatrzymano przed końcem.",
    timeOver: "Zatrzymano przed końcem: minął czas podany w --deadline.",
    tooManyRejected: (limit) =>
      `Zatrzymano przed końcem: odrzucono więcej wierszy, niż dopuszcza --max-rejected (${limit}).`,
    mayExist: (count) =>
      count === 1
        ? "1 klient może już być w Thulium: sprawdź tam."
        : `${
          counted(count, { one: "klient", few: "klientów", other: "klientów" })
        } może już być w Thulium: sprawdź tam.`,
    withJournal: ({ hasCause, hasRejected }) => {
      const first = [
        ...(hasCause ? ["Usuń przyczynę"] : []),
        ...(hasRejected
          ? [hasCause ? "popraw odrzucone wiersze" : "Popraw odrzucone wiersze"]
          : []),
      ];
      const start = first.length === 0
        ? "Uruchom to samo polecenie ponownie"
        : `${first.join(", ")} i uruchom to samo polecenie ponownie`;
      return `${start}: dziennik wie, kto już istnieje. Wiersze można też przesuwać i dodawać.`;
    },
    leaveUnknown: "Wiersze, których klienci mogą już istnieć, zostaw bez zmian.",
    nothingCreated: "Nikogo nie utworzono: usuń przyczynę i uruchom to samo polecenie ponownie.",
    correctAll: "Nikogo nie utworzono: popraw wiersze i uruchom to samo polecenie ponownie.",
    notAgain: "NIE importuj tego pliku ponownie bez zmian: powstałyby duplikaty.",
    correctRejects: (file) => `Popraw i zaimportuj zamiast niego ${file}.`,
    sendRejects: (file) => `Usuń przyczynę i zaimportuj zamiast niego ${file}.`,
    repeatedRejects: (count) =>
      count === 1
        ? "1 wiersz w tym pliku ma klucz, który już wysłano: usuń go albo popraw jego klucz."
        : `${rows(count)} w tym pliku ${
          formOf(count, { one: "ma", few: "mają", other: "ma" })
        } klucze, które już wysłano: usuń je albo popraw ich klucze.`,
    newFile: "Przenieś wiersze do poprawy do nowego pliku i zaimportuj ten plik.",
    goOnUnread: (unit, from) =>
      `Danych od ${
        units[unit].from
      } ${from} nie odczytano: napraw je i zaimportuj resztę z opcją --from-line ${from}.`,
    goOnUnsent: (unit, from) =>
      `Niczego od ${
        units[unit].from
      } ${from} nie wysłano: zaimportuj resztę z opcją --from-line ${from}.`,
  },
  dryRun: {
    title: (count) => `${count}; niczego nie wysłano`,
    labels: { valid: "poprawne", invalid: "błędne", repeated: "powtórzone" },
    inRequests: (requests) => `w ${requests}`,
    byJournal: "według dziennika:",
    known: { toSend: "do wysłania", inDoubt: "niepewne", unchanged: "bez zmian" },
    equal: (count) =>
      `${rows(count)} bez klucza ${
        formOf(count, { one: "jest", few: "są", other: "jest" })
      } w całości jak wcześniejszy wiersz: też ${
        formOf(count, {
          one: "zostałby utworzony",
          few: "zostałyby utworzone",
          other: "zostałoby utworzonych",
        })
      }`,
    mappingWritten: (file) => `Kolumny i ich pola są w pliku ${file}: użyj go z --mapping.`,
  },
  sync: {
    labels: {
      toCreate: "do utworzenia",
      toUpdate: "do zmiany",
      unchanged: "bez zmian",
      inDoubt: "niepewne",
      rejected: "odrzucone",
    },
    byJournal: "według dziennika i Thulium:",
    missingWritten: (file, count) =>
      `Na tej liście brakuje ${
        counted(count, { one: "klienta", other: "klientów" })
      } z wcześniejszych list: zobacz ${file}. Nikogo nie usunięto.`,
    missingNotWritten: (file, why, count, where) =>
      `Nie wiadomo, kogo brakuje, więc pliku ${file} teraz nie ma: ${
        {
          part: "--from-line czyta tylko część listy",
          empty: "lista nie ma żadnych wierszy",
          cut: "zatrzymano przed końcem",
          unsent: "niektórych wierszy nie wysłano",
          nameless: `${
            counted(count, {
              one: "odrzucony wiersz",
              few: "odrzucone wiersze",
              other: "odrzuconych wierszy",
            })
          } nie ${
            formOf(count, { one: "ma", few: "mają", other: "ma" })
          } klucza, po którym można rozpoznać klienta (${where})`,
        }[why]
      }.`,
    missingNotPlanned: (file) =>
      `Próba (--dry-run) nie sprawdza, kogo brakuje, i nie zapisuje ${file}.`,
  },
  template,
  problems: polishProblems,
  problemAdvice,
  notices: polishNotices,
  inputNotices,
  customer,
  connection,
  calls,
  outcomes,
  journal,
};
