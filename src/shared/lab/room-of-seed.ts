/**
 * Which room of a bank a seed means, and what its values are drawn from. The seed is a text that
 * people see and tell each other: a date, a word of the trainer. The same text means the same room
 * with the same figures on every machine; nothing here reads a clock.
 */
import { compareCodeUnits } from '../kernel/order.ts';
import { RandomStream } from '../kernel/prng.ts';
import type { LabBank } from './lab-schema.ts';

/** Longest seed of a room, in characters. */
export const ROOM_SEED_LENGTH_MAX = 60;

interface Banked {
  readonly id: string;
  readonly bank?: LabBank | undefined;
}

/** The labs of a bank, by their ids. */
export function labsOfBank<T extends Banked>(labs: readonly T[], bank: LabBank): T[] {
  return labs
    .filter((lab) => lab.bank === bank)
    .toSorted((one, other) => compareCodeUnits(one.id, other.id));
}

/** The room that a seed means; undefined where the bank is empty. */
export function roomOfSeed<T extends Banked>(labs: readonly T[], seed: string): T | undefined {
  const rooms = labsOfBank(labs, 'brokenRooms');
  if (rooms.length === 0) return undefined;
  return rooms[new RandomStream(0, `broken room ${seed.trim()}`).nextBelow(rooms.length)];
}

/** What takes the place of the salt of a class for a room that was drawn by a seed. */
export function saltOfRoomSeed(seed: string): string {
  return `broken room ${seed.trim()}`;
}

/** The seed after this one: `2026-11-22` is followed by `2026-11-22.2`, that by `….3`. */
export function nextRoomSeed(seed: string): string {
  const [, stem = seed, turn] = /^(.*?)(?:\.(\d{1,4}))?$/.exec(seed.trim()) ?? [];
  return `${stem}.${turn === undefined ? 2 : Number(turn) + 1}`;
}
