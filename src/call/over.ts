/**
 * The layer of a service that is called with a connection, over a transport that is provided.
 *
 * @module
 */
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { type Ask, ThuliumApi } from "./api.ts";
import { type Connection, type ConnectionOptions, makeConnection } from "./connection.ts";

/** A connection and limits that were checked. */
export type Settings<Checked> = readonly [connection: Connection, limits: Checked];

/** Makes the service of what was checked. */
export type Make<Service, Checked> = (
  ask: Ask,
  connection: Connection,
  limits: Checked,
) => Service;

/** Checks options. `checkLimits` fills in defaults and throws if a limit is invalid. */
export const checkSettings = <Limits, Checked>(
  options: ConnectionOptions & Limits,
  checkLimits: (limits?: Limits) => Checked,
): Settings<Checked> => [makeConnection(options), checkLimits(options)];

/** The layer with settings that are still to be found. */
export const layerWith = <Id, Service, Checked, E>(
  tag: Context.Service<Id, Service>,
  settings: Effect.Effect<Settings<Checked>, E>,
  make: Make<Service, Checked>,
): Layer.Layer<Id, E, ThuliumApi> =>
  Layer.effect(
    tag,
    Effect.flatMap(
      ThuliumApi,
      ({ ask }) => Effect.map(settings, (checked) => make(ask, ...checked)),
    ),
  );

/** The layer with given options, which are checked at once. */
export const layerOver = <Id, Service, Limits, Checked>(
  tag: Context.Service<Id, Service>,
  checkLimits: (limits?: Limits) => Checked,
  make: Make<Service, Checked>,
) =>
(options: ConnectionOptions & Limits): Layer.Layer<Id, never, ThuliumApi> =>
  layerWith(tag, Effect.succeed(checkSettings(options, checkLimits)), make);
