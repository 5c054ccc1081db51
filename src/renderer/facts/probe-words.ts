/**
 * How deep a probe asks, in the words of this screen: what it would and would not notice. Derived
 * from the row alone, so that a form can show it before anything is decided.
 */
import { PROBE_PATHS } from '../../shared/model/kinds.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

type Probe = Pick<RowOf<'balancer'>, 'probeProtocol' | 'probePort' | 'probePath'>;

/** Key below `probeDepth.` for a probe. */
export function probeDepth(
  probe: Probe,
): 'system' | 'connection' | 'unknown' | (typeof PROBE_PATHS)[number]['checks'] {
  const isSystem = probe.probePort === 22 || probe.probePort === 3389;
  if (probe.probeProtocol === 'tcp') return isSystem ? 'system' : 'connection';
  const known = PROBE_PATHS.find(({ path }) => path === (probe.probePath ?? '/'));
  return known?.checks ?? 'unknown';
}

/** `HTTP 80 /health`, with the port of the service where the probe names none. */
export function probeText(probe: Probe, servicePort: number | undefined): string {
  const port = probe.probePort ?? servicePort;
  const parts = [probe.probeProtocol.toUpperCase(), port === undefined ? '' : String(port)];
  return [...parts, probe.probePath ?? ''].filter((part) => part !== '').join(' ');
}
