/**
 * Processor in use, summed from machines to hosts, racks, rows and halls. The figures come ten
 * times a second for every machine, so they are added up over flat arrays; what belongs to what is
 * put into them once and again when the room has changed.
 */
import type { MetricsFrame } from '../../shared/views/metrics-frame.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { RoomRows } from '../topology/room-rows.ts';

/** vCPU in use, of the cores of the hosts that work. */
export interface CoresInUse {
  readonly used: number;
  readonly cores: number;
}

const NOWHERE = -1;
const PER_MILLE = 1_000;
const NOTHING: CoresInUse = { used: 0, cores: 0 };

export class LoadSums {
  readonly #rows: RoomRows;
  readonly #hostIndex = new Map<string, number>();
  readonly #used: Float64Array;
  readonly #cores: Float64Array;
  /** Slot of a machine → index of its host, and how many vCPU it has. */
  #hostOfSlot = new Int32Array(0);
  #vCpuOfSlot = new Float64Array(0);
  #frame: MetricsFrame | undefined;

  constructor(rows: RoomRows, get: (id: string) => TopologyRow | undefined) {
    this.#rows = rows;
    const hosts = [...rows.hostsByRack.values()].flat();
    this.#used = new Float64Array(hosts.length);
    this.#cores = new Float64Array(hosts.length);
    const machines = hosts.flatMap((host, index) => {
      const now = get(host.id);
      this.#hostIndex.set(host.id, index);
      this.#cores[index] = now?.kind === 'host' && now.state === 'up' ? now.cores : 0;
      return rows.machinesOn(host.id).map(({ id }) => ({ id, index }));
    });
    this.#place(machines, get);
  }

  #place(
    machines: readonly { readonly id: string; readonly index: number }[],
    get: (id: string) => TopologyRow | undefined,
  ): void {
    let highest = NOWHERE;
    const found = machines.flatMap(({ id, index }) => {
      const vm = get(id);
      if (vm?.kind !== 'vm') return [];
      highest = Math.max(highest, vm.slot);
      return [{ index, slot: vm.slot, vCpu: vm.vCpu }];
    });
    this.#hostOfSlot = new Int32Array(highest + 1).fill(NOWHERE);
    this.#vCpuOfSlot = new Float64Array(highest + 1);
    for (const { index, slot, vCpu } of found) {
      this.#hostOfSlot[slot] = index;
      this.#vCpuOfSlot[slot] = vCpu;
    }
  }

  /** Takes in the figures of a moment. O(machines that do something). */
  read(frame: MetricsFrame | undefined, cpuPermille: (slot: number) => number): void {
    if (frame === undefined || frame === this.#frame) return;
    this.#frame = frame;
    this.#used.fill(0);
    for (const slot of frame.vmSlot) {
      const host = this.#hostOfSlot[slot] ?? NOWHERE;
      if (host === NOWHERE) continue;
      const share = cpuPermille(slot) / PER_MILLE;
      const before = this.#used[host] ?? 0;
      this.#used[host] = before + share * (this.#vCpuOfSlot[slot] ?? 0);
    }
  }

  host(id: string): CoresInUse {
    const index = this.#hostIndex.get(id);
    if (index === undefined) return NOTHING;
    return { used: this.#used[index] ?? 0, cores: this.#cores[index] ?? 0 };
  }

  rack(id: string): CoresInUse {
    return addUp((this.#rows.hostsByRack.get(id) ?? []).map((host) => this.host(host.id)));
  }

  /** A row of racks. */
  band(id: string): CoresInUse {
    return addUp((this.#rows.racksByPlace.get(id) ?? []).map((rack) => this.rack(rack.id)));
  }

  hall(id: string): CoresInUse {
    return addUp((this.#rows.rowsByHall.get(id) ?? []).map((row) => this.band(row)));
  }

  /** The whole room. */
  all(): CoresInUse {
    return addUp([...this.#rows.rowsByHall.keys()].map((id) => this.hall(id)));
  }
}

function addUp(parts: readonly CoresInUse[]): CoresInUse {
  let used = 0;
  let cores = 0;
  for (const part of parts) {
    used += part.used;
    cores += part.cores;
  }
  return { used, cores };
}
