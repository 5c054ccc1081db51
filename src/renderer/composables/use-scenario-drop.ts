/**
 * A scenario file dropped anywhere onto the window opens as a room, wherever one is, and the file
 * of a lab is taken in; a chosen file goes the same way. What is dragged inside the page is left
 * alone.
 */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { isLabFile } from '../lab/file-bytes.ts';
import { useLab } from '../stores/use-lab.ts';
import { useNotices } from '../stores/use-notices.ts';
import { useWorkspace } from '../stores/use-workspace.ts';

/** The contract's own limit for the text of a scenario, and the host's for the file of a lab. */
const SCENARIO_BYTES_MAX = 64_000_000;
const LAB_BYTES_MAX = 32 * 1_024 * 1_024;
const MEGABYTE = 1_000_000;

/** Opens a scenario as a room and takes in the file of a lab; says so when one is too large. */
export function useScenarioFile(): (file: File | undefined) => Promise<void> {
  const { t } = useI18n();
  const workspace = useWorkspace();
  const notices = useNotices();
  const lab = useLab();
  return async (file) => {
    if (file === undefined) return;
    const isLab = isLabFile(file.name);
    const most = isLab ? LAB_BYTES_MAX : SCENARIO_BYTES_MAX;
    if (file.size > most) {
      const size = Math.ceil(file.size / MEGABYTE);
      const max = Math.floor(most / MEGABYTE);
      const title = t('welcome.tooLarge', { name: file.name, size, max });
      return notices.tell({ tone: 'warn', title, text: t('welcome.tooLargeText') });
    }
    if (isLab) return lab.receive(file);
    await workspace.importText(await file.text(), file.name);
  };
}

/** Listens while the component is there; tells whether a file is held over the window. */
export function useScenarioDrop(): { readonly dropping: Ref<boolean> } {
  const openFile = useScenarioFile();
  const dropping = ref(false);

  function isFile(event: DragEvent): boolean {
    return event.dataTransfer?.types.includes('Files') === true;
  }
  function over(event: DragEvent): void {
    if (!isFile(event)) return;
    event.preventDefault();
    dropping.value = true;
  }
  function leave(event: DragEvent): void {
    // Without a related target it is the window that was left, and not one of its parts.
    if (event.relatedTarget === null) dropping.value = false;
  }
  function drop(event: DragEvent): void {
    if (!isFile(event)) return;
    event.preventDefault();
    dropping.value = false;
    void openFile(event.dataTransfer?.files[0]);
  }

  onMounted(() => {
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
  });
  return { dropping };
}
