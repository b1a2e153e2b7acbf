/**
 * Disposes of the handler when the process is asked to end, so that the last telemetry is sent. Deno then ends by itself:
 * `deno serve` answers the requests that it has, and nothing keeps the process alive.
 *
 * @module
 */

/** Runs `end` at the first of these signals. A second one ends the process at once. */
export const atEndOfProcess = (
  end: () => Promise<unknown>,
  signals: ReadonlyArray<Deno.Signal> = ["SIGTERM"],
): void => {
  const onSignal = () => {
    for (const signal of signals) listen(() => Deno.removeSignalListener(signal, onSignal));
    void end();
  };
  for (const signal of signals) listen(() => Deno.addSignalListener(signal, onSignal));
};

/** Not every platform has signals: Windows has no SIGTERM, Deno Deploy none at all. */
const listen = (change: () => void): void => {
  try {
    change();
  } catch {
    // Without the signal the process ends as it does without this.
  }
};
