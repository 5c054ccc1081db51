/**
 * What hands do on the track: a press and drag takes the playhead along, with Shift a stretch is
 * marked, with Alt or the middle button the time is moved; two fingers move and stretch it; the
 * wheel zooms at the pointer and, sideways or with Shift, moves. A press on a mark that does not
 * become a drag opens the event. What is drawn it must not know.
 */
import { ref, type ComputedRef, type Ref } from 'vue';
import { useArea } from '../stores/use-area.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useTimeWindow } from '../stores/use-time-window.ts';
import { GUTTER_PX } from './paint-track.ts';
import { usAt, type TimeScale, type TimeSpan } from './time-scale.ts';

/** A press that moved less was meant for the mark under it. */
const STILL_PX = 4;
/** Of a wheel's turn: what a notch of 100 makes of the span. */
const WHEEL_RATE = 0.0016;
/** A pinch on a pad comes as a wheel with Ctrl, in far smaller steps. */
const PINCH_RATE = 0.01;
const LINE_PX = 18;
const MIDDLE_BUTTON = 1;

type Act =
  | { readonly kind: 'mark'; readonly id: number; readonly x: number }
  | { readonly kind: 'head' }
  | { readonly kind: 'area'; readonly fromUs: number }
  | { readonly kind: 'pan'; readonly x: number; readonly span: TimeSpan };

export interface TrackGestures {
  /** Where the playhead is being dragged to. */
  readonly dragUs: Ref<number | undefined>;
  readonly down: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly up: (event: PointerEvent) => void;
  readonly cancel: (event: PointerEvent) => void;
  readonly wheel: (event: WheelEvent) => void;
}

/** Call inside setup. */
export function useTrackGestures(at: {
  readonly frame: Ref<HTMLElement | undefined>;
  readonly scale: ComputedRef<TimeScale>;
  /** The event under a place of the track. */
  readonly eventAt: (x: number, y: number) => number | undefined;
  readonly open: (event: number) => void;
}): TrackGestures {
  const playback = usePlayback();
  const area = useArea();
  const shown = useTimeWindow();
  const dragUs = ref<number>();
  const fingers = new Map<number, number>();
  let act: Act | undefined;
  let pinch: { readonly atUs: readonly [number, number] } | undefined;

  function place(event: MouseEvent): { x: number; y: number } {
    const box = at.frame.value?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return { x: event.clientX - box.left - GUTTER_PX, y: event.clientY - box.top };
  }

  function actOf(event: PointerEvent, { x, y }: { x: number; y: number }): Act | undefined {
    if (event.button === MIDDLE_BUTTON || (event.button === 0 && event.altKey)) {
      return { kind: 'pan', x, span: shown.shown };
    }
    if (event.button !== 0) return undefined;
    if (event.shiftKey) return { kind: 'area', fromUs: usAt(at.scale.value, x) };
    const id = at.eventAt(x, y);
    return id === undefined ? { kind: 'head' } : { kind: 'mark', id, x };
  }

  function down(event: PointerEvent): void {
    const where = place(event);
    fingers.set(event.pointerId, where.x);
    if (event.currentTarget instanceof HTMLElement) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (fingers.size === 2) {
      const [left = 0, right = 0] = [...fingers.values()].toSorted((one, other) => one - other);
      pinch = { atUs: [usAt(at.scale.value, left), usAt(at.scale.value, right)] };
      act = undefined;
      dragUs.value = undefined;
      return;
    }
    act = actOf(event, where);
    if (act?.kind === 'head') dragUs.value = usAt(at.scale.value, where.x);
    if (act?.kind === 'pan') event.preventDefault();
  }

  function move(event: PointerEvent): void {
    const { x } = place(event);
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, x);
    if (pinch !== undefined) stretch(pinch.atUs);
    else if (act?.kind === 'area') area.mark(act.fromUs, usAt(at.scale.value, x));
    else if (act?.kind === 'head') dragUs.value = usAt(at.scale.value, x);
    else if (act?.kind === 'pan') drag(act, x);
    else if (act?.kind === 'mark' && Math.abs(x - act.x) > STILL_PX) act = { kind: 'head' };
  }

  /** The moments under both fingers stay under them. */
  function stretch([leftUs, rightUs]: readonly [number, number]): void {
    const [left = 0, right = 0] = [...fingers.values()].toSorted((one, other) => one - other);
    const perPx = (rightUs - leftUs) / Math.max(1, right - left);
    const fromUs = leftUs - left * perPx;
    shown.choose({ fromUs, toUs: fromUs + at.scale.value.width * perPx });
  }

  function drag({ span, x: from }: Extract<Act, { kind: 'pan' }>, x: number): void {
    const byUs = ((from - x) / Math.max(1, at.scale.value.width)) * (span.toUs - span.fromUs);
    shown.choose({ fromUs: span.fromUs + byUs, toUs: span.toUs + byUs });
  }

  function release(event: PointerEvent): Act | undefined {
    fingers.delete(event.pointerId);
    if (fingers.size < 2) pinch = undefined;
    const done = act;
    act = undefined;
    return done;
  }

  function up(event: PointerEvent): void {
    const done = release(event);
    if (done?.kind === 'mark') at.open(done.id);
    if (done?.kind === 'head') void goThere();
  }

  async function goThere(): Promise<void> {
    if (dragUs.value !== undefined) await playback.goTo(dragUs.value);
    dragUs.value = undefined;
  }

  function cancel(event: PointerEvent): void {
    release(event);
    dragUs.value = undefined;
  }

  function wheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const isAside = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const { fromUs, toUs, width } = at.scale.value;
    if (isAside && !event.ctrlKey) {
      const px = (event.deltaX === 0 ? event.deltaY : event.deltaX) * unit;
      shown.panBy((px / Math.max(1, width)) * (toUs - fromUs));
      return;
    }
    const rate = event.ctrlKey ? PINCH_RATE : WHEEL_RATE;
    shown.zoomBy(Math.exp(event.deltaY * unit * rate), usAt(at.scale.value, place(event).x));
  }

  return { dragUs, down, move, up, cancel, wheel };
}
