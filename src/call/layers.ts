/**
 * The layers that `BatchCall` and `CustomerLookup` share: the same options, from the program, from a `Config`
 * or from the environment; over `fetch`, or over a transport that is provided.
 *
 * @module
 */
import type * as Config from "effect/Config";
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type { ThuliumApi } from "./api.ts";
import type { ConnectionOptions } from "./connection.ts";
import { environmentConnection, fromConfig } from "./environment.ts";
import { checkSettings, layerOver, layerWith, type Make, type Settings } from "./over.ts";
import { layerThuliumApi } from "./over_fetch.ts";

/** The layers of a service that is called with a connection. */
export interface ConnectedLayers<Id, Limits> {
  /** Over the transport that is provided. */
  readonly over: (options: ConnectionOptions & Limits) => Layer.Layer<Id, never, ThuliumApi>;
  /** Over `fetch`. */
  readonly layer: (options: ConnectionOptions & Limits) => Layer.Layer<Id>;
  /** Over `fetch`, with options from a `Config`. Throws a `TypeError` for values that are no `Config`. */
  readonly layerConfig: (
    options: Config.Wrap<ConnectionOptions & Limits>,
  ) => Layer.Layer<Id, Config.ConfigError>;
  /** Over `fetch`, with the connection from the environment. */
  readonly layerEnv: (limits?: Limits) => Layer.Layer<Id, Config.ConfigError>;
}

/** Makes the layers. `checkLimits` fills in defaults and throws if a limit is invalid. */
export const connectedLayers = <Id, Service, Limits, Checked>(
  tag: Context.Service<Id, Service>,
  checkLimits: (limits?: Limits) => Checked,
  make: Make<Service, Checked>,
): ConnectedLayers<Id, Limits> => {
  const overFetch = <E>(settings: Effect.Effect<Settings<Checked>, E>): Layer.Layer<Id, E> =>
    Layer.provide(layerWith(tag, settings, make), layerThuliumApi);
  const check = (options: ConnectionOptions & Limits) => checkSettings(options, checkLimits);
  return {
    over: layerOver(tag, checkLimits, make),
    layer: (options) => overFetch(Effect.succeed(check(options))),
    layerConfig: (options) => overFetch(fromConfig(options, check)),
    layerEnv: (limits) => {
      const checked = checkLimits(limits);
      return overFetch(
        Effect.map(environmentConnection, (connection) => [connection, checked]),
      );
    },
  };
};
