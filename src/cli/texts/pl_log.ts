/**
 * What the log says, in Polish.
 *
 * @module
 */
import { countedIn } from "./plural.ts";
import type { LogTexts } from "./table.ts";

const counted = countedIn("pl");
const customers = (count: number): string =>
  counted(count, { one: "klient", few: "klientów", other: "klientów" });
/** After a word such as "for". */
const ofCustomers = (count: number): string =>
  counted(count, { one: "klienta", other: "klientów" });

/** The texts. */
export const log: LogTexts = {
  levels: { Info: "informacja", Warn: "uwaga", Error: "błąd", Fatal: "błąd" },
  waiting: (seconds, count) =>
    `najwyżej ${
      counted(seconds, { one: "sekunda", few: "sekundy", other: "sekund" })
    } oczekiwania, aby ustalić los ${ofCustomers(count)}, co do których nie ma pewności`,
  waitingForRun: (seconds, count) =>
    `inny import wysyła ${ofCustomers(count)} albo został w trakcie przerwany: najwyżej ${
      counted(seconds, { one: "sekunda", few: "sekundy", other: "sekund" })
    } oczekiwania`,
  notSent: (count) => `niewysłani: ${customers(count)}`,
  circuit: {
    open: "zbyt wiele żądań się nie powiodło: przez chwilę nie będzie następnych",
    closed: "Thulium znów odpowiada: wysyłanie trwa dalej",
  },
  journal: {
    lost: (count) => `inny import przejął ${ofCustomers(count)}`,
    found: (count) => `znaleziono w Thulium ${ofCustomers(count)}, co do których nie było pewności`,
    absent: (count) => `w Thulium nie ma ${ofCustomers(count)}, więc wysyłka będzie ponowiona`,
    claim_failed: (count) => `dziennik importu zawiódł: nie wysłano ${ofCustomers(count)}`,
    confirm_failed: (count) =>
      `dziennik importu zawiódł przed żądaniem: nie wysłano ${ofCustomers(count)}`,
    read_failed: (count) => `dziennika importu nie odczytano dla ${ofCustomers(count)}`,
    write_failed: (count) => `dziennika importu nie zapisano dla ${ofCustomers(count)}`,
  },
  messages: {
    unwritten:
      "Dziennika importu nie zapisano po żądaniu; dla kolejnych importów los jego klientów jest niepewny",
    mayNotLookUp:
      "Thulium nie pozwala temu użytkownikowi wyszukiwać klientów (HTTP 403): niepewni pozostaną niepewni",
    callDied: "Żądanie przerwał błąd programu",
    listenerDied: "Obsługę postępu przerwał błąd programu",
  },
};
