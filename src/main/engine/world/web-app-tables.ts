/**
 * Web apps and their instances as rows. An instance is a ground of workloads as a machine is, but
 * nobody in the lab owns it: it has no host, no disk and no system that somebody could log in to.
 */
import { f64, ref, text, u16, u32, u8 } from './columns.ts';

export const webAppColumns = {
  name: text(),
  group: ref('group'),
  tier: text(),
  tags: text(),
  revision: u32(),
  /** Instances asked for, by a person or by its own scaling. */
  capacity: u16('instances'),
  /** 0: it does not scale by itself. */
  minimum: u16('instances'),
  maximum: u16('instances'),
  outAbove: u8('percent'),
  inBelow: u8('percent'),
  /** Raised whenever all instances are replaced: by patches, or by another tier. */
  edition: u32(),
  /** True while the replacement under way is for patches. */
  patching: u8(),
  lastNumber: u32('instances'),
  /** Raised whenever the minutes that are planned become void. */
  watchSerial: u32(),
  patchSerial: u32(),
  /** Share of the processor of its minutes since the last look, added up. */
  cpuSum: f64('share'),
  cpuMinutes: u16('minutes'),
  lastCpu: f64('share'),
  lastPatchUs: f64(),
  patches: u32('times'),
  scaledOut: u32('times'),
  scaledIn: u32('times'),
  /** What it cost up to `billedFromUs`, at earlier numbers and tiers. */
  earlierMicroUsd: f64('microUsd'),
  billedFromUs: f64(),
};

export const webInstanceColumns = {
  webApp: ref('webApp'),
  ground: ref('workGround'),
  number: u32(),
  state: u8('enum'),
  edition: u32(),
  sinceUs: f64(),
  serial: u32(),
  /** Busy time of its processor at the last look. */
  cpuSeenUs: f64(),
};
