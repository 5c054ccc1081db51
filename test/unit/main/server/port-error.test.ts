/**
 * Goal: a port that cannot be had is refused in words that help. Method: the errors of the system,
 * of which a test as root can cause only one for real.
 */
import { expect, it } from 'vitest';
import { portError } from '../../../../src/main/server/server.ts';

function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`listen ${code}`), { code });
}

it('tells a port in use from one that is not allowed', () => {
  expect(portError(systemError('EADDRINUSE'), 80)).toMatchObject({
    code: 'server.portTaken',
    details: { port: 80 },
  });
  expect(portError(systemError('EACCES'), 80)).toMatchObject({
    code: 'server.portRefused',
    message: 'The system does not let Racklab listen on port 80: listen EACCES.',
    hint: expect.stringMatching(/1024/),
  });
});
