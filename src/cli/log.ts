/**
 * The log of the importer in the language of the run. What is logged for developers (`debug`, `trace`) stays as it is.
 *
 * @module
 */
import type * as Layer from "effect/Layer";
import * as Logger from "effect/Logger";
import * as References from "effect/References";
import { printLine } from "./progress/print.ts";
import { sayLog } from "./texts/say_log.ts";
import type { LogLevelText, Texts } from "./texts/table.ts";

const isForPeople = (level: string): level is LogLevelText =>
  level === "Info" || level === "Warn" || level === "Error" || level === "Fatal";

/** Prints records on standard error. */
export const layerLog = (texts: Texts): Layer.Layer<never> =>
  Logger.layer([
    printerOf(texts),
  ]);

/** Batches that wait for the same say the same: a line is not printed twice in a row. */
const printerOf = (texts: Texts) => {
  let last = "";
  return Logger.make((record) => {
    const { cause, fiber, logLevel, message } = record;
    if (!isForPeople(logLevel) || cause.reasons.length > 0) {
      Logger.defaultLogger.log(record);
      return;
    }
    const details = fiber.getRef(References.CurrentLogAnnotations);
    const said = sayLog([message].flat().join(" "), details, texts);
    const line = `${texts.log.levels[logLevel]}: ${said}`;
    if (line !== last) printLine(line);
    last = line;
  });
};
