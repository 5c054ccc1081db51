/**
 * The first user of a new machine: the administrator whom whoever creates it names, and how that
 * one signs in. Only the kind of credential is ever kept; a key or a password is no part of a
 * lab, so that a file that is passed on gives nothing away. Rules: docs/facts.md, facts 25 and 26.
 */
import type { OsKind } from './image-kinds.ts';

/** What an administrator proves to be one with; the secret itself is nowhere. */
export const SIGN_INS = ['sshKey', 'password'] as const;
export type SignIn = (typeof SIGN_INS)[number];

/** An administrator as asked for: how one signs in may be left to the system. */
export interface AskedAdministrator {
  readonly name: string;
  readonly signIn?: SignIn | undefined;
}

/** An administrator as a system has one. */
export interface Administrator {
  readonly name: string;
  readonly signIn: SignIn;
}

/** The administrator with what was left out. */
export function wholeAdministrator(asked: AskedAdministrator, os: OsKind): Administrator {
  return { name: asked.name, signIn: asked.signIn ?? (os === 'windows' ? 'password' : 'sshKey') };
}

/** An administrator as one text, for a column; nobody is the empty text. */
export function printAdministrator(who: Administrator | undefined): string {
  return who === undefined ? '' : `${who.signIn} ${who.name}`;
}

/** The administrator of a column's text; undefined: nobody was named. */
export function parseAdministrator(text: string): Administrator | undefined {
  const at = text.indexOf(' ');
  const signIn = SIGN_INS.find((one) => one === text.slice(0, at));
  return signIn === undefined ? undefined : { name: text.slice(at + 1), signIn };
}

/**
 * Names the service refuses for an administrator. The fact sheet names the first two and says that
 * there are more; the others are assumed.
 */
export const RESERVED_USERS: readonly string[] = [
  'admin',
  'root',
  'administrator',
  'adm',
  'admin1',
  'admin2',
  'backup',
  'console',
  'guest',
  'owner',
  'server',
  'sql',
  'support',
  'sys',
  'test',
  'test1',
  'test2',
  'test3',
  'user',
  'user1',
  'user2',
  'user3',
  '1',
  '123',
  'a',
];

/** Longest name of a user on each system (assumed). */
export const USER_NAME_LENGTHS: Readonly<Record<OsKind, number>> = { linux: 64, windows: 20 };

/** What is wrong with the form of a user's name; undefined: nothing. Lengths and signs assumed. */
export function userNameFault(name: string, os: OsKind): string | undefined {
  const longest = USER_NAME_LENGTHS[os];
  if (name.length > longest) return `it has ${name.length} characters, ${longest} are allowed`;
  if (os === 'windows') {
    return /^[A-Za-z0-9._-]*[A-Za-z0-9_-]$/.test(name)
      ? undefined
      : 'Windows takes letters, digits, ".", "_" and "-", and no period at the end';
  }
  if (/[A-Z]/.test(name)) return 'Linux takes no capital letters';
  return /^[a-z0-9_][a-z0-9_-]*$/.test(name)
    ? undefined
    : 'Linux takes small letters, digits, "_" and "-", and no hyphen first';
}

/** Longest name a Windows system can call itself (docs/facts.md, fact 25). */
export const WINDOWS_NAME_MAX = 15;
