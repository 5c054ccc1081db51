/**
 * The first user a person names for a new machine and the ports it opens at once, and how both
 * stand in the command. There is no field for a secret: a lab keeps the kind of credential only.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

export interface MachineAccess {
  readonly administrator: string;
  /** Empty: what its system usually takes. */
  readonly signIn: string;
  readonly openPorts: string;
}

/** The same user as on another machine; ports are opened by whoever asks for them. */
export function accessLike(vm: RowOf<'vm'> | undefined): MachineAccess {
  const { name = '', signIn = '' } = vm?.administrator ?? {};
  return { administrator: name, signIn, openPorts: '' };
}

/** The fields of the command; what was not said is left out. */
export function accessFields(access: MachineAccess): Record<string, unknown> {
  const name = access.administrator.trim();
  const openPorts = access.openPorts.trim();
  const signIn = access.signIn === '' ? {} : { signIn: access.signIn };
  return {
    ...(name === '' ? {} : { administrator: { name, ...signIn } }),
    ...(openPorts === '' ? {} : { openPorts }),
  };
}
