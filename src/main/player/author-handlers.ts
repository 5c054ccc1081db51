/**
 * The author's part of the contract, answered: files by the desk, try-outs by the player, proofs
 * by a thread. It only picks whom to ask.
 */
import type { Contract } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { err, mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import type { AuthorDesk } from '../author/author-desk.ts';
import { catalogueFolder, loadCatalogue } from '../catalogue/load-catalogue.ts';
import { commitOf } from '../lab/mark-checks.ts';
import type { ProofGround } from '../lab/prove-lab.ts';

import type { Opened } from '../workspace/workspace-session.ts';
import type { LabPlayer } from './lab-player.ts';
import { notTryOut } from './player-refusals.ts';
import { proofSource } from './proof-run.ts';

type AuthorCall = Extract<keyof Handlers<Contract>, `author.${string}`>;

/** Handlers of the author of a session. */
export function authorHandlers(given: {
  readonly desk: AuthorDesk;
  readonly player: LabPlayer;
  readonly resourcesDir: string;
  /** The built entry of a thread for proofs. */
  readonly workerUrl: URL | undefined;
}): Pick<Handlers<Contract>, AuthorCall> {
  const { desk, player, resourcesDir, workerUrl } = given;

  async function groundOf(lab: string, drawsMax: number): Promise<Result<ProofGround>> {
    const whole = await desk.whole(lab);
    if (!whole.ok) return whole;
    const folder = catalogueFolder(resourcesDir);
    const catalogue = loadCatalogue({ folder, id: whole.value.loaded.lab.catalogue });
    return mapResult(catalogue, (one) => ({ ...whole.value, catalogue: one, drawsMax }));
  }

  return {
    'author.list': () => desk.list(),
    'author.create': (request, { signal }) => desk.create(request, signal),
    'author.read': ({ lab }) => desk.read(lab),
    'author.write': ({ lab, changes }) => desk.write(lab, changes),
    'author.remove': ({ lab, path }) => desk.remove(lab, path),
    'author.discard': ({ lab }) => desk.discard(lab),
    'author.restore': async ({ lab, kept }) =>
      mapResult(await desk.restore(lab, kept), (): Record<string, never> => ({})),
    'author.recordStart': ({ lab }, { signal }) => desk.recordStart(lab, signal),
    'author.openStart': async ({ lab }) => {
      const opened = await desk.openStart(lab);
      if (opened.ok) await player.meet();
      return named(opened);
    },
    'author.tryOut': async ({ lab, locale }) => {
      const whole = await desk.whole(lab);
      return whole.ok ? named(await player.tryOut(whole.value.loaded, locale)) : whole;
    },
    'author.keep': (request) => {
      const lab = player.tryOutOf;
      return lab === undefined ? err(notTryOut()) : desk.keep(lab, request);
    },
    'author.seal': (sealed) => ok({ commit: commitOf(sealed) }),
    'author.prove': ({ lab, drawsMax }, sink) =>
      ok(proofSource(groundOf(lab, drawsMax), { sink, workerUrl })),
  };
}

function named(opened: Result<Opened>): Result<{ name: string; title: string }> {
  return mapResult(opened, ({ name, title }) => ({ name, title }));
}
