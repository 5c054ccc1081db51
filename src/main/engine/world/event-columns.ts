/**
 * Columns of scheduled events: what the platform will do to machines, who was told, and who
 * prepares for it. Units stand in the names.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** An event that will come or is under way; its row goes when it is over. */
export const scheduledEventColumns = {
  name: text(),
  type: u8('enum'),
  status: u8('enum'),
  source: u8('enum'),
  notBeforeUs: f64(),
  /** How long each machine is worked on; 0: as the catalogue measured. */
  workUs: f64(),
  /** Incarnation of the document when the event last changed. */
  incarnation: u32(),
  /** The wave that announced it. */
  wave: ref('maintenanceWave'),
  serial: u32(),
  cause: u32('id'),
};

/** A machine an event is about. */
export const eventMachineColumns = {
  event: ref('scheduledEvent'),
  vm: ref('vm'),
  state: u8('enum'),
  drainUs: f64(),
  approves: u8(),
};

/** What machines of a part do when an event is announced: table and slot as in `fault-rows.ts`. */
export const drainHookColumns = {
  name: text(),
  table: u8('enum'),
  slot: u32('slot + 1'),
  drainUs: f64(),
  approves: u8(),
};

/** The document that machines read; one row. */
export const eventDocumentColumns = { incarnation: u32() };
