/**
 * The life of a form: what was typed, what is wrong with it and where, and sending it.
 *
 * Two judges: the command's own schema, at once and beside the field, and the engine, asked
 * quietly while the person types and finally when it is carried out. Nothing typed is lost by a
 * refusal.
 */
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';
import { takeBack } from '../composables/use-row-actions.ts';
import { useWords, type ErrorWords } from '../i18n/use-words.ts';
import { useSession } from '../stores/use-session.ts';
import { useWorkspace } from '../stores/use-workspace.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { issueWords } from './issue-words.ts';

/** A pause in typing after which the engine is asked. */
const CHECK_AFTER_MS = 250;

export interface CommandForm {
  /** What is wrong with each field, once it was touched or sending was tried. */
  readonly errors: ComputedRef<Readonly<Record<string, string>>>;
  /** What the engine would say, or said. */
  readonly refusal: ComputedRef<ErrorWords | undefined>;
  /** The same as the engine said it, for forms that put it beside a field. */
  readonly refused: Readonly<Ref<AppError | undefined>>;
  /** What it would be accepted with. */
  readonly warnings: ComputedRef<readonly ErrorWords[]>;
  readonly sending: Ref<boolean>;
  /** Carries it out; true when it was accepted. */
  readonly send: () => Promise<boolean>;
  readonly touch: (field: string) => void;
}

/** `draft` builds the unchecked command out of what was typed; call inside setup. */
export function useCommandForm(draft: () => Record<string, unknown>): CommandForm {
  const { t } = useI18n();
  const words = useWords();
  const session = useSession();
  const workspace = useWorkspace();
  const notices = useNotices();
  const playback = usePlayback();
  const touched = ref<ReadonlySet<string>>(new Set());
  const tried = ref(false);
  const sending = ref(false);
  const refused = shallowRef<AppError>();
  const odd = shallowRef<readonly Warning[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const parsed = computed(() => commandSchema.safeParse(draft()));

  const errors = computed(() => {
    const found: Record<string, string> = {};
    if (parsed.value.success) return found;
    for (const issue of parsed.value.error.issues) {
      const [field = '', ...deeper] = issue.path.map(String);
      const path = [field, ...deeper].join('.');
      if (!tried.value && !touched.value.has(field) && !touched.value.has(path)) continue;
      const said = issueWords(issue, { typed: draft(), t });
      found[field] ??= said;
      found[path] ??= said;
    }
    return found;
  });

  function ask(): void {
    clearTimeout(timer);
    refused.value = undefined;
    odd.value = [];
    const result = parsed.value;
    if (!result.success) return;
    timer = setTimeout(() => void check(result.data), CHECK_AFTER_MS);
  }

  async function check(command: Command): Promise<void> {
    const answer = await session.call('workspace.check', { command });
    const now = parsed.value;
    // Something else may have been typed while the engine was thinking.
    if (!now.success || JSON.stringify(now.data) !== JSON.stringify(command)) return;
    refused.value = answer.ok ? undefined : answer.error;
    odd.value = answer.ok ? answer.value.warnings : [];
  }

  async function send(): Promise<boolean> {
    tried.value = true;
    const result = parsed.value;
    if (!result.success) return false;
    clearTimeout(timer);
    sending.value = true;
    const answer = await workspace.execute(result.data, { quiet: true });
    sending.value = false;
    refused.value = answer.ok ? undefined : answer.error;
    if (answer.ok) {
      const { seq, atUs } = answer.value;
      const act = takeBack({ seq, playback, workspace });
      notices.tellDecision({ title: words.command(result.data), act, atUs });
    }
    return answer.ok;
  }

  function touch(field: string): void {
    if (!touched.value.has(field)) touched.value = new Set([...touched.value, field]);
  }

  watch(parsed, ask, { immediate: true });
  onBeforeUnmount(() => clearTimeout(timer));
  const refusal = computed(() =>
    refused.value === undefined ? undefined : words.error(refused.value),
  );
  const warnings = computed(() => odd.value.map((one) => words.warning(one)));
  return { errors, refusal, refused, warnings, sending, send, touch };
}
