/**
 * What is refused about an archive, in one place: each way in which a file from a stranger could do
 * harm, or simply not be read, has a code of its own, so that a screen can say it in its language.
 * How an archive is read, it must not know.
 */
import type { AppError } from '../../shared/kernel/result.ts';

const MADE_BY_US = 'Ask for the archive as "racklab lab pack" makes it.';

/** Something about it is larger than is read: `bytes`, `files`, `file`, `total`. */
export function archiveTooLarge(what: {
  readonly of: 'bytes' | 'files' | 'file' | 'total';
  readonly found: number;
  readonly max: number;
}): AppError {
  const { of, found, max } = what;
  const said = {
    bytes: `it has ${found} bytes`,
    files: `it holds ${found} files`,
    file: `one of its files has ${found} bytes`,
    total: `its files have ${found} bytes together`,
  }[of];
  return {
    code: 'archive.tooLarge',
    message: `The archive is not opened: ${said}, and ${max} are read.`,
    hint: 'Check that it is a lab; no lab is so large.',
    details: { of, found, max },
  };
}

/** So little that comes to so much is made to fill a machine. */
export function archiveBomb(path: string, ratio: number): AppError {
  return {
    code: 'archive.bomb',
    message: `The archive is not opened: ${path} would grow ${Math.round(ratio)} times.`,
    hint: 'Do not open it; tell whoever sent it.',
    details: { path, ratio: Math.round(ratio) },
  };
}

/** A name that leads out of the lab, or that some system could not keep. */
export function archiveBadName(path: string): AppError {
  return {
    code: 'archive.unsafeName',
    message: `The archive is not opened: "${shown(path)}" is no name of a file inside a lab.`,
    hint: MADE_BY_US,
    details: { path: shown(path) },
  };
}

/** Two names that are one, or would be one on a disk that does not tell capitals apart. */
export function archiveTwice(path: string): AppError {
  return {
    code: 'archive.twice',
    message: `The archive is not opened: it holds ${path} twice, or once in other letters.`,
    hint: MADE_BY_US,
    details: { path },
  };
}

/** Something that is no plain file: a link, a device. */
export function archiveLink(path: string): AppError {
  return {
    code: 'archive.link',
    message: `The archive is not opened: ${path} is a link, and labs hold plain files only.`,
    hint: MADE_BY_US,
    details: { path },
  };
}

/** An archive within the archive. */
export function archiveNested(path: string): AppError {
  return {
    code: 'archive.nested',
    message: `The archive is not opened: ${path} is an archive itself.`,
    hint: 'Send each lab in an archive of its own.',
    details: { path },
  };
}

/** Encrypted, or packed in a way that is not read. */
export function archiveUnsupported(path: string): AppError {
  return {
    code: 'archive.unsupported',
    message: `The archive is not opened: ${path} is encrypted or packed in an unusual way.`,
    hint: MADE_BY_US,
    details: { path },
  };
}

/** A file that the lab does not name: nobody would ever look at it. */
export function archiveStray(path: string): AppError {
  return {
    code: 'archive.stray',
    message: `The archive is not opened: it holds ${path}, which the lab does not name.`,
    hint: MADE_BY_US,
    details: { path },
  };
}

/** It is no archive, or not whole. */
export function archiveDamaged(why: string): AppError {
  return {
    code: 'archive.damaged',
    // The words of a library end with a full stop of their own.
    message: `This is no archive, or it did not arrive whole: ${why.replace(/[.\s]+$/, '')}.`,
    hint: 'Fetch the file again.',
    details: { why },
  };
}

/** Names are foreign text: bounded, and without what a terminal would obey. */
function shown(path: string): string {
  // oxlint-disable-next-line no-control-regex
  return path.slice(0, 100).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
