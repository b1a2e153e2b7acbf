/**
 * Help and errors of usage, in English.
 *
 * @module
 */
import { formats } from "./en_notices.ts";
import type { Texts } from "./table.ts";

/** The help. */
export const help: Texts["help"] = {
  description: "Adds many customers to Thulium, and none of them twice.",
  importDescription: "Imports a file of customers into Thulium, and tells what became of each row.",
  syncDescription:
    "Brings Thulium up to date with a file of customers: creates, updates or leaves each one alone.",
  usage: "Usage: import FILE [flags]\n" +
    "       sync FILE --journal FILE [flags]\n" +
    "FILE is .csv, .xlsx, .ndjson or .json, also packed as .gz, or - for standard input.",
  examples: "Examples",
  example: {
    check: "Check the file, and send nothing",
    import: "Import it, and remember who was created, so that it may be started again",
    again: "The same, with the outcome of each row in a file",
    template: "Write an example file to fill in",
    sync: "See what a list that comes again would change",
  },
  exitStatus: "Exit status",
  exit: {
    0: "all customers exist in Thulium; of --dry-run: no row would be rejected",
    1: "some may not; of --dry-run: some rows would be rejected",
    2: "wrong usage or configuration, or an input or output that can't be used",
    3: "more rows were rejected than --max-rejected allows",
    130: "interrupted",
  },
  commands: "Commands",
  more: "import --help explains all flags.",
  wrongValue: (flag, rule) => `--${flag} ${rule}`,
  unknownFlag: (flag, closest) =>
    (flag === undefined ? "There is no such flag" : `There is no flag ${flag}`) +
    (closest === undefined ? "." : `. Perhaps --${closest} is meant:`),
  onlySync: (flag) => `--${flag} is for sync, and not for import:`,
  noPassword:
    "There is no flag for the password, which others could see: set THULIUM_PASSWORD, or wait to be asked.",
  unknownCommand: "There is no such command. Begin with import FILE.",
  tooManyArguments: "Give one file. A value with spaces needs quotation marks around it.",
  missingFile: "Give the file to import, or - for standard input.",
};

/** Why a command can't begin or go on. */
export const usage: Texts["usage"] = {
  notFound: (file) => `${file}: there is no such file`,
  mayNotRead: (file) => `${file}: it may not be read`,
  notAllowed: (file, what) =>
    `${file}: Deno may not ${what} it. Add --allow-${what}=FOLDER before the importer's name, or change to the file's folder first`,
  cannotRead: (file) => `${file}: it can't be read`,
  isFolder: (file) => `${file}: is a folder`,
  isAddress: "the input must be a file, not an address",
  theInput: "the input",
  sameFile: (one, other) => `${one} and ${other} must not be the same file`,
  cannotWrite: (file) => `${file}: can't be written`,
  exists: (file) => `${file}: exists already, and is not overwritten`,
  rejectsExist: (file) =>
    `${file}: exists already, and may hold corrections. Import it, or delete it, or give --rejects another name`,
  badMapping: (file) =>
    `${file}: must be JSON such as {"columns":{"Dział":"custom_fields.Dział","Uwagi 2":null}}`,
  mappingWithoutDryRun: "--write-mapping needs --dry-run",
  syncNeedsJournal: "sync needs --journal: it remembers what Thulium was told",
  syncLooksUp: "sync looks customers up: --no-reconcile is for imports",
  otherKey: (noted, given) =>
    `the journal knows its customers by ${noted}, and not by ${given}: with --key ${given} all of them would be ` +
    `created again. Give --key ${noted}, or another journal`,
  notForInput: (flag, format) =>
    `--${flag} says nothing of ${formats[format]}, which the input is: leave the flag out`,
  mappedAndSkipped: "--map and --skip name the same column",
  noMapping: "--mapping and --write-mapping are for inputs with columns",
  needsFile: "give the file to import, or - for standard input",
  giveUser: "give --user or THULIUM_USER",
  giveUrl: "give either --url or THULIUM_URL, or --system or THULIUM_SYSTEM",
  names: {
    url: "--url or THULIUM_URL",
    system: "--system or THULIUM_SYSTEM",
    user: "--user or THULIUM_USER",
    password: "THULIUM_PASSWORD",
  },
  noTerminal: "give THULIUM_PASSWORD: there is no terminal to ask at",
  askPassword: "Thulium's password",
  defect: "This is a defect of the program; --log-level debug shows more of it.",
};
