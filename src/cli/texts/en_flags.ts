/**
 * What the flags do, in English.
 *
 * @module
 */
import type { Texts } from "./table.ts";

/** The texts of the flags. */
export const flags: Texts["flags"] = {
  format: "The format of the input (default: by its content and name)",
  encoding: "The encoding of the input, such as windows-1250 (default: detected)",
  nulls: "Leave out fields that are null (default: their rows are rejected)",
  delimiter: "The delimiter between CSV cells, \\t for a tab (default: detected)",
  map:
    'A column and its field, such as "Dział=custom_fields.Dział"; "Dział=" leaves it out; repeatable',
  mapping: "Read columns and their fields from a file, as --write-mapping writes it",
  skip: "A column that is left out; repeatable",
  "skip-unknown": "Leave out the columns that Thulium does not know",
  sheet: "The sheet of a workbook (default: the first one that is visible)",
  "header-row": "The line (row of a sheet) of the header (default: found)",
  "full-name":
    "A column with both names: split at the first space, or all of it the surname (default; " +
    "beside a column with the first name, what remains without it)",
  "from-line":
    "Begin with this line (row of a sheet, element of a list), to go on where an import ended",
  "dry-run": "Check the file and plan the requests, and send nothing",
  "write-mapping": "With --dry-run: write the columns and their fields to a file, for --mapping",
  template: "Write an example file with all columns (.csv or .xlsx), and do nothing else",
  strict: "Also check the forms of NIP, PESEL, e-mail, postcode and dates",
  "allow-duplicates": "Send rows whose --key occurred before, too (default: they are rejected)",
  "max-rejected": "Stop if more rows are rejected, such as 5% or 100 (default: never)",
  "no-check": "Do not read the whole file before the first row is sent",
  url: "Thulium's address (default THULIUM_URL)",
  system: "Thulium's system, acme for acme.thulium.com (default THULIUM_SYSTEM)",
  user: "The API user (default THULIUM_USER); the password is THULIUM_PASSWORD, or asked for",
  "batch-size": "Customers in a request (default 100)",
  concurrency: "Requests at the same time (default 4)",
  rate: "Customers per second, at most (default: no limit)",
  retries: "Further attempts for customers that were certainly not created (default 4)",
  timeout: "How long a request may take (default 30)",
  deadline: "How long the whole run may take, such as 15m; what is left is not sent",
  "stop-after-failures":
    "Stop when so many calls in a row failed for one reason; 0 for never (default 5)",
  journal:
    "Remember who was created, so that nobody is created twice, however often the list is imported. " +
    "Give it from the first run on. Or postgres://user@host/database, for several machines",
  key:
    "What makes a customer the same one: identifier (default), nip, phone_number, email or custom_fields.NAME",
  reconcile:
    "If an answer is lost, look the customers up by --key (default with --journal; --no-reconcile turns it off)",
  "absent-after":
    "How long after a lost answer a customer that is not found counts as not created (default 60)",
  empty:
    "sync: fields that a row does not have any more keep their values (default), or are cleared when the row changes",
  missing:
    "sync: write Thulium's ids (customer_id) of customers that earlier lists had and this one does not have; nobody is deleted",
  diff: "sync --dry-run: name the fields that would be sent, row by row",
  report: "Write the outcome of each row, as NDJSON",
  rejects:
    "Write the rows that were certainly not created, with the reasons, in the input's format",
  json: "Print one line of JSON instead of the summary",
  "no-progress": "Show no progress",
  lang: "The language of texts (default: LC_ALL, LC_MESSAGES or LANG)",
  "log-level": "Log from this level on: all, trace, debug, info, warn, error, fatal or none",
  completions: "Print a script of completions for a shell",
  help: "Print this help",
  version: "Print the version",
};

/** What stands for values in the help. */
export const metavars: Texts["metavars"] = {
  "FILE": "FILE",
  "NAME": "NAME",
  "N": "N",
  "SECONDS": "SECONDS",
  "COLUMN": "COLUMN",
  "COLUMN=FIELD": "COLUMN=FIELD",
  "FIELD": "FIELD",
  "CHARACTER": "CHARACTER",
  "SHARE": "SHARE",
  "DURATION": "DURATION",
  "URL": "URL",
  "LEVEL": "LEVEL",
};

/** The texts of the help's groups. */
export const groups: Texts["groups"] = {
  input: "The input",
  check: "Before anything is sent",
  thulium: "Thulium",
  sending: "Sending",
  again: "Nobody twice",
  sync: "The same list again and again",
  output: "Output",
};

/** What a flag's value must be. */
export const rules: Texts["rules"] = {
  oneOf: (choices) =>
    `must be ${
      [choices.slice(0, -1).join(", "), ...choices.slice(-1)].filter((part) => part !== "").join(
        " or ",
      )
    }`,
  whole: (minimum, maximum) => `must be a whole number from ${minimum} to ${maximum}`,
  file: "needs the name of a file",
  text: "must not be empty",
  character: "must be one character, and no quotation mark or line end",
  pair: "must be COLUMN=FIELD",
  columnOnce: "may name a column once",
  key: "must be identifier, nip, phone_number, email or custom_fields.NAME",
  duration: "must be a duration such as 90s, 15m or 2h",
  share: "must be a share such as 5% or 0.05, or a number of rows",
  yes: "takes no value",
  once: "may be given once",
};
