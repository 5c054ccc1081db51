/**
 * The kinds of queued event, as small integers, and in which order events of one instant happen.
 *
 * Physical causes come before what reacts to them, answers before new requests. Numbers are
 * stored in keyframes: they are only ever appended to.
 */
export const EVENT = {
  /** The operation of a machine ends. slot: vm, payload: operationSerial. */
  vmOperation: 1,
  /** A host has booted. slot: host, payload: bootSerial. */
  hostBoot: 2,
  /** A battery is empty. slot: power, payload: batterySerial. */
  batteryEmpty: 3,
  /** A breaker trips. slot: power, payload: tripSerial. */
  breakerTrip: 4,
  /** A balancer probes its backends. slot: balancer, payload: probeSerial. */
  probe: 5,
  /** A request may arrive. slot: service, payload: arrivalSerial. */
  arrival: 6,
  /** A request is answered. slot: request. */
  requestDone: 7,
  /** The next job of a machine is complete. slot: vm, payload: jobSerial. */
  jobDone: 8,
  /** A phase of a maintenance wave is over. slot: maintenanceWave, payload: serial. */
  maintenance: 9,
  /** A scale set samples and evaluates its rules. slot: scaleSet, payload: autoscaleSerial. */
  autoscale: 10,
  /** A rolling upgrade looks at its batch, or a pause is over. slot: scaleSet, payload: serial. */
  rollout: 11,
  /** A scale set looks at its instances. slot: scaleSet, payload: watchSerial. */
  setWatch: 12,
  /** An operation on an instance is over and somebody waits for it. slot: scaleSet. */
  instanceDone: 14,
  /** A fault begins or ends by itself. slot: fault, payload: serial. */
  fault: 20,
  /** The air of a rack is looked at. slot: rack. */
  airTick: 21,
  /** A leak has taken the memory of a machine. slot: vm, payload: operationSerial. */
  outOfMemory: 22,
  /** The platform looks at a host it lost. slot: host, payload: healSerial. */
  hostHeal: 23,
  /** The next machine leaves a host that is about to fail. slot: host. */
  evacuate: 24,
  /** A scheduled event begins or is over. slot: scheduledEvent, payload: serial. */
  scheduledEvent: 25,
  /** A machine has read of an event, or has drained. slot: eventMachine. */
  eventMachine: 26,
  /** A maintenance window opens, closes or goes on. slot: maintenanceWindow, payload: serial. */
  maintenanceWindow: 27,
  /** A read or write of a store's own load arrives. slot: store, payload: loadSerial. */
  storeLoad: 40,
  /** A block of log has arrived at a replica. slot: replica, payload: blockSerial. */
  storeBlock: 41,
  /** A replica has waited long enough for a primary. slot: replica, payload: watchSerial. */
  storeWatch: 42,
  /** A primary has waited long enough for partners. slot: replica, payload: partnerSerial. */
  storePartners: 43,
  /** A replica is ready to lead. slot: replica, payload: promoteSerial. */
  storePromoted: 44,
  /** A replica has everything copied. slot: replica, payload: copySerial. */
  storeCopied: 45,
  /** A store is to be backed up whole. slot: store, payload: backupSerial. */
  storeBackup: 46,
  /** The log of a store is to be kept. slot: store, payload: logSerial. */
  storeLogBackup: 47,
  /** A whole backup is complete. slot: backup. */
  storeBackedUp: 48,
  /** A backup is back in place. slot: store, payload: restoreSerial. */
  storeRestored: 49,
  /** A user logs in. slot: sessionPool, payload: serial. */
  login: 50,
  /** The oldest session of a service is over. slot: sessionPool, payload: endSerial. */
  sessionEnd: 51,
  /** Memory or disk of an operating system is full. slot: guest, payload: limitSerial. */
  guestLimit: 60,
  /** A scheduled task is due. slot: guestTask, payload: serial. */
  guestTask: 61,
  /** A run of a scheduled task is over. slot: guestTask, payload: pid. */
  guestTaskEnd: 62,
  /** A name checks its balancers. slot: dnsProfile, payload: probeSerial. */
  dnsCheck: 80,
  /** Parts fail by themselves, or are repaired. slot: wearClock, payload: serial. */
  wear: 100,
  /** A disk has been made or changed. slot: disk, payload: operationSerial. */
  diskDone: 110,
  /** A minute of a burstable machine is over. slot: vm, payload: creditSerial. */
  creditMinute: 111,
  /** An image is complete. slot: managedImage, payload: happening that asked for it. */
  imageReady: 120,
  /** A version has arrived in a region. slot: imageReplica, payload: as for an image. */
  replicaReady: 121,
  /** A request of a workload arrives. slot: workload, payload: arrivalSerial. */
  workArrival: 200,
  /** A disk, the network or somebody outside is done with a request. slot: workRequest. */
  workStep: 201,
  /** The processor is done with a request. slot: workGround, payload: cpuSerial. */
  workCpu: 202,
  /** A user has thought and asks. slot: workPlace, payload: serial. */
  workUser: 203,
  /** The rate of an open load changes. slot: workload, payload: rateSerial. */
  workRate: 204,
  /** A cron job or a poll is due. slot: workload. */
  workDue: 205,
  /** All machines that do work are looked at. slot: workClock. */
  workClock: 206,
  /** A pass of copying a server is over, or the next one is due. slot: move, payload: serial. */
  moveCopy: 130,
  /** A change-over is looked at. slot: move, payload: stepSerial. */
  moveStep: 131,
  /** A server of one's own has answered. slot: request. */
  serverDone: 132,
  /** The clock of an environment strikes. slot: group, payload: clockSerial. */
  environmentClock: 133,
  /** An instance of a web app is ready, or is looked at while it leaves. slot: webInstance. */
  webInstance: 210,
  /** A web app is measured. slot: webApp, payload: watchSerial. */
  webWatch: 211,
  /** The provider patches a web app. slot: webApp, payload: patchSerial. */
  webPatch: 212,
} as const;

export type EventKind = (typeof EVENT)[keyof typeof EVENT];

/** Order among events of the same microsecond; lower first. */
export const PRIORITY = {
  plant: 10,
  lifecycle: 20,
  probe: 30,
  answer: 40,
  arrival: 50,
} as const;
