/**
 * The administrator of a machine as commands and files say it. It is a strict object without a
 * field for a key or a password, so that a file which holds one is refused.
 */
import { z } from 'zod';
import { SIGN_INS, USER_NAME_LENGTHS } from './administrator.ts';

export const administratorSchema = z.strictObject({
  name: z.string().min(1).max(USER_NAME_LENGTHS.linux).describe('User name of the administrator.'),
  signIn: z
    .enum(SIGN_INS)
    .optional()
    .describe(
      'sshKey or password, never the secret itself; a key on Linux, a password on Windows (which ' +
        'takes no key) when absent.',
    ),
});

/** The same with nothing left out, as rows tell it. */
export const wholeAdministratorSchema = administratorSchema.required();
