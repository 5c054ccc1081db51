/**
 * Goal: every layer has the owner that the published matrix gives it, and an incident belongs to
 * the layer in which it began. Method: the matrix by hand as letters (fact 113: customer,
 * shared, provider), and chains of happenings by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Happening, HappeningKind } from '../../../../src/shared/events/happenings.ts';
import { FAULT_KINDS } from '../../../../src/shared/model/fault-kinds.ts';
import {
  LAYERS,
  layerOfIncident,
  layerOfThing,
  ownerOf,
  rootOfIncident,
  SERVICE_MODELS,
} from '../../../../src/shared/model/responsibility.ts';
import { topologyRowSchema } from '../../../../src/shared/views/topology-view.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

/** Own room, IaaS, PaaS, SaaS: C customer, S shared, M provider. */
const PUBLISHED = {
  customerData: 'CCCC',
  configurations: 'CCCC',
  identities: 'CCCC',
  clientDevices: 'CCCS',
  applications: 'CCSS',
  networkControls: 'CCSM',
  operatingSystem: 'CCMM',
  physicalHosts: 'CMMM',
  physicalNetwork: 'CMMM',
  physicalDatacenter: 'CMMM',
} as const;
const LETTER = { you: 'C', shared: 'S', provider: 'M' } as const;

function link(kind: HappeningKind, subject: string, details?: Happening['details']): Happening {
  return { id: 1, atUs: 0, kind, subject, ...(details === undefined ? {} : { details }) };
}

describe('who looks after a layer (fact 113)', () => {
  it.each([...LAYERS])('%s', (layer) => {
    const letters = SERVICE_MODELS.map((model) => LETTER[ownerOf(layer, model)]).join('');
    expect(letters).toBe(PUBLISHED[layer]);
  });
});

describe('the catalogue', () => {
  const IDS: Readonly<Record<string, string>> = {
    data: 'customerData',
    configuration: 'configurations',
    devices: 'clientDevices',
  };
  const OWNER = { customer: 'you', shared: 'shared', provider: 'provider' } as const;

  it('says the same of every layer, in the same order', () => {
    const { layers } = theCatalogue().responsibility;
    expect(layers.map(({ id }) => IDS[id] ?? id)).toEqual([...LAYERS]);
    layers.forEach(({ onPremises, iaas, paas, saas }, index) => {
      const layer = LAYERS[index]!;
      const said = [onPremises, iaas, paas, saas].map((owner) => OWNER[owner]);
      expect(said, layer).toEqual(SERVICE_MODELS.map((model) => ownerOf(layer, model)));
    });
  });
});

describe('what belongs to which layer', () => {
  it('everything a room may hold has one', () => {
    const kinds = topologyRowSchema.options.map((option) => option.shape.kind.value);
    for (const kind of kinds) expect(LAYERS).toContain(layerOfThing(kind));
    expect(layerOfThing('host')).toBe('physicalHosts');
    expect(layerOfThing('vm')).toBe('operatingSystem');
    expect(layerOfThing('scaleSet')).toBe('configurations');
    expect(layerOfThing('workload')).toBe('applications');
    expect(layerOfThing('securityGroup')).toBe('networkControls');
  });

  it.each([
    [
      'a pulled plug',
      [link('decision', 'rack:r1', { command: 'fault.cut' }), link('part.cut', 'rack:r1')],
      'physicalDatacenter',
    ],
    ['a switch that went', [link('switch.lost', 'switch:core-1')], 'physicalNetwork'],
    [
      'a crashed host',
      [link('host.crashed', 'host:h1'), link('vm.lost', 'vm:g/a')],
      'physicalHosts',
    ],
    [
      'a machine somebody stopped',
      [link('decision', 'vm:g/a', { command: 'vm.stop' })],
      'configurations',
    ],
    ['a panic', [link('vm.panicked', 'vm:g/a')], 'operatingSystem'],
    ['a patch restart', [link('os.patched', 'vm:g/a')], 'operatingSystem'],
    [
      'an expired certificate',
      [link('fault.began', 'vm:g/a', { faultKind: 'certificateExpired' })],
      'configurations',
    ],
    [
      'a stolen password',
      [link('fault.began', 'vm:g/a', { faultKind: 'credentialLost' })],
      'identities',
    ],
    ['a full disk', [link('fault.began', 'vm:g/a', { faultKind: 'diskFull' })], 'operatingSystem'],
    ['a deletion', [link('store.dataDeleted', 'store:s')], 'customerData'],
    [
      'loss at a machine',
      [link('fault.began', 'vm:g/a', { faultKind: 'loss' })],
      'networkControls',
    ],
    ['loss at a rack', [link('fault.began', 'rack:r1', { faultKind: 'loss' })], 'physicalNetwork'],
    ['planned maintenance', [link('maintenance.started', 'availabilitySet:g/s')], 'physicalHosts'],
    ['the load alone', [], 'configurations'],
  ] as const)('%s', (_, chain, layer) => {
    expect(layerOfIncident(chain)).toBe(layer);
  });

  it.each([...FAULT_KINDS])(
    'a fault of kind %s has a layer at whatever it is aimed',
    (faultKind) => {
      for (const subject of ['vm:g/a', 'host:h1', 'rack:r1', 'fault:f1']) {
        expect(LAYERS).toContain(layerOfIncident([link('fault.began', subject, { faultKind })]));
      }
    },
  );

  it('an incident began at the first thing that is no act of making a fault', () => {
    const chain = [
      link('decision', 'rack:r1', { command: 'fault.cut' }),
      link('part.cut', 'rack:r1'),
      link('host.crashed', 'host:h1'),
    ];
    expect(rootOfIncident(chain)).toEqual({ layer: 'physicalDatacenter', subject: 'rack:r1' });
    expect(rootOfIncident([])).toBeUndefined();
  });
});
