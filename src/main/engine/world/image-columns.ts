/**
 * Columns of images: what a disk holds that machines are made from, the galleries they are kept in,
 * and what a machine remembers of the image it was made from.
 *
 * What is on a disk is one text (`image-contents.ts`), so that two disks with the same things on
 * them are equal texts and a copy costs nothing.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** A disk with an operating system, as images and versions have it. */
const diskColumns = {
  /** Alias of the marketplace image whose system is on it. */
  base: text(),
  generation: u8('enum'),
  osDiskGib: u32('GiB'),
  /** Sizes of data disks that come with it, in GiB, one a line. */
  dataDisks: text(),
  state: u8('enum'),
  origin: u8('enum'),
  /** Id of the machine or server it was taken from; empty: from elsewhere. */
  from: text(),
  contents: text(),
  /** Identity and computer name that are still on it; empty: none. */
  identity: text(),
  computerName: text(),
  /** Who may sign in, as `printAdministrator` says it; empty: nobody was named. */
  administrator: text(),
  /** 1: its system has no agent of the service. */
  noAgent: u8(),
  usedGib: u32('GiB'),
};

/** Images outside a gallery: captured machines and uploaded disks. */
export const managedImageColumns = {
  name: text(),
  group: ref('group'),
  ...diskColumns,
  ready: u8(),
  readyUs: f64(),
  billedFromUs: f64(),
  tags: text(),
  revision: u32(),
};

export const galleryColumns = { name: text(), group: ref('group'), tags: text(), revision: u32() };

/** What all versions of a gallery image have in common. */
export const imageDefinitionColumns = {
  name: text(),
  group: ref('group'),
  gallery: ref('gallery'),
  os: u8('enum'),
  generation: u8('enum'),
  architecture: u8('enum'),
  state: u8('enum'),
  /** What replicas that are gone have cost. */
  closedMicroUsd: f64('microUSD'),
  tags: text(),
  revision: u32(),
};

export const imageVersionColumns = {
  definition: ref('imageDefinition'),
  version: text(),
  excluded: u8(),
  ...diskColumns,
  addedUs: f64(),
};

/** A version in a region. */
export const imageReplicaColumns = {
  version: ref('imageVersion'),
  region: text(),
  ready: u8(),
  readyUs: f64(),
  billedFromUs: f64(),
};

/** Marketplace images whose terms somebody has accepted, by their alias. */
export const termsColumns = { name: text(), acceptedUs: f64() };

/** What a machine remembers of its image, and the identity its system has. */
export const vmImageColumns = {
  /** Alias of the marketplace image all goes back to; empty: `image` itself. */
  baseImage: text(),
  /** Firmware generation of its disk, from 1; 0: that of the marketplace image. */
  generation: u8('enum'),
  /** What was on the disk of its image. */
  imageContents: text(),
  /** Identity it may share with others; empty: one of its own. */
  identity: text(),
  /** Name the system calls itself; empty: the name of the machine. */
  computerName: text(),
  /** Its first user, as `printAdministrator` says it; empty: nobody was named. */
  administrator: text(),
  generalized: u8(),
  deprovisioned: u8(),
  noAgent: u8(),
};
