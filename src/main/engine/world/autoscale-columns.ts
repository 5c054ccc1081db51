/**
 * Columns of the autoscaler: profiles and rules of each setting, what was measured in the window,
 * and the load of past days that forecasts are made from. Units stand in the names.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** What a scale set keeps of its autoscaler beside limits and cooldown. */
export const autoscalerColumns = {
  settingName: text(),
  /** The profile in force; nothing for the default one. */
  profile: ref('scaleProfile'),
  warmUpUs: f64(),
  forecastMode: u8('enum'),
  lookAheadUs: f64(),
  /** What the forecast last said, so that it is not written every minute. */
  lastForecast: u32(),
  /** The newest row of its load history. */
  loadTail: ref('scaleLoad'),
};

/** A profile that is not the default one; times are of its own zone. */
export const scaleProfileColumns = {
  scaleSet: ref('scaleSet'),
  name: text(),
  kind: u8('enum'),
  minimum: u32(),
  maximum: u32(),
  defaultCount: u32(),
  timeZone: text(),
  /** Bit 0 is Monday. */
  days: u8('bits'),
  atMinute: u32('minutes since midnight'),
  /** Minutes since midnight, plus 1; 0: until the next profile begins. */
  untilMinute: u32('minutes since midnight + 1'),
  /** Moments of a fixed date in UTC, since 1970. */
  fromUs: f64(),
  toUs: f64(),
};

/** Autoscale rules, in the order given; without a profile they are of the default one. */
export const scaleRuleColumns = {
  scaleSet: ref('scaleSet'),
  profile: ref('scaleProfile'),
  metric: u8('enum'),
  operator: u8('enum'),
  threshold: f64('percent or requests'),
  statistic: u8('enum'),
  aggregation: u8('enum'),
  dividePerInstance: u8(),
  windowUs: f64(),
  direction: u8('enum'),
  change: u8('enum'),
  value: u32(),
  cooldownUs: f64(),
};

/** What the measured instances of a set showed in one minute. */
export const scaleSampleColumns = {
  scaleSet: ref('scaleSet'),
  atUs: f64(),
  instances: u32(),
  /** Averages over the instances. */
  cpuPercent: f64('percent'),
  queuePerInstance: f64('requests'),
  cpuLeast: f64('percent'),
  cpuMost: f64('percent'),
  queueLeast: f64('requests'),
  queueMost: f64('requests'),
  requestsPerSecond: f64(),
  requestsLeast: f64('per second'),
  requestsMost: f64('per second'),
  /** Instances that answered something in the minute, and how long that took. */
  answering: u32(),
  responseMs: f64(),
  responseLeast: f64('ms'),
  responseMost: f64('ms'),
  memoryPercent: f64('percent'),
  memoryLeast: f64('percent'),
  memoryMost: f64('percent'),
};

/** Load of a set in five minutes of a past day: instances that were busy, on average. */
export const scaleLoadColumns = {
  scaleSet: ref('scaleSet'),
  bucket: f64('5-minute spans since the start'),
  /** Sum over its minutes of instances × share busy. */
  busy: f64('instances'),
  minutes: u32(),
};
