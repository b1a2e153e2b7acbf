/**
 * What the log says, in English.
 *
 * @module
 */
import { countedIn } from "./plural.ts";
import type { LogTexts } from "./table.ts";

const counted = countedIn("en");
const customers = (count: number): string =>
  counted(count, { one: "customer", other: "customers" });

/** The texts. */
export const log: LogTexts = {
  levels: { Info: "note", Warn: "warning", Error: "error", Fatal: "error" },
  waiting: (seconds, count) =>
    `waiting up to ${
      counted(seconds, { one: "second", other: "seconds" })
    } to find out what became of ${customers(count)} in doubt`,
  waitingForRun: (seconds, count) =>
    `another run is sending ${customers(count)}, or was when it was cut off: waiting up to ${
      counted(seconds, { one: "second", other: "seconds" })
    }`,
  notSent: (count) => `${customers(count)} not sent`,
  circuit: {
    open: "too many calls failed: no more are made for a while",
    closed: "Thulium answers again: calls go on",
  },
  journal: {
    lost: (count) => `another run took over ${customers(count)}`,
    found: (count) => `${customers(count)} in doubt found in Thulium`,
    absent: (count) => `${customers(count)} in doubt not in Thulium: sent again`,
    claim_failed: (count) => `the journal failed: ${customers(count)} not sent`,
    confirm_failed: (count) => `the journal failed before a request: ${customers(count)} not sent`,
    read_failed: (count) => `the journal could not be read for ${customers(count)}`,
    write_failed: (count) => `the journal could not be written for ${customers(count)}`,
  },
  messages: {
    unwritten:
      "The journal could not be written after a call; its customers are in doubt for later runs",
    mayNotLookUp:
      "Thulium does not let this user look customers up (HTTP 403): customers in doubt stay unknown",
    callDied: "A batch call died of a defect of the program",
    listenerDied: "A listener of an import died",
  },
};
