/**
 * Sessions of the users of a service: who is logged in, where that is kept, and who had to log in
 * again. A row for each session, so that what a machine takes with it is counted to the user.
 */
import { f64, ref, u32, u8 } from './columns.ts';

/** How a service keeps its sessions, and what became of them. */
export const sessionPoolColumns = {
  service: ref('service'),
  keptIn: u8('enum'),
  store: ref('store'),
  perSecond: f64('logins/s'),
  lifetimeUs: f64(),
  serial: u32(),
  endSerial: u32(),
  begun: f64('sessions'),
  ended: f64('sessions'),
  lost: f64('sessions'),
  refused: f64('logins'),
  live: f64('sessions'),
  /** In order of their end. */
  head: ref('session'),
  tail: ref('session'),
};

/** One session; `reign` and `position` say where in its store it was written. */
export const sessionColumns = {
  pool: ref('sessionPool'),
  vm: ref('vm'),
  reign: ref('reign'),
  position: f64('writes'),
  endsUs: f64(),
  /** 1: it was lost, and waits for its place in the list to be freed. */
  gone: u8(),
  next: ref('session'),
};

/** Sessions lost, by the happening to blame. */
export const sessionLossColumns = {
  pool: ref('sessionPool'),
  cause: u32('id'),
  count: f64('sessions'),
  firstUs: f64(),
  lastUs: f64(),
};
