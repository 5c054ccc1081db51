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
  'document.continued': {
    meaning:
      'A document of other engine rules was continued from a keyframe, on a branch of its own.',
    hint: 'Go on from there, or open it with the version that made it.',
  },
  'document.diverged': {
    meaning:
      'Running the journal again missed a recorded place, or a recorded decision was refused.',
    hint: 'Keep the document; export it with the version of Racklab that made it, or open a copy.',
  },
  'document.notOpen': {
    meaning: 'A call or stream needs an open document and there is none.',
    hint: 'Open a document, or make one from a template.',
  },
  'document.otherBehaviour': {
    meaning: 'A document was made under other engine rules and no keyframe of it can be read.',
    hint: 'Open it with the version that made it, and export the room as a scenario file.',
  },
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
  'history.beyondTip': {
    meaning: 'A rewind asked for a moment that was never simulated on this branch.',
    hint: 'Run until that time instead.',
  },
  'history.branchNotFound': {
    meaning: 'There is no branch with this id.',
    hint: 'Choose one of the branches there are.',
  },
  'history.branchesFull': {
    meaning: 'A change in the past needs a branch, and there are as many as there may be.',
    hint: 'Continue at the end of a branch, or export the room and import it as a new document.',
  },
  'history.entryElsewhere': {
    meaning: 'A decision is not on the branch in use: it was undone, or made on another one.',
    hint: 'Change to the branch it was made on, or choose another decision.',
  },
  'history.entryNotFound': {
    meaning: 'The history has no decision with this number.',
    hint: 'Choose one from the list of decisions.',
  },
  'history.full': {
    meaning: 'A document holds as many decisions as it can carry.',
    hint: 'Export the room as it is now and import the file as a new document.',
  },
  'history.noWay': {
    meaning: 'No readable keyframe leads to a moment that cannot be run from the start.',
    hint: 'Choose a later moment of this branch.',
  },
  'history.nothingToRedo': {
    meaning: 'Nothing was undone at this moment.',
    hint: 'What was undone earlier stays in the history; give the command again.',
  },
  'history.nothingToUndo': {
    meaning: 'Nothing has been changed on this branch yet.',
    hint: 'Change something first; undo then takes it back at the same moment.',
  },
  'history.otherBehaviour': {
    meaning: 'A moment or branch was simulated under other engine rules and cannot be run again.',
    hint: 'Choose a moment or branch that was made since.',
  },
  'history.timePassed': {
    meaning: 'Simulated time has passed since the last decision, and undo does not undo time.',
    hint: 'Go back to before it, or take it back with the opposite command.',
  },
  'host.pageMissing': {
    meaning: 'The built screen is not where the host looks for it.',
    hint: 'Run `npm run build`, or reinstall Racklab.',
  },
  'host.workspaceStopped': {
    meaning: 'The thread of the workspace ended without being asked to; a report was written.',
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
  'journal.inconsistent': {
    meaning: 'A sound journal entry does not fit the entries before it.',
    hint: 'Restore a copy of the document, or open it with recovery.',
  },
  'journal.invalidRecord': {
    meaning: 'A sound journal line does not hold an entry this program knows.',
    hint: 'Open it with a newer Racklab, or restore a copy.',
  },
  'json.notCanonical': {
    meaning: 'A value cannot be written as JSON without loss: NaN, half a surrogate pair, a cycle.',
    hint: 'Use finite numbers, well-formed texts, lists and plain objects.',
  },
  'keyframe.differs': {
    meaning: 'A keyframe holds another state than running the journal again gives.',
    hint: 'Delete the file: the journal is the truth.',
  },
  'name.invalid': {
    meaning: 'A name is empty, too long, or has characters that a name may not have.',
    hint: 'Use letters, digits, "-", "_" and ".", and begin with a letter or digit.',
  },
  'playback.nothingPending': {
    meaning: 'A step was asked for and no event is scheduled any more.',
    hint: 'Start a machine or set a load, then step again.',
  },
  'playback.targetPassed': {
    meaning: 'A run was asked to end at a moment that has passed.',
    hint: 'Go back to that moment instead.',
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
  'template.notFound': {
    meaning: 'There is no template with this id.',
    hint: 'Choose one from the list of templates.',
  },
  'workspace.busy': {
    meaning: 'Too many requests wait for their turn in the workspace.',
    hint: 'Wait a moment and try again.',
  },
  'workspace.cancelled': {
    meaning: 'A long journey or run was given up by whoever asked for it.',
    hint: 'Ask again, or for a nearer moment.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

export type ErrorCode = keyof typeof errorCodes;
