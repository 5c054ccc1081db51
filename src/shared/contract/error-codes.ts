/**
 * The one list of refusal codes: what each means and what usually helps.
 *
 * A code is `noun.state`. The screen translates by code; the command line prints message and hint.
 * A test checks that every code has a case that produces it, so a code without one goes away.
 */

interface ErrorCodeEntry {
  /** What happened, for the people who maintain this. */
  readonly meaning: string;
  /** What the person who met it can do next. */
  readonly hint: string;
}

export const errorCodes = {
  'duration.invalid': {
    meaning: 'A text is not a duration in either of the two forms, or is out of range.',
    hint: 'Write it like 24h, 1h30m, 90s, 250ms or PT1H30M.',
  },
  'file.unreadable': {
    meaning: 'A file that a person chose cannot be read, is no text, or is too large.',
    hint: 'Check that the file exists, may be read and is a scenario file.',
  },
  'file.unwritable': {
    meaning: 'A file cannot be written where a person wanted it.',
    hint: 'Choose another place, or free some space there.',
  },
  'host.pageMissing': {
    meaning: 'The built screen is not where the host looks for it.',
    hint: 'Run `npm run build`, or reinstall Racklab.',
  },
  'host.workspaceStopped': {
    meaning:
      'The thread of the workspace ended without being asked to; a crash report was written.',
    hint: 'Every acknowledged change is on disk: open the document again.',
  },
  'id.invalid': {
    meaning: 'A text does not have the form of an id.',
    hint: 'Ids look like host:r1-h01, or vm:group/name for a cloud resource.',
  },
  'internal.bug': {
    meaning: 'A handler threw or answered outside its own schema; the host log has the stack.',
    hint: 'This is a fault of Racklab, not of what you did. Your document is safe; try again.',
  },
  'ipc.busy': {
    meaning: 'More calls or subscriptions are in flight on one connection than its limit.',
    hint: 'Wait until the earlier requests have been answered, then try again.',
  },
  'ipc.cancelled': {
    meaning: 'The caller cancelled the call before its answer came.',
    hint: 'Ask again if you still need the answer.',
  },
  'ipc.closed': {
    meaning: 'The connection closed with the call unanswered, or was closed already.',
    hint: 'Racklab reconnects by itself; check whether the change arrived before repeating it.',
  },
  'ipc.duplicateId': {
    meaning: 'A call or subscription came with an id not above all earlier ones.',
    hint: 'Reload the page.',
  },
  'ipc.helloExpected': {
    meaning: 'A message came before the greeting that carries the contract hash.',
    hint: 'Reload the page.',
  },
  'ipc.invalid': {
    meaning: 'A message, input or parameter does not fit its schema, or is not plain data.',
    hint: 'Correct the value at the path named.',
  },
  'ipc.invalidReply': {
    meaning: 'The answer or event received does not fit the schema of the contract.',
    hint: 'This is a fault of Racklab. Reload the page; report it if it comes back.',
  },
  'ipc.staleClient': {
    meaning: 'Screen and workspace were built from different contracts.',
    hint: 'Reload the page to load the screen that belongs to the running Racklab.',
  },
  'ipc.tokenRefused': {
    meaning: 'The loopback server was started anew and does not take the token of this tab.',
    hint: 'Close this tab and open the address that Racklab printed when it was started.',
  },
  'ipc.tooLarge': {
    meaning: 'A message exceeds the limit of its connection in bytes, values or depth.',
    hint: 'Send less at once.',
  },
  'ipc.tooOften': {
    meaning: 'A client sent messages faster than its connection allows.',
    hint: 'Wait a moment; reload the page if this does not stop.',
  },
  'ipc.unknownCall': {
    meaning: 'The contract has no call of this name.',
    hint: 'Reload the page: the screen may be older than the running Racklab.',
  },
  'ipc.unknownStream': {
    meaning: 'The contract has no stream of this name.',
    hint: 'Reload the page: the screen may be older than the running Racklab.',
  },
  'json.notCanonical': {
    meaning: 'A value cannot be written as JSON without loss: NaN, half a surrogate pair, a cycle.',
    hint: 'Use finite numbers, well-formed texts, lists and plain objects.',
  },
  'name.invalid': {
    meaning: 'A name is empty, too long, or has characters that a name may not have.',
    hint: 'Use letters, digits, "-", "_" and ".", and begin with a letter or digit.',
  },
  'server.portRefused': {
    meaning: 'The system does not let the loopback server listen on the port asked for.',
    hint: 'Choose a port from 1024 to 65535, or 0 for any free one.',
  },
  'server.portTaken': {
    meaning: 'Another program listens on the port asked for.',
    hint: 'Choose another port, or 0 for any free one; perhaps Racklab is running already.',
  },
  'snapshot.damaged': {
    meaning: 'A checksum of a snapshot does not fit: it was changed after it was written.',
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
  },
  'snapshot.invalid': {
    meaning: 'A snapshot is undamaged but does not fit this program: a part is missing or strange.',
    hint: 'Delete it: the journal leads to the same state.',
  },
  'snapshot.notOurs': {
    meaning: 'The bytes do not begin like a snapshot.',
    hint: 'Derived files can be deleted: the journal holds everything that was decided.',
  },
  'snapshot.truncated': {
    meaning: 'A snapshot ends before its last section does.',
    hint: 'Delete it: an earlier one and the journal lead to the same state.',
  },
  'snapshot.unknownVersion': {
    meaning: 'A snapshot has a container version that this program does not read.',
    hint: 'Open it with the version that wrote it, or delete it.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

export type ErrorCode = keyof typeof errorCodes;
