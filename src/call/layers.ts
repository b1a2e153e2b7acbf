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
import { type Ask, layerThuliumApi, ThuliumApi } from "./api.ts";
import { type Connection, type ConnectionOptions, makeConnection } from "./connection.ts";
import { environmentConnection, fromConfig } from "./environment.ts";

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
  make: (ask: Ask, connection: Connection, limits: Checked) => Service,
): ConnectedLayers<Id, Limits> => {
  type Settings = readonly [connection: Connection, limits: Checked];
  const check = (options: ConnectionOptions & Limits): Settings => [
    makeConnection(options),
    checkLimits(options),
  ];
  const layerOf = <E>(settings: Effect.Effect<Settings, E>): Layer.Layer<Id, E, ThuliumApi> =>
    Layer.effect(
      tag,
      Effect.flatMap(
        ThuliumApi,
        ({ ask }) => Effect.map(settings, (checked) => make(ask, ...checked)),
      ),
    );
  const overFetch = <E>(layer: Layer.Layer<Id, E, ThuliumApi>): Layer.Layer<Id, E> =>
    Layer.provide(layer, layerThuliumApi);
  const over = (options: ConnectionOptions & Limits) => layerOf(Effect.succeed(check(options)));
  return {
    over,
    layer: (options) => overFetch(over(options)),
    layerConfig: (options) => overFetch(layerOf(fromConfig(options, check))),
    layerEnv: (limits) => {
      const checked = checkLimits(limits);
      return overFetch(
        layerOf(Effect.map(environmentConnection, (connection) => [connection, checked])),
      );
    },
  };
};
