/**
 * Says in the language of the run what the library logs in English. A record that is not known stays as it is, with its
 * details.
 *
 * @module
 */
import { english } from "./en.ts";
import { sayMessage } from "./say.ts";
import type { LogTexts, Texts } from "./table.ts";

type Details = { readonly [name: string]: unknown };

const waiting = /^Waiting up to (\d+) seconds to find out what became of (\d+) customers in doubt$/;
const waitingForRun =
  /^Another run is sending (\d+) customers, or was when it was cut off: waiting up to (\d+) seconds$/;

/** The text of a record. */
export const sayLog = (message: string, details: Details, texts: Texts): string => {
  const { log } = texts;
  const event = eventText(message, details, log);
  if (event !== undefined) return event;
  const [, seconds, customers] = waiting.exec(message) ?? [];
  if (seconds !== undefined) return log.waiting(Number(seconds), Number(customers));
  const [, ofRun, patience] = waitingForRun.exec(message) ?? [];
  if (ofRun !== undefined) return log.waitingForRun(Number(patience), Number(ofRun));
  const known = Object.entries(english.log.messages).find(([, text]) => text === message)?.[0];
  const said = known !== undefined && isName(known, log.messages)
    ? log.messages[known]
    : sayMessage(message, texts);
  const { not_sent, ...others } = details;
  const counted = typeof not_sent === "number" ? `${said}; ${log.notSent(not_sent)}` : said;
  return Object.keys(others).length === 0 ? counted : `${counted} ${JSON.stringify(others)}`;
};

const eventText = (message: string, details: Details, log: LogTexts): string | undefined => {
  const state = details["thulium.state"];
  if (message === "thulium.circuit" && isName(state, log.circuit)) return log.circuit[state];
  const event = details["thulium.event"];
  return message === "thulium.journal" && isName(event, log.journal)
    ? log.journal[event](Number(details["thulium.customers"]))
    : undefined;
};

const isName = <A extends object>(name: unknown, table: A): name is keyof A =>
  typeof name === "string" && Object.hasOwn(table, name);
