/**
 * The terms of the glossary, in the order one meets them, with the name that each cloud gives the
 * thing (fact 13, table of equivalents). Names are the clouds' own and are not translated; what a
 * term means stands in the locale files. A term without names is a word of the field, not of a
 * cloud.
 */
import type { CloudName } from './cloud-names.ts';

export interface GlossaryTerm {
  readonly id: string;
  readonly names?: Readonly<Record<CloudName, string>>;
  /** True when the things differ in what they do; the locale files say how. */
  readonly differs?: boolean;
}

function named(id: string, azure: string, aws: string, google: string): GlossaryTerm {
  return { id, names: { azure, aws, google } };
}

function nearest(id: string, azure: string, aws: string, google: string): GlossaryTerm {
  return { ...named(id, azure, aws, google), differs: true };
}

const NONE = '–';

export const GLOSSARY: readonly GlossaryTerm[] = [
  { id: 'hypervisor' },
  { id: 'nested' },
  named('vm', 'Virtual machine', 'EC2 instance', 'Compute Engine instance'),
  named('size', 'VM size', 'instance type', 'machine type'),
  named('credits', 'B-series credits', 'T-family CPU credits', 'shared-core machine types'),
  { id: 'overcommit' },
  { id: 'steal' },
  named('image', 'Image, gallery version', 'AMI', 'machine or custom image, image family'),
  named('marketplace', 'Marketplace URN', 'marketplace AMI', 'public image project, family'),
  named('disk', 'Managed disk', 'EBS volume', 'Persistent Disk, Hyperdisk'),
  named('tempDisk', 'Temporary disk', 'instance store', 'Local SSD'),
  nearest('group', 'Resource group', 'tags, CloudFormation stack', 'project, labels'),
  nearest('deallocated', 'Stopped (deallocated)', 'stopped', 'TERMINATED'),
  nearest('spot', 'Spot VM', 'Spot Instance', 'Spot VM'),
  nearest('network', 'Virtual network (VNet)', 'VPC', 'VPC network'),
  nearest('publicIp', 'Public IP address', 'Elastic IP address', 'external IP address'),
  nearest('securityGroup', 'Network security group', 'security group, network ACL', 'VPC firewall'),
  nearest('bastion', 'Bastion', 'EC2 Instance Connect endpoint', 'IAP TCP forwarding'),
  nearest('availabilitySet', 'Availability set', 'placement group', 'spread placement policy'),
  nearest('faultDomain', 'Fault domain', 'partition', NONE),
  named('updateDomain', 'Update domain', NONE, NONE),
  named('zone', 'Availability zone', 'Availability Zone', 'zone'),
  named('proximity', 'Proximity placement group', 'cluster placement group', 'compact placement'),
  named('dedicatedHost', 'Dedicated host', 'Dedicated Host', 'sole-tenant node'),
  named('reservation', 'Capacity reservation', 'On-Demand Capacity Reservation', 'reservation'),
  named('scaleSet', 'Scale set', 'Auto Scaling group', 'managed instance group'),
  named('rolling', 'Rolling upgrade', 'instance refresh', 'MIG rolling update'),
  named('repairs', 'Automatic instance repair', 'health check replacement', 'autohealing'),
  named('autoscale', 'Autoscale', 'scaling policies', 'autoscaler'),
  nearest('scaleIn', 'Scale-in policy', 'termination policy', NONE),
  named('events', 'Scheduled events', 'scheduled events', 'maintenance events'),
  named('balancer', 'Load Balancer Standard', 'Network Load Balancer', 'passthrough Network LB'),
  named('probe', 'Health probe', 'target group health check', 'health check'),
  nearest('webApp', 'App Service web app', 'Elastic Beanstalk', 'App Engine'),
  named('functions', 'Functions', 'Lambda', 'Cloud Run functions'),
  { id: 'drain' },
  { id: 'blast' },
  { id: 'sla' },
  { id: 'budget' },
  { id: 'rpo' },
  { id: 'rto' },
  { id: 'quorum' },
];
