/**
 * Columns of what is inside operating systems: the systems, applications, runtimes and tasks.
 *
 * A system has a row from the first thing that is done to it; one without is as it was installed.
 * It belongs to a host or to a machine, and its rows go with that. What an application needs is
 * its catalogue entry and the changes of its installation, kept as one text.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** Operating systems that somebody has touched. */
export const guestColumns = {
  host: ref('host'),
  vm: ref('vm'),
  /** 1: it has started and runs its services. */
  up: u8(),
  patchLevel: u32(),
  rebootPending: u8(),
  /** 1: its machine answers nothing, because nobody listens where its services ask. */
  deaf: u8(),
  nextPid: u32('pid', { default: 1_000 }),
  /** Moment up to which growth of memory and disk is in the columns of its applications. */
  accountedUs: f64(),
  /** Raised whenever the moment at which memory or disk is full becomes void. */
  limitSerial: u32(),
  /** What its processes ask for, and what its hardware or hypervisor gives them. */
  demandMillicores: f64('millicores'),
  grantedMillicores: f64('millicores'),
  /** What it was given, times time, since burst credits were counted; and up to when. */
  usedMillicoreUs: f64('millicore us'),
  usedAtUs: f64('us'),
};

export const guestAppColumns = {
  guest: ref('guest'),
  name: text(),
  application: text(),
  /** Changes of the installation, as canonical JSON. */
  changes: text(),
  state: u8('enum'),
  /** 1: it starts with its system. */
  wanted: u8(),
  pid: u32('pid'),
  /** Memory it has gained since it started, and data it has written since it was installed. */
  grownMib: f64('MiB'),
  writtenMib: f64('MiB'),
  /** Code and log line of what ended it or kept it from starting. */
  code: text(),
  line: text(),
  cause: u32('id'),
};

/** Versions of runtimes installed on a system. */
export const guestRuntimeColumns = { guest: ref('guest'), runtime: text(), version: text() };

export const guestTaskColumns = {
  guest: ref('guest'),
  name: text(),
  cron: text(),
  lastsUs: f64(),
  cpuMillicores: u32('millicores'),
  memoryMib: u32('MiB'),
  nextUs: f64(),
  /** Raised whenever its next run becomes void. */
  serial: u32(),
  /** Process of the run under way; 0: none. */
  pid: u32('pid'),
  runs: u32(),
  missed: u32(),
  failed: u32(),
};
