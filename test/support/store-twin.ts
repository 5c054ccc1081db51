/**
 * A slow twin of a store: logs as lists of single writes, answers as a set of them.
 *
 * The engine knows a log by a reign and a length and counts by intervals. The twin looks at the
 * world after every event and moves real lists: a new reign begins with a copy of its leader's
 * list, a follower copies from its primary's list one by one and compares before it cuts anything
 * off. What both say must be the same.
 */
import { liveReigns } from '../../src/main/engine/systems/store-log.ts';
import type { World } from '../../src/main/engine/world/world.ts';

/** One write, by the order in which it was taken. */
type Write = number;

export class StoreTwin {
  private readonly world: World;
  private readonly store: number;
  private nextWrite = 0;
  /** Everything ever written in a reign's log, by the reign's number. */
  private readonly logs = new Map<number, Write[]>();
  private readonly copies = new Map<number, Write[]>();
  /** What backups hold, by row. */
  private readonly saved = new Map<number, { pointUs: number; log: Write[] }>();
  private readonly answered = new Set<Write>();

  constructor(world: World, store: number) {
    this.world = world;
    this.store = store;
    this.follow();
  }

  /** Brings the lists up to the world as it is now; says what disagrees. Counting is slow. */
  follow(alsoCount = true): string[] {
    const wrong: string[] = [];
    const { reign, replica } = this.world;
    const reigns = [...this.world.stores.reignsOf(this.store)].sort(
      (a, b) => reign.col.number[a]! - reign.col.number[b]!,
    );
    for (const one of reigns) this.growReign(one);
    for (const one of this.world.stores.replicasOf(this.store)) {
      if (replica.col.reign[one] === 0) continue;
      const number = reign.col.number[replica.col.reign[one]! - 1]!;
      const log = this.logs.get(number) ?? [];
      const mine = log.slice(0, replica.col.position[one]);
      const before = this.copies.get(one) ?? [];
      // A primary never rewrites what it has; a follower only cuts off what is not its primary's.
      // Going back to a backup replaces what was there, so there is nothing to compare then.
      const wentBack = this.world.store.col.restoredUs[this.store] === this.world.nowUs;
      if (mine.length < before.length && !wentBack) {
        const kept = before.slice(0, mine.length);
        if (kept.some((write, index) => write !== mine[index]))
          wrong.push(`replica ${one} kept writes its primary does not have`);
        const next = log[mine.length];
        if (next !== undefined && next === before[mine.length] && mine.length > 0)
          wrong.push(`replica ${one} was cut back too far`);
      }
      this.copies.set(one, mine);
    }
    for (const row of this.world.stores.backupsOf(this.store)) this.saveBackup(row);
    for (const one of reigns) this.answerReign(one);
    if (alsoCount) wrong.push(...this.compare());
    return wrong;
  }

  private growReign(one: number): void {
    const { reign } = this.world;
    const number = reign.col.number[one]!;
    let log = this.logs.get(number);
    if (log === undefined) {
      const parent = reign.col.parent[one]! - 1;
      const whole = parent < 0 ? [] : (this.logs.get(reign.col.number[parent]!) ?? []);
      log = parent < 0 ? this.rootLog(one) : whole.slice(0, reign.col.from[one]);
      this.logs.set(number, log);
    }
    while (log.length < reign.col.head[one]!) {
      log.push(this.nextWrite);
      this.nextWrite += 1;
    }
  }

  /** A reign whose past was dropped at the very moment it began: its primary's own copy. */
  private rootLog(one: number): Write[] {
    const { restoredUs, restoredPointUs } = this.world.store.col;
    if (restoredUs[this.store] === this.world.nowUs) {
      const point = restoredPointUs[this.store];
      const { head } = this.world.reign.col;
      const back = [...this.saved.values()].find(
        (saved) => saved.pointUs === point && saved.log.length === head[one]!,
      );
      if (back !== undefined) return [...back.log];
    }
    const { ledNumber } = this.world.replica.col;
    const number = this.world.reign.col.number[one]!;
    const led = this.world.stores.replicasOf(this.store).find((r) => ledNumber[r] === number);
    return [...(this.copies.get(led ?? -1) ?? [])];
  }

  private saveBackup(row: number): void {
    const { reign, position, pointUs } = this.world.backup.col;
    if (this.saved.get(row)?.pointUs === pointUs[row]) return;
    const log = this.logs.get(this.world.reign.col.number[reign[row]! - 1]!) ?? [];
    this.saved.set(row, { pointUs: pointUs[row]!, log: log.slice(0, position[row]) });
  }

  private answerReign(one: number): void {
    const { acknowledged, number, parent, from } = this.world.reign.col;
    const log = this.logs.get(number[one]!) ?? [];
    const begins = parent[one] === 0 ? 0 : from[one]!;
    for (let at = acknowledged[one]! - 1; at >= begins; at -= 1) {
      const write = log[at]!;
      if (this.answered.has(write)) break;
      this.answered.add(write);
    }
  }

  /** Writes in the logs of primaries, or of the reign left open. */
  private kept(): Set<Write> {
    const kept = new Set<Write>();
    for (const one of liveReigns(this.world, this.store)) {
      for (const write of this.logs.get(this.world.reign.col.number[one]!) ?? []) kept.add(write);
    }
    return kept;
  }

  private compare(): string[] {
    const { col } = this.world.store;
    const kept = this.kept();
    const lost = [...this.answered].filter((write) => !kept.has(write)).length;
    const waiting = [...kept].filter((write) => !this.answered.has(write)).length;
    const seen = {
      acknowledged: col.acknowledged[this.store]!,
      lost: col.lost[this.store]!,
      unanswered: col.unanswered[this.store]!,
      written: col.offered[this.store]! - col.refused[this.store]!,
    };
    const wanted = {
      acknowledged: this.answered.size,
      lost,
      unanswered: this.nextWrite - this.answered.size - waiting,
      written: this.nextWrite,
    };
    return JSON.stringify(seen) === JSON.stringify(wanted)
      ? []
      : [`engine ${JSON.stringify(seen)}, twin ${JSON.stringify(wanted)}`];
  }

  /** Answered writes that fewer replicas hold than the rule promises; for runs without force. */
  thinlyHeld(needed: number): number {
    const holders = [...this.copies.values()];
    let thin = 0;
    for (const write of this.answered) {
      if (holders.filter((copy) => copy.includes(write)).length < needed) thin += 1;
    }
    return thin;
  }
}
