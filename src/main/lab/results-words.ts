/**
 * The words and figures of the pages of results in the languages of labs. Pages are written where
 * no screen is, so they have words of their own; what they say of whom, this must not know.
 */
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { OutcomeState } from './check-outcome.ts';

interface PageWords extends Readonly<Record<PageWord, string>> {
  readonly states: Readonly<Record<OutcomeState, string>>;
}
type PageWord =
  | 'score'
  | 'passed'
  | 'failed'
  | 'check'
  | 'state'
  | 'points'
  | 'learner'
  | 'group'
  | 'next'
  | 'strays'
  | 'checks'
  | 'values'
  | 'mean'
  | 'notMarked'
  | 'wholeClass'
  | 'answered'
  | 'wanted'
  | 'note'
  | 'flags'
  | 'already'
  | 'objectives'
  | 'tasks'
  | 'reached';

const WORDS = {
  en: {
    score: 'Score',
    passed: 'passed',
    failed: 'not passed',
    check: 'Check',
    state: 'State',
    points: 'Points',
    learner: 'Learner',
    group: 'Group',
    next: 'About your attempt',
    strays: 'Files that belong to nobody',
    checks: 'How the checks went',
    values: 'Your values',
    mean: 'Mean',
    notMarked: 'not marked',
    wholeClass: 'The class at all its labs',
    answered: 'Answer',
    wanted: 'Looked for',
    note: 'From the trainer',
    flags: 'Please look',
    already: 'Holds already',
    objectives: 'Objectives',
    tasks: 'Tasks',
    reached: 'Reached',
    states: {
      passed: '✓ passed',
      partial: '◐ partly',
      failed: '✗ failed',
      notYet: '… not gradable yet',
      byHand: '✎ marked by hand',
      sealed: '⬚ in the key',
    },
  },
  'pt-BR': {
    score: 'Nota',
    passed: 'aprovado',
    failed: 'não aprovado',
    check: 'Verificação',
    state: 'Estado',
    points: 'Pontos',
    learner: 'Aluno',
    group: 'Turma',
    next: 'Sobre a sua tentativa',
    strays: 'Arquivos que não são de ninguém',
    checks: 'Como foram as verificações',
    values: 'Seus valores',
    mean: 'Média',
    notMarked: 'sem nota',
    wholeClass: 'A turma em todos os laboratórios',
    answered: 'Resposta',
    wanted: 'O que se procura',
    note: 'Do instrutor',
    flags: 'Vale olhar',
    already: 'Já vale',
    objectives: 'Objetivos',
    tasks: 'Tarefas',
    reached: 'Alcançado',
    states: {
      passed: '✓ passou',
      partial: '◐ em parte',
      failed: '✗ falhou',
      notYet: '… ainda não avaliável',
      byHand: '✎ corrigido à mão',
      sealed: '⬚ na chave',
    },
  },
} as const satisfies Record<LabLocale, PageWords>;

/** A figure with one digit, as a language writes it. */
export function shown(value: number, locale: LabLocale): string {
  const text = value.toFixed(1);
  return locale === 'en' ? text : text.replace('.', ',');
}

/** The words of the pages in a language. */
export function wordsOf(locale: LabLocale): PageWords {
  return WORDS[locale];
}
