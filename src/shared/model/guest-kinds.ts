/**
 * The kinds of thing inside an operating system, as closed lists. As in kinds.ts a position in a
 * list is stored in columns and keyframes, so entries are only ever appended.
 */

/** Transport protocols an application listens on. */
export const PROTOCOLS = ['tcp', 'udp'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** How an application uses a path: alone, or beside others. */
export const PATH_USES = ['own', 'shared'] as const;
export type PathUse = (typeof PATH_USES)[number];

/** What the process of an installed application is doing. */
export const PROCESS_STATES = ['stopped', 'running', 'killed', 'failed'] as const;

/** What two applications on one operating system can collide on. */
export const COLLISION_KINDS = [
  'port',
  'path',
  'service',
  'runtime',
  'instance',
  'memory',
  'disk',
  'dependency',
] as const;
export type CollisionKind = (typeof COLLISION_KINDS)[number];
