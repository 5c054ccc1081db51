/**
 * The network a person chooses for a new machine, and how it stands in the command. It begins as
 * that of the machine it follows; a public address is one machine's alone and begins as none.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

/** References, or empty for none. */
export interface MachineNetwork {
  readonly subnet: string;
  readonly securityGroup: string;
  readonly publicIp: string;
}

/** As that of another machine; without one in the network everybody shares. */
export function networkLike(nics: readonly RowOf<'nic'>[]): MachineNetwork {
  const first = nics.find(({ primary }) => primary);
  return {
    subnet: first?.subnet ?? '',
    securityGroup: first?.securityGroup ?? '',
    publicIp: '',
  };
}

/** The fields of the command; what was not chosen is left out. */
export function networkFields(network: MachineNetwork): Record<string, string> {
  return Object.fromEntries(Object.entries(network).filter(([, id]) => id !== ''));
}
