import { Refusal, wordsOf } from './api/client';

type Phase = 'loading' | 'ready' | 'failed' | 'absent';

/** What a page that shows one thing shows when it was not answered: that the thing is gone, or what it had before, with a notice. */
export function withoutAnswer(error: unknown, phase: Phase): { phase: Phase; notice: string } {
  return error instanceof Refusal && error.status === 404
    ? { phase: 'absent', notice: '' }
    : { phase: phase === 'ready' ? 'ready' : 'failed', notice: wordsOf(error) };
}
